/**
 * Reads OPC UA servers over Eclipse Milo, of which nothing is seen outside this package.
 *
 * <p>Milo opens, encrypts and decodes; it does not reconnect. A connection lives until its first
 * error and is then thrown away whole, with its session and subscription. No null, every instant
 * UTC.
 */
package io.firedamp.driver.opcua;
