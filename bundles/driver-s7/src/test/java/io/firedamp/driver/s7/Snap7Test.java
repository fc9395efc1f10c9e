package io.firedamp.driver.s7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.Reading;
import io.firedamp.source.ValueType;
import io.firedamp.testkit.NodeServer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A server that gives items without data a length, and answers twenty items at the most. */
@DisplayName("Snap7's server (CCER-4.3-04)")
class Snap7Test {
  private static final int VALUES = 2000;

  private static byte[] block() {
    ByteBuffer block = ByteBuffer.allocate(VALUES * Float.BYTES);
    for (int i = 0; i < VALUES; i++) {
      block.putFloat(i + 0.145f);
    }
    return block.array();
  }

  @Test
  void twoThousandValuesAreRightAmongAddressesThatAreNotThere() throws Exception {
    List<Binding> rows = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      rows.add(Rig.row("P" + i, "DB1.DBD" + i * Float.BYTES, ValueType.FLOAT32));
      if (i % 500 == 0) {
        rows.add(Rig.word("DB" + (2 + i) + ".DBW0"));
      }
    }
    rows.add(Rig.word("DB1.DBW" + VALUES * Float.BYTES));
    try (NodeServer server = Snap7.with(block())) {
      S7Source source = Rig.source(server.port(), "timeout.ms", "10000");
      Plan plan = source.prepare(rows);
      for (int second = 0; second < 3; second++) {
        assertRight(plan.read(Rig.TICK.plusSeconds(second), Rig.points(rows)));
      }
      source.close();
    }
  }

  private static void assertRight(List<Reading> readings) {
    int good = 0;
    for (Reading reading : readings) {
      String point = reading.point().value();
      if (point.startsWith("P")) {
        double value = Integer.parseInt(point.substring(1)) + 0.145;
        assertEquals(value, reading.raw().doubleValue(), value * 1e-6, point);
        good++;
      } else {
        assertEquals(Quality.BAD_ADDRESS, reading.quality(), point);
      }
    }
    assertEquals(VALUES, good);
    assertEquals(VALUES + 5, readings.size());
  }

  @Test
  void scatteredBitsComeInListsThatItCanAnswer() throws Exception {
    List<Binding> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(Rig.row("P" + i, "DB1.DBX" + i * 20 + ".0", ValueType.BOOL));
    }
    try (NodeServer server = Snap7.with(block())) {
      S7Source source = Rig.source(server.port(), "timeout.ms", "10000");
      List<Reading> readings = source.prepare(rows).read(Rig.TICK, Rig.points(rows));
      source.close();
      assertEquals(100, readings.size());
      assertTrue(readings.stream().allMatch(reading -> reading.quality() == Quality.GOOD));
    }
  }
}
