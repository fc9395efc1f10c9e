package io.firedamp.uplink.ccer.access;

import io.firedamp.text.Text;
import java.util.List;

/**
 * What only a person can say.
 *
 * @param key of the configuration
 * @param secret whether the answer is one
 * @param why it is asked
 * @param candidates values of the access information that it may be; none where it has to be typed
 */
record Question(String key, boolean secret, Text why, List<Finding> candidates) {
  Question {
    candidates = List.copyOf(candidates);
  }
}
