package io.firedamp.uplink.ccer;

/**
 * What a heartbeat says of the machine.
 *
 * @param cpuPercent CPU use, 0–100
 * @param upSeconds how long the gateway has been running
 * @param memoryPercent memory use, 0–100
 */
record Vitals(double cpuPercent, long upSeconds, double memoryPercent) {}
