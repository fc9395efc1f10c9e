package io.firedamp.simulator.platform;

import java.time.Instant;

/**
 * The points of one second.
 *
 * @param ctime when they were measured
 * @param points {@code CODE=digits}, sorted, a blank between
 */
record Sample(Instant ctime, String points) {}
