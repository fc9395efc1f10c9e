package io.firedamp.uplink.ccer;

import io.firedamp.health.Figure;
import io.firedamp.text.Text;
import java.util.Map;
import java.util.Optional;

/**
 * In which phase the platform says the project is: {@code status} of its replies (table 4). Written
 * by one thread, read by any.
 */
final class Phase {
  /** 项目终止 (table 4). */
  private static final String ENDED = "3";

  private static final Map<String, Text> PHASES =
      Map.of(
          "0",
          new Text("commissioning", "调试"),
          "1",
          new Text("trial run", "试运行"),
          "2",
          new Text("in force", "正式"),
          ENDED,
          new Text("ended", "终止"));

  private volatile String now = "";

  /**
   * The platform has said it.
   *
   * @param status empty if it said nothing
   * @return the phase in words, if it is another one than before
   */
  Optional<Text> said(String status) {
    if (status.isEmpty() || status.equals(now)) {
      return Optional.empty();
    }
    now = status;
    return Optional.of(PHASES.getOrDefault(status, Text.same(status)));
  }

  /** Whether the platform regards the project as ended. */
  boolean ended() {
    return now.equals(ENDED);
  }

  Figure figure() {
    return Figure.of(
        "phase",
        "project's phase (0–3)",
        "项目状态（0 调试 1 试运行 2 正式 3 终止）",
        PHASES.containsKey(now) ? Integer.parseInt(now) : Double.NaN,
        "");
  }
}
