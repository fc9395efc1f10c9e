package io.firedamp.driver.s7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Reading;
import io.firedamp.testkit.FakeCpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link PlannerTest} shows of blocks, of the messages that carry them, seen at the CPU. */
@DisplayName("The fewest messages (CCER-4.3-04)")
class MessagesTest {
  private static final int PDU = 240;
  private static final int BLOCKS = 5;
  private static final int BYTES = 1000;
  private static final int ROUNDS = 40;

  /** The blocks of one message. */
  private record Message(List<Integer> lengths) {
    /** From {@code DB1:0-3 DB2:8-8}. */
    static Message of(String said) {
      List<Integer> lengths = new ArrayList<>();
      for (String block : said.split(" ")) {
        String[] ends = block.substring(block.indexOf(':') + 1).split("-");
        lengths.add(1 + Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]));
      }
      return new Message(lengths);
    }

    Message and(Message other) {
      List<Integer> both = new ArrayList<>(lengths);
      both.addAll(other.lengths);
      return new Message(both);
    }

    /** Question and answer; the bytes of each block are made even. */
    boolean fits() {
      int asked = 12 + 12 * lengths.size();
      int answered = 14 + lengths.stream().mapToInt(length -> 4 + length + length % 2).sum();
      return asked <= PDU && answered <= PDU;
    }
  }

  @Test
  void noTwoCouldBeOneAndNoneIsTooLong() throws Exception {
    Random random = new Random(20261121);
    try (FakeCpu cpu = new FakeCpu()) {
      for (int block = 1; block <= BLOCKS; block++) {
        cpu.has("DB" + block, new byte[BYTES]);
      }
      S7Source source = Rig.source(cpu.port(), "timeout.ms", "10000");
      for (int round = 0; round < ROUNDS; round++) {
        List<Binding> rows = scattered(random);
        cpu.messages();
        List<Reading> readings = source.prepare(rows).read(Rig.TICK, Rig.points(rows));
        assertEquals(rows.size(), readings.size());
        assertTrue(readings.stream().allMatch(reading -> reading.quality() == Quality.GOOD));
        assertFewest(cpu.messages().stream().map(Message::of).toList());
      }
      source.close();
    }
  }

  /** Lone words, and runs of them as long as a message. */
  private static List<Binding> scattered(Random random) {
    Map<String, Binding> rows = new TreeMap<>();
    for (int i = random.nextInt(1, 60); i > 0; i--) {
      int block = random.nextInt(1, BLOCKS + 1);
      int at = random.nextInt(BYTES / 2 - 100);
      for (int words = random.nextInt(3) == 0 ? random.nextInt(1, 100) : 1; words > 0; words--) {
        String address = "DB" + block + ".DBW" + 2 * (at + words);
        rows.put(address, Rig.word(address));
      }
    }
    return List.copyOf(rows.values());
  }

  private static void assertFewest(List<Message> messages) {
    for (Message message : messages) {
      assertTrue(message.fits(), message::toString);
      for (Message other : messages) {
        assertTrue(message == other || !message.and(other).fits(), () -> message + " and " + other);
      }
    }
  }
}
