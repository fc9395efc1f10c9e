package io.firedamp.simulator.broker;

import io.firedamp.text.Text;

/** Who is told what happens at a broker's door. Called on the broker's threads; does not block. */
public interface Guests {
  /** A client has logged in. */
  void entered(String clientId);

  /** A client has gone, or was lost. */
  void left(String clientId);

  /**
   * A client was not let in.
   *
   * @param why without any secret
   */
  void turnedAway(String clientId, Text why);

  /**
   * A client was kept from a topic.
   *
   * @param publishing whether it wanted to publish there, or else to subscribe
   */
  void denied(String clientId, String topic, boolean publishing);
}
