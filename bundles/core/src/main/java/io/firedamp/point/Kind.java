package io.firedamp.point;

/** What a value is (附录D). It changes checks, never the value that is sent. */
public enum Kind {
  /** 监测数据: the value at the instant. */
  INSTANTANEOUS,
  /** 累计值: a reading that grows, as of an electricity meter. */
  CUMULATIVE
}
