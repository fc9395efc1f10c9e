/** What people have recorded of meters. No null, every instant UTC, every value immutable. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.firedamp.meter;
