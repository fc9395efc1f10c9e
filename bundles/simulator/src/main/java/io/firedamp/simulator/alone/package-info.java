/**
 * The platform for rehearsals without a gateway: broker and platform in one process, with nothing
 * but Java. The same code as in the gateway's container. No null, instants UTC.
 */
package io.firedamp.simulator.alone;
