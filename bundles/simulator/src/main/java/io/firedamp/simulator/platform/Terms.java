package io.firedamp.simulator.platform;

import io.firedamp.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What platform and project have agreed on, beside encryption, and what the platform is to do.
 *
 * @param topic the main topic
 * @param cipher none, aes or rsa
 * @param clientId the platform's own, by which it knows itself
 * @param status the phase that it reports: 0 commissioning, 1 trial run, 2 regular, 3 ended
 * @param period how often data are due, for 数据传输率
 * @param profile what 附录D asks for, if the type of the project is known
 * @param script what it is to do wrong, and to ask for
 */
record Terms(
    String topic,
    String cipher,
    String clientId,
    int status,
    Duration period,
    Optional<Profile> profile,
    Script script) {
  private static final int MINUTE_S = 60;

  /**
   * Asks for {@code status}, {@code period.s}, {@code script} and the keys of {@link Profile}.
   *
   * @param access where the platform is
   */
  static Terms of(Settings settings, Access access) {
    return new Terms(
        access.topic(),
        settings.text("cipher", "none"),
        access.clientId(),
        settings.integer("status", 0, 0, 3),
        settings.seconds("period.s", 1, 1, MINUTE_S),
        Profile.of(settings),
        Script.of(settings));
  }
}
