package io.firedamp.uplink.ccer.access;

/**
 * A value and where it stands.
 *
 * @param line of the text, from 1
 * @param label as it is written there; empty where the value stands alone
 */
record Finding(int line, String label, String value) {
  /** Where, without the value: it may be a secret. */
  @Override
  public String toString() {
    return "line " + line;
  }
}
