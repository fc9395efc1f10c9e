package io.firedamp.account;

import io.firedamp.text.Text;

/** Why values are missing. The code is what is kept; codes are never reused. */
public enum Cause {
  /** No power, or the gateway was switched off. */
  OFF("off", "no power, or gateway off", "断电或网关停机"),
  /** The gateway ran, but nothing was stored: a full disk, or the collection stood still. */
  STORE("store", "gateway ran, nothing stored", "网关运行但未存储"),
  /** The clock was set, right or wrong, and jumped over these instants. */
  CLOCK("clock", "clock was set", "校时跳变"),
  /** Nobody serves the source, or the device does not know the address. */
  NO_SOURCE("source", "no source or wrong address", "无数据源或地址错误"),
  /** The device did not answer, or its values were old. */
  NO_ANSWER("answer", "no answer from the device", "设备无应答"),
  /** The instrument said that its value is bad, or a formula had none. */
  FAULT("fault", "instrument fault", "仪表故障"),
  /** Recorded out of range, and the uplink is told not to send such values. */
  OUT_OF_RANGE("range", "out of range, not sent", "超量程未发送"),
  /** Recorded, but not delivered while it was fresh. */
  NO_UPLINK("uplink", "not delivered in time", "未能按时上传"),
  /** The platform refused it. */
  REFUSED("refused", "refused by the platform", "被平台拒绝");

  private final String code;
  private final Text text;

  Cause(String code, String en, String zh) {
    this.code = code;
    this.text = new Text(en, zh);
  }

  /** The word that is kept, and that scripts read. */
  public String code() {
    return code;
  }

  /** Words for people. */
  public Text text() {
    return text;
  }

  /** Whether the values are in the store all the same: they may be delivered later. */
  public boolean stored() {
    return this == OUT_OF_RANGE || this == NO_UPLINK || this == REFUSED;
  }

  /**
   * The cause of that code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Cause of(String code) {
    for (Cause cause : values()) {
      if (cause.code.equals(code)) {
        return cause;
      }
    }
    throw new IllegalArgumentException("no cause has the code " + code);
  }
}
