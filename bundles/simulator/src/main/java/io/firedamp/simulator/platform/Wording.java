package io.firedamp.simulator.platform;

/** Messages as they should not be. */
final class Wording {
  private Wording() {}

  /**
   * With the typing errors of the document's samples (AMB-44): a full-width colon and comma outside
   * strings, blanks that do not break, a blank within a value.
   */
  static String sampleLike(String message) {
    return message
        .replaceFirst("_id\":\"", "_id\"：\u00a0\"")
        .replaceFirst("\",\"result", "\"，\"result")
        .replaceFirst("\"success\":\"", "\"success\":\u00a0\" ");
  }

  /** As if another key had been used: each byte another, those of Base64 and hex still such. */
  static byte[] garbled(byte[] payload) {
    byte[] other = payload.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] = other(other[i]);
    }
    return other;
  }

  private static byte other(byte one) {
    if (one >= '0' && one <= '9') {
      return (byte) ('9' - (one - '0'));
    }
    if (one >= 'a' && one <= 'f') {
      return (byte) ('f' - (one - 'a'));
    }
    if (one >= 'A' && one <= 'Z') {
      return (byte) ('Z' - (one - 'A'));
    }
    return one == '{' || one < 0 ? (byte) ~one : one;
  }
}
