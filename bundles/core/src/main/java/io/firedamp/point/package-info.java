/**
 * Values and the point table: what is measured, and what it was at an instant.
 *
 * <p>No null, every instant UTC, every type immutable.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.firedamp.point;
