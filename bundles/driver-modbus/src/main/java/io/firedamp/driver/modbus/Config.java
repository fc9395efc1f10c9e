package io.firedamp.driver.modbus;

import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code io.firedamp.driver.modbus-NAME.cfg} says.
 *
 * @param name {@code source.name}
 * @param transport the way to the device
 * @param host name or address of the device; empty on a serial line
 * @param port its TCP or UDP port
 * @param line the serial line, if it is one
 * @param unit the unit where an address names none, 0–255
 * @param timeout the longest time to connect, and for a reply
 * @param cycle how often the link can answer; zero if in every tick
 * @param maxRegisters the most registers of one request, 1–125
 * @param maxGap the most unwanted items in a row within a request, 0–124
 * @param requestDelay the least time between a reply and the next request
 */
record Config(
    String name,
    Transport transport,
    String host,
    int port,
    Line line,
    int unit,
    Duration timeout,
    Duration cycle,
    int maxRegisters,
    int maxGap,
    Duration requestDelay) {
  private static final int MODBUS_PORT = 502;
  private static final int LAST_PORT = 65_535;
  private static final int LAST_UNIT = 255;
  private static final String DATA_BITS = Integer.toString(Line.DATA_BITS);
  private static final int USUAL_BAUD = 9600;
  private static final int LEAST_BAUD = 300;
  private static final int MOST_BAUD = 921_600;

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
    Transport transport =
        Transport.of(settings.choice("transport", Transport.TCP.word(), Transport.words()));
    boolean serial = transport == Transport.SERIAL;
    Config config =
        new Config(
            name,
            transport,
            serial ? settings.text("host", "") : settings.required("host"),
            settings.integer("port", MODBUS_PORT, 1, LAST_PORT),
            line(settings, serial),
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

  private static Line line(Settings settings, boolean serial) {
    settings.choice("data.bits", DATA_BITS, List.of(DATA_BITS));
    return new Line(
        serial ? settings.required("serial.port") : settings.text("serial.port", ""),
        settings.integer("baud", USUAL_BAUD, LEAST_BAUD, MOST_BAUD),
        Line.Parity.valueOf(
            settings
                .choice("parity", "none", List.of("none", "even", "odd"))
                .toUpperCase(Locale.ROOT)),
        settings.integer("stop.bits", 1, 1, 2));
  }

  /** What people call the other end. */
  String device() {
    return transport == Transport.SERIAL ? line.port() : host + ":" + port;
  }

  /** The least time between a reply and the next request: a serial line needs some. */
  Duration pause() {
    boolean serial = transport == Transport.SERIAL && line.silence().compareTo(requestDelay) > 0;
    return serial ? line.silence() : requestDelay;
  }
}
