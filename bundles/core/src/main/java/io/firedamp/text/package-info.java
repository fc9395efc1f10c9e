/** Words for people, in the two languages of the site. No null; everything immutable. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.firedamp.text;
