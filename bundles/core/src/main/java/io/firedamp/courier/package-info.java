/** What people ask of an uplink. No null, every instant UTC, every value immutable. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.1.0")
package io.firedamp.courier;
