package io.firedamp.uplink.ccer;

import io.firedamp.text.Text;

/**
 * What a message of the specification says of itself.
 *
 * @param name of the message
 * @param id of the request that it is, or answers
 */
public record Content(Text name, String id) {}
