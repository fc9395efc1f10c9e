/** The commands of the simulated platform. No null, instants UTC. */
package io.firedamp.simulator.shell;
