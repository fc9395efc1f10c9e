/** The way of a new gateway to its first packet. No null, every value immutable. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.firedamp.setup;
