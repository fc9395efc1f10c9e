package io.firedamp.simulator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firedamp.simulator.platform.Rehearsals;
import java.time.Instant;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandActionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00.750Z");

  @ParameterizedTest
  @CsvSource({
    "now, 2026-11-21T04:00:00Z",
    "90s, 2026-11-21T03:58:30Z",
    "15m, 2026-11-21T03:45:00Z",
    "2H, 2026-11-21T02:00:00Z",
    "1d, 2026-11-20T04:00:00Z",
    "1740240360, 2025-02-22T16:06:00Z",
    "2026-11-21T08:00:00, 2026-11-21T00:00:00Z",
    "2026-11-21 08:00:05, 2026-11-21T00:00:05Z"
  })
  void timesAreReadAsPeopleWriteThem(String written, Instant expected) {
    assertEquals(Optional.of(expected), Moment.parse(written, NOW));
  }

  @ParameterizedTest
  @CsvSource({"''", "15", "-5m", "1y", "2026-11-31T00:00:00", "08:00"})
  void whatIsNoTimeIsNotGuessed(String written) {
    assertEquals(Optional.empty(), Moment.parse(written, NOW));
  }

  @Test
  void withoutAPlatformTheCommandSaysSo() {
    CommandAction action = new CommandAction();
    action.rehearsals = new Rehearsals();
    action.chinese = true;
    CommandException none = assertThrows(CommandException.class, action::execute);
    assertEquals("没有正在运行的模拟平台。", none.getMessage());
  }
}
