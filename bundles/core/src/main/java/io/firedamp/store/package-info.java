/**
 * The memory of the site: every frame, and what became of it at every uplink.
 *
 * <p>No null, every instant UTC, every value immutable. Services of this package may be called by
 * any thread.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.firedamp.store;
