package io.firedamp.clock;

import io.firedamp.text.Text;

/** How far a time can be believed. The code is what the store keeps; codes are never reused. */
public enum ClockTrust {
  /** Nobody compares this clock with another one. */
  NOT_CHECKED(0, "not checked", "未校验"),
  /** Compared with its servers, within limits. */
  SYNCHRONISED(1, "synchronised", "已同步"),
  /** Was synchronised; the servers are out of reach, the error is estimated and still small. */
  DRIFTING(2, "drifting", "守时"),
  /** Off by more than the limit, or out of reach for too long. */
  UNSYNCHRONISED(3, "unsynchronised", "未同步");

  private final int code;
  private final Text text;

  ClockTrust(int code, String en, String zh) {
    this.code = code;
    this.text = new Text(en, zh);
  }

  /** The number that the store keeps. */
  public int code() {
    return code;
  }

  /** Words for people. */
  public Text text() {
    return text;
  }

  /**
   * The trust of that code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ClockTrust of(int code) {
    for (ClockTrust trust : values()) {
      if (trust.code == code) {
        return trust;
      }
    }
    throw new IllegalArgumentException("no clock trust has the code " + code);
  }
}
