package io.firedamp.driver.s7;

import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.Map;

/**
 * What {@code io.firedamp.driver.s7-NAME.cfg} says.
 *
 * @param name {@code source.name}
 * @param host name or address of the controller
 * @param port its TCP port
 * @param rack where the CPU is plugged, 0–7
 * @param slot where the CPU is plugged, 0–31
 * @param controller its family
 * @param pduSize the largest message to ask for, in bytes, 240–960
 * @param timeout the longest time to connect, and the longest silence within a read
 * @param cycle how often the link can answer; zero if in every tick
 */
record Config(
    String name,
    String host,
    int port,
    int rack,
    int slot,
    Controller controller,
    int pduSize,
    Duration timeout,
    Duration cycle) {
  /** ISO on TCP (RFC 1006). */
  private static final int ISO_PORT = 102;

  private static final int LAST_PORT = 65_535;
  private static final int LAST_RACK = 7;
  private static final int LAST_SLOT = 31;

  /** What the smallest of the families speaks. */
  static final int LEAST_PDU = 240;

  /** What the largest speaks. */
  private static final int MOST_PDU = 960;

  /**
   * @throws io.firedamp.settings.SettingsException if something in it is wrong
   */
  static Config of(Map<String, ?> properties) {
    Settings settings = Settings.of(properties);
    String name = settings.text("source.name", settings.instance());
    if (name.isEmpty()) {
      settings.problem("source.name", new Text("is missing", "缺少此项"));
    }
    Config config =
        new Config(
            name,
            settings.required("host"),
            settings.integer("port", ISO_PORT, 1, LAST_PORT),
            settings.integer("rack", 0, 0, LAST_RACK),
            settings.integer("slot", 1, 0, LAST_SLOT),
            Controller.of(
                settings.choice("controller", Controller.S7_1200.word(), Controller.words())),
            settings.integer("pdu.size", LEAST_PDU, LEAST_PDU, MOST_PDU),
            settings.millis(
                "timeout.ms",
                Duration.ofMillis(400),
                Duration.ofMillis(50),
                Duration.ofSeconds(10)),
            settings.millis("cycle.ms", Duration.ZERO, Duration.ZERO, Duration.ofHours(1)));
    settings.check();
    return config;
  }
}
