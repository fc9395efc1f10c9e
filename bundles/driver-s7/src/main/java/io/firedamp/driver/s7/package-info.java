/**
 * Reads the memory of Siemens S7 controllers over ISO on TCP (RFC 1006) and S7 communication: data
 * blocks without optimised access, bit memory, inputs and outputs.
 *
 * <p>A row of the point table becomes a {@link io.firedamp.driver.s7.Row}, rows become {@link
 * io.firedamp.driver.s7.Block}s of bytes by the {@link io.firedamp.driver.s7.Planner}, blocks are
 * read over the {@link io.firedamp.driver.s7.Link}. The library that speaks the protocol stands
 * behind {@link io.firedamp.driver.s7.Connector}; only {@link io.firedamp.driver.s7.Plc4x}, {@link
 * io.firedamp.driver.s7.Tcp}, {@link io.firedamp.driver.s7.Session} and {@link
 * io.firedamp.driver.s7.Gate} know which one it is. There is no write path.
 *
 * <p>No null, no thread of its own; a source and its plans belong to the one thread that the
 * pipeline owns.
 */
package io.firedamp.driver.s7;
