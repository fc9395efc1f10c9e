package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Health;
import io.firedamp.meter.MeterChange;
import io.firedamp.point.PointId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterFileTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("state").resolve("meter-changes.jsonl");
  }

  private MeterFile open() {
    return new MeterFile(file(), NOON);
  }

  private static MeterChange change(String code, String oldFinal) {
    return new MeterChange(
        new PointId(code),
        new BigDecimal(oldFinal),
        new BigDecimal("0.0"),
        NOON.minusSeconds(600),
        NOON,
        "李工",
        "到期 \"检定\"\n更换");
  }

  @Test
  @DisplayName("AMB-59: what people record of meters outlives a restart, digit by digit")
  void whatIsRecordedOutlivesARestart() throws IOException {
    MeterFile first = open();
    assertEquals(List.of(), first.changes());
    first.add(change("EXEC001", "48211.60"));
    first.add(change("north:EXHE001", "7"));
    List<MeterChange> all = List.of(change("EXEC001", "48211.60"), change("north:EXHE001", "7"));
    assertEquals(all, first.changes());
    MeterFile second = open();
    assertEquals(all, second.changes());
    assertEquals(List.of(), second.health());
    assertEquals(2, Files.readAllLines(file()).size());
  }

  @Test
  void aTornLineCostsItselfAloneAndIsTold() throws IOException {
    open().add(change("EXEC001", "1"));
    byte[] whole = Files.readAllBytes(file());
    byte[] torn = java.util.Arrays.copyOf(whole, whole.length - 40); // within a Chinese letter, too
    Files.write(file(), torn, StandardOpenOption.APPEND);
    MeterFile book = open();
    book.add(change("EXEC001", "2"));
    for (MeterFile each : List.of(book, open())) {
      assertEquals(List.of(change("EXEC001", "1"), change("EXEC001", "2")), each.changes());
      Health health = each.health().get(0);
      assertEquals("meters.unreadable", health.code());
      assertTrue(health.cause().en().contains("line 2"), health.cause().en());
    }
  }

  @Test
  void aLineThatSaysNoSuchThingIsTold() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{}\n[1]\nx\n\n{\"point\":\"EXEC001\",\"old_final\":\"many\"}\n");
    MeterFile book = open();
    assertEquals(List.of(), book.changes());
    assertTrue(book.health().get(0).cause().en().contains("line 1, 2, 3, 5"));
  }

  @Test
  void whatCannotBeWrittenIsNotRecorded() throws IOException {
    Files.writeString(folder.resolve("state"), "a file where the folder should be");
    MeterFile book = open();
    assertThrows(IOException.class, () -> book.add(change("EXEC001", "1")));
    assertEquals(List.of(), book.changes());
  }
}
