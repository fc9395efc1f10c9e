package io.firedamp.driver.modbus;

import com.fazecast.jSerialComm.SerialPort;
import java.time.Duration;
import java.util.Locale;

/**
 * A serial line and how its bytes are sent (MODBUS over Serial Line V1.02, 2.5).
 *
 * @param port the device file, as {@code /dev/ttyUSB0}; empty for the other transports
 * @param baud bits per second
 * @param parity the ninth bit
 * @param stopBits 1 or 2
 */
record Line(String port, int baud, Parity parity, int stopBits) {
  /** RTU takes whole bytes. */
  static final int DATA_BITS = 8;

  private static final double SILENT_CHARACTERS = 3.5;
  private static final int FAST_BAUD = 19_200;
  private static final Duration FAST_SILENCE = Duration.ofNanos(1_750_000);
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  /** The ninth bit. */
  enum Parity {
    NONE(SerialPort.NO_PARITY),
    EVEN(SerialPort.EVEN_PARITY),
    ODD(SerialPort.ODD_PARITY);

    private final int code;

    Parity(int code) {
      this.code = code;
    }

    /** The library's number of it. */
    int code() {
      return code;
    }

    /** The name as the configuration writes it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The time that so many bytes take. */
  Duration time(double bytes) {
    int bits = 1 + DATA_BITS + (parity == Parity.NONE ? 0 : 1) + stopBits;
    return Duration.ofNanos((long) (bytes * bits * NANOS_PER_SECOND / baud));
  }

  /** How long the line is silent between two messages, at least (2.5.1.1). */
  Duration silence() {
    return baud > FAST_BAUD ? FAST_SILENCE : time(SILENT_CHARACTERS);
  }
}
