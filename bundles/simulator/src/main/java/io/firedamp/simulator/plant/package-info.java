/**
 * A mine with an oxidiser and a steam turbine, behind a Modbus/TCP server, for the demo and for
 * rehearsals. The only package of this bundle that knows j2mod. No null.
 */
package io.firedamp.simulator.plant;
