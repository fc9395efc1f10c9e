/**
 * What was due, recorded and delivered, and what was missing.
 *
 * <p>No null, every instant UTC, every value immutable. Natural days, months and years are those of
 * China (UTC+8). Rates are cut off, never rounded up.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.firedamp.account;
