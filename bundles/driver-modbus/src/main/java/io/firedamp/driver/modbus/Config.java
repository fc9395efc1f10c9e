package io.firedamp.driver.modbus;

import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What {@code io.firedamp.driver.modbus-NAME.cfg} says.
 *
 * @param name {@code source.name}
 * @param host name or address of the device
 * @param port its TCP port
 * @param unit the unit where an address names none, 0–255
 * @param timeout the longest time to connect, and for a reply
 * @param cycle how often the link can answer; zero if in every tick
 * @param maxRegisters the most registers of one request, 1–125
 * @param maxGap the most unwanted items in a row within a request, 0–124
 * @param requestDelay the least time between a reply and the next request
 */
record Config(
    String name,
    String host,
    int port,
    int unit,
    Duration timeout,
    Duration cycle,
    int maxRegisters,
    int maxGap,
    Duration requestDelay) {
  private static final int MODBUS_PORT = 502;
  private static final int LAST_PORT = 65_535;
  private static final int LAST_UNIT = 255;

  /** The most registers of one reply (MODBUS V1.1b3, 6.3). */
  private static final int MOST_REGISTERS = 125;

  /**
   * @throws io.firedamp.settings.SettingsException if something in it is wrong
   */
  static Config of(Map<String, ?> properties) {
    Settings settings = Settings.of(properties);
    String name = settings.text("source.name", settings.instance());
    if (name.isEmpty()) {
      settings.problem("source.name", new Text("is missing", "缺少此项"));
    }
    settings.choice("transport", "tcp", List.of("tcp"));
    Config config =
        new Config(
            name,
            settings.required("host"),
            settings.integer("port", MODBUS_PORT, 1, LAST_PORT),
            settings.integer("unit", 1, 0, LAST_UNIT),
            settings.millis(
                "timeout.ms",
                Duration.ofMillis(400),
                Duration.ofMillis(50),
                Duration.ofSeconds(10)),
            settings.millis("cycle.ms", Duration.ZERO, Duration.ZERO, Duration.ofHours(1)),
            settings.integer("max.registers", MOST_REGISTERS, 1, MOST_REGISTERS),
            settings.integer("max.gap", 0, 0, MOST_REGISTERS - 1),
            settings.millis(
                "request.delay.ms", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5)));
    settings.check();
    return config;
  }
}
