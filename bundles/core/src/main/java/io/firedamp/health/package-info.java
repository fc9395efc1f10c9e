/**
 * How a part of the gateway is, since when, why, and what to do. No null, every value immutable.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.firedamp.health;
