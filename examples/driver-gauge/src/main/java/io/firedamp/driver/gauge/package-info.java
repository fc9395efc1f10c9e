/** Reads a gauge that answers a line with a line over TCP. No null. */
package io.firedamp.driver.gauge;
