package io.firedamp.uplink.ccer;

/**
 * What the platform says of a packet (M4) or a heartbeat (M8).
 *
 * @param id the request that it answers (response_id)
 * @param success whether it was accepted
 * @param phase the project's {@code status}: 0 调试, 1 试运行, 2 正式, 3 终止; empty if the reply has none
 * @param reason the platform's words, empty if it has none
 */
record Reply(String id, boolean success, String phase, String reason) {}
