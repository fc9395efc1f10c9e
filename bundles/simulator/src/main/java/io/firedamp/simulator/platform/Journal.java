package io.firedamp.simulator.platform;

import io.firedamp.text.Text;

/** Who is told what is noteworthy, as it happens. Any thread; does not block. */
public interface Journal {
  /**
   * Something happened.
   *
   * @param odd whether a person should look at it
   */
  void tell(boolean odd, Text text);
}
