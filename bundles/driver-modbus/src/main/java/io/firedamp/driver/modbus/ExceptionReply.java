package io.firedamp.driver.modbus;

/** The device answered with an exception code (MODBUS V1.1b3, 7). The link is well. */
final class ExceptionReply extends Exception {
  private static final long serialVersionUID = 1L;

  static final int ILLEGAL_FUNCTION = 1;
  static final int ILLEGAL_DATA_ADDRESS = 2;
  static final int ILLEGAL_DATA_VALUE = 3;
  static final int ACKNOWLEDGE = 5;
  static final int DEVICE_BUSY = 6;
  static final int GATEWAY_PATH_UNAVAILABLE = 10;
  static final int GATEWAY_TARGET_SILENT = 11;

  private final int code;

  ExceptionReply(int code) {
    super("exception " + code);
    this.code = code;
  }

  /** Whether the gateway speaks for a unit that it cannot reach. */
  boolean ofGateway() {
    return code == GATEWAY_PATH_UNAVAILABLE || code == GATEWAY_TARGET_SILENT;
  }

  int code() {
    return code;
  }
}
