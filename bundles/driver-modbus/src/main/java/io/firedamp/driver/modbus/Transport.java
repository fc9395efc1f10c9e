package io.firedamp.driver.modbus;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The ways to a device. */
enum Transport {
  TCP("Modbus TCP"),
  /** RTU messages in a TCP connection, as plain serial servers carry them. */
  TCP_RTU("Modbus RTU over TCP"),
  SERIAL("Modbus RTU"),
  UDP("Modbus UDP");

  private final String protocol;

  Transport(String protocol) {
    this.protocol = protocol;
  }

  /** Its name as people write it. */
  String protocol() {
    return protocol;
  }

  /** The name as the configuration writes it: {@code tcp-rtu}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Transport::word).toList();
  }

  /**
   * @param word one of {@link #words()}
   */
  static Transport of(String word) {
    return values()[words().indexOf(word)];
  }
}
