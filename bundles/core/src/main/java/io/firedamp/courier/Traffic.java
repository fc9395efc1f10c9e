package io.firedamp.courier;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What goes over an uplink, for people to look at. A service, one for each; any thread; does not
 * block. Never says a key or a password.
 */
@ConsumerType
public interface Traffic extends Courier {
  /** The connection to the platform. */
  Link link();

  /** What became of the live packets of the day. */
  Balance today();

  /** How long live packets took within the last hour. */
  Delays delays();

  /** The last packets that were sent, the newest first; a few hundred at the most. */
  List<Packet> packets();

  /**
   * Each attempt to send a packet, in clear and to the letter, the oldest first. Every look at it
   * is for the caller to log.
   *
   * @param packet its {@link Packet#number}
   * @return empty if it is not kept any more
   */
  List<Exchange> exchanges(long packet);

  /**
   * How fast stored data that the platform has asked for are sent, pauses included: seconds of them
   * in a second, measured by the last packet; NaN before the first.
   */
  double recallPace();
}
