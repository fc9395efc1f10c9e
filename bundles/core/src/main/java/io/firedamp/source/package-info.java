/**
 * What a driver is. The only package that drivers and the pipeline share.
 *
 * <p>No null, every instant UTC, every value immutable. Everything here is called by one thread per
 * source, which the pipeline owns.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.firedamp.source;
