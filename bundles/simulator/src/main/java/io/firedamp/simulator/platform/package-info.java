/**
 * The national platform, for the demo and for rehearsals: a second reading of the document, which
 * shares nothing with the uplink but what the document says. The only package of this bundle that
 * knows Paho and Jackson. No null, instants UTC.
 */
package io.firedamp.simulator.platform;
