package io.firedamp.driver.s7;

/**
 * What a controller said to the request for one block.
 *
 * @param verdict whether it gave the bytes, and else why not
 * @param bytes exactly as many as the block has; none unless GIVEN
 */
record Answer(Verdict verdict, byte[] bytes) {
  /** Whether it gave the bytes, and else why not. */
  enum Verdict {
    GIVEN,
    /** There are no such bytes, or nobody may see them by their address. */
    NO_ADDRESS,
    /** It lets nobody read (8104 of the header). */
    FORBIDDEN,
    /** It could not say: a hardware fault, a code that means nothing to the library. */
    FAULT
  }

  private static final byte[] NONE = {};

  static Answer given(byte[] bytes) {
    return new Answer(Verdict.GIVEN, bytes);
  }

  static Answer no(Verdict why) {
    return new Answer(why, NONE);
  }
}
