package io.firedamp.uplink.ccer;

/**
 * The unified social credit code 统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check
 * digit.
 */
final class CreditCode {
  /** Neither I, O, S, V nor Z; a character's place is its value. */
  private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

  private static final int LENGTH = 18;
  private static final int BASE = 31;

  private CreditCode() {}

  /** Whether form and check digit are right. */
  static boolean valid(String code) {
    if (code.length() != LENGTH || code.chars().anyMatch(c -> ALPHABET.indexOf(c) < 0)) {
      return false;
    }
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < LENGTH - 1; i++) {
      sum += ALPHABET.indexOf(code.charAt(i)) * weight;
      weight = weight * 3 % BASE;
    }
    return ALPHABET.indexOf(code.charAt(LENGTH - 1)) == (BASE - sum % BASE) % BASE;
  }
}
