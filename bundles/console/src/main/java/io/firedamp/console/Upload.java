package io.firedamp.console;

import java.io.IOException;

/**
 * The bytes that come with a question. They are read when whoever answers wants them, after the
 * router has seen who asks: nobody fills the memory without a right.
 */
@FunctionalInterface
interface Upload {
  Upload NONE = most -> new byte[0];

  /**
   * Reads them, once.
   *
   * @param most bytes
   * @throws TooLarge if there are more
   */
  byte[] read(int most) throws IOException;

  /** More was sent than is allowed. */
  final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
    private static final int MEGABYTE = 1 << 20;
    private final int most;

    TooLarge(int most) {
      this.most = most;
    }

    /** What is allowed, in megabytes. */
    int megabytes() {
      return most / MEGABYTE;
    }
  }
}
