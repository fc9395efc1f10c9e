/**
 * The store's figures. In the store's own package, because a month is filled beneath its contract:
 * through the contract it would take a day.
 *
 * <p>No null, every instant UTC.
 */
package io.firedamp.buffer;
