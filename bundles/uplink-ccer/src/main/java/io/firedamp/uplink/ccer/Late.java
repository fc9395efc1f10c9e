package io.firedamp.uplink.ccer;

import io.firedamp.store.Delivery.Outcome;
import java.util.Set;

/**
 * What becomes of a packet that was not delivered while it was fresh. The specification says both:
 * data of a fault are not uploaded again (故障期数据不予再次上传), and the enterprise sends again what was
 * processed wrongly (AMB-20). Whatever is chosen, the platform's command gets it all.
 */
enum Late {
  /** It waits for the platform's command. */
  HOLD(Set.of()),
  /** What the platform refused, or did not answer, is sent again behind the live packets. */
  SEND(Set.of(Outcome.REFUSED, Outcome.UNANSWERED)),
  /** So is what could not be sent in time, after an outage of any length. */
  ALL(Set.of(Outcome.REFUSED, Outcome.UNANSWERED, Outcome.EXPIRED));

  private final Set<Outcome> again;

  Late(Set<Outcome> again) {
    this.again = again;
  }

  /** Whether a packet that ended so is sent again. */
  boolean sends(Outcome outcome) {
    return again.contains(outcome);
  }
}
