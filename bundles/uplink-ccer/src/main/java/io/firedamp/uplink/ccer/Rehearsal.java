package io.firedamp.uplink.ccer;

import io.firedamp.settings.SettingsException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Tells before a configuration is saved what the uplink would say of it. Opens nothing but the
 * files that {@code file:PATH} names.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * What is wrong, a line each with file and key, in both languages; none if an uplink would start.
   * No line holds a secret.
   *
   * @param properties as the framework would hand them over
   */
  public static List<String> complaints(Map<String, ?> properties) {
    try {
      Access.of(properties);
      return List.of();
    } catch (SettingsException refused) {
      return refused.getMessage().lines().toList();
    }
  }

  /**
   * The length of an RSA public key in any of the forms that the uplink reads; none if it is none.
   */
  public static OptionalInt rsaBits(String text) {
    try {
      return OptionalInt.of(RsaKeys.platform(text).getModulus().bitLength());
    } catch (GeneralSecurityException other) {
      return OptionalInt.empty();
    }
  }
}
