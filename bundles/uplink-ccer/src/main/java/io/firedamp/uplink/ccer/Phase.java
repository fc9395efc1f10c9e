package io.firedamp.uplink.ccer;

import io.firedamp.health.Figure;
import io.firedamp.text.Text;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which phase the platform says the project is: {@code status} of its replies (table 4), over
 * restarts too. Written by one thread, read by any.
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

  private static final Logger LOG = LoggerFactory.getLogger(Phase.class);

  /** Keeps the present one over a restart. */
  interface Memory {
    void keep(String status) throws IOException;
  }

  private final Memory memory;
  private volatile String now;

  /**
   * @param remembered what was said before the restart; empty if nobody knows
   */
  Phase(String remembered, Memory memory) {
    this.now = remembered;
    this.memory = memory;
  }

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
    try {
      memory.keep(status);
    } catch (IOException unwritable) { // then a restart learns it anew from the first reply
      LOG.warn("the project's phase cannot be kept", unwritable);
    }
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
