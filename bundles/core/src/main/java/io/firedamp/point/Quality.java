package io.firedamp.point;

import io.firedamp.text.Text;

/**
 * What a sample is worth, the best first. The code is what the store keeps; codes are never reused.
 */
public enum Quality {
  /** Measured, inside its plausible range. */
  GOOD(0, true, true, "good", "良好"),
  /** Measured, outside its plausible range: stored, and sent or not as the uplink is told. */
  OUT_OF_RANGE(1, true, true, "out of range", "超量程"),
  /** The instrument or its controller says that the value is bad, or it is not a number. */
  DEVICE_FAULT(2, true, false, "device fault", "仪表故障"),
  /** Asked, but no answer before the frame closed; or the link is in back-off. */
  NO_ANSWER(3, false, false, "no answer", "无应答"),
  /** The newest reading is older than the point's period allows. */
  STALE(4, false, false, "stale", "数据陈旧"),
  /** The device refuses the address, or the driver cannot understand it. */
  BAD_ADDRESS(5, false, false, "bad address", "地址错误"),
  /** No driver serves the source that the table names. */
  NO_SOURCE(6, false, false, "no source", "无数据源"),
  /** Its formula has no value for these inputs, as a division by zero. */
  NOT_COMPUTABLE(7, false, false, "not computable", "无法计算");

  /** The codes have no holes. */
  private static final Quality[] BY_CODE = new Quality[values().length];

  static {
    for (Quality quality : values()) {
      BY_CODE[quality.code] = quality;
    }
  }

  private final int code;
  private final boolean measured;
  private final boolean usable;
  private final Text text;

  Quality(int code, boolean measured, boolean usable, String en, String zh) {
    this.code = code;
    this.measured = measured;
    this.usable = usable;
    this.text = new Text(en, zh);
  }

  /** The number that the store keeps, 0–255. */
  public int code() {
    return code;
  }

  /** Whether a sample of this quality can carry a value. */
  public boolean measured() {
    return measured;
  }

  /** Whether the value may be reported. */
  public boolean usable() {
    return usable;
  }

  /** Words for people. */
  public Text text() {
    return text;
  }

  /**
   * The quality of that code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Quality of(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("no quality has the code " + code);
    }
    return BY_CODE[code];
  }
}
