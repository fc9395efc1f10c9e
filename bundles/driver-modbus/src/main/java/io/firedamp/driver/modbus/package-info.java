/**
 * Reads Modbus devices (MODBUS Application Protocol V1.1b3, Modbus Messaging on TCP/IP V1.0b,
 * MODBUS over Serial Line V1.02): over TCP, over UDP, and RTU on a serial port or in a TCP
 * connection.
 *
 * <p>A row of the point table becomes a {@link io.firedamp.driver.modbus.Row}, rows become {@link
 * io.firedamp.driver.modbus.Block}s by the {@link io.firedamp.driver.modbus.Planner}, blocks are
 * read over a {@link io.firedamp.driver.modbus.Link}: a {@link io.firedamp.driver.modbus.Framing}
 * on a {@link io.firedamp.driver.modbus.Wire}. There is no write path.
 *
 * <p>No null, no thread of its own; a source and its plans belong to the one thread that the
 * pipeline owns.
 */
package io.firedamp.driver.modbus;
