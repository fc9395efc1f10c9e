package io.firedamp.clock.sync;

/** The way to a time server. */
@FunctionalInterface
interface Line {
  /**
   * What came of a question.
   *
   * @param bogus packets that were no answer to it
   */
  record Reply(Answer answer, int bogus) {}

  /** Asks; blocks for a second at the most, and as long as the name has to be looked up. */
  Reply ask(Server.Address address);
}
