/**
 * An MQTT 3.1.1 broker for the demo and for rehearsals, where the project has none of its own. The
 * only package of this bundle that knows Moquette. No null.
 */
package io.firedamp.simulator.broker;
