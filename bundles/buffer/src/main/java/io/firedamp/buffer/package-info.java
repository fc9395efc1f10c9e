/**
 * The memory of the site on SQLite. Nothing outside this package knows which database it is.
 *
 * <p>No null, every instant UTC.
 */
package io.firedamp.buffer;
