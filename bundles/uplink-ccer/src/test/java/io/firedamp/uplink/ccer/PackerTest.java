package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.clock.ClockTrust;
import io.firedamp.point.Frame;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.PointTable;
import io.firedamp.point.Project;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.point.Table;
import io.firedamp.testkit.ManualClock;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.text.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * For any tables, values and span, windows and sizes: the union of the packets that answer a
 * command is what the store has of it, once each, in order, rounded half up from the shortest
 * decimal text. CCER-7.7-02, CCER-7.7-03, CCER-7.7-05, CCER-7.7-08, CCER-D-04; AMB-15, AMB-30,
 * AMB-31, AMB-33.
 */
class PackerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  private final Random random = new Random(20261121);
  private final ManualClock clock = new ManualClock(BEGIN.plus(Duration.ofDays(30)));

  private record Versions(List<Table> tables) implements PointTable {
    @Override
    public Table current() {
      return tables.get(tables.size() - 1);
    }

    @Override
    public Optional<Table> version(long number) {
      return tables.stream().filter(table -> table.number() == number).findFirst();
    }

    @Override
    public Optional<Project> project(String id) {
      return Optional.empty();
    }
  }

  private Point point(int i) {
    int seconds = List.of(1, 1, 1, 5, 60).get(random.nextInt(5));
    return new Point(
        PointId.of(random.nextInt(5) > 0 ? "" : "other", "FOCH%03d".formatted(i + 1)),
        Text.NONE,
        "plant",
        random.nextInt(4) > 0,
        random.nextInt(4),
        "",
        Kind.INSTANTANEOUS,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Duration.ofSeconds(1),
        Duration.ofSeconds(seconds),
        Map.of());
  }

  private double value() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(100_000) / 1000.0 + 0.0005;
      case 1 -> -random.nextDouble();
      case 2 -> random.nextLong();
      default -> random.nextGaussian() * Math.pow(10, random.nextInt(12) - 4);
    };
  }

  private static String line(String ctime, String values) {
    return ctime + " " + values;
  }

  @Test
  void theUnionOfThePacketsIsWhatTheStoreHas() throws IOException {
    int runs = Boolean.getBoolean("firedamp.long") ? 2000 : 100;
    for (int run = 0; run < runs; run++) {
      check();
    }
  }

  private Table table(long number) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(6); i++) {
      points.add(point(i));
    }
    return new Table(number, BEGIN, points);
  }

  private void check() throws IOException {
    boolean outside = random.nextBoolean();
    Access access =
        Access.of(
            AccessTest.properties(
                "backfill.flag",
                outside ? "all" : "inside",
                "backfill.packing",
                random.nextBoolean() ? "window" : "hour",
                "backfill.max.bytes",
                Integer.toString(random.nextBoolean() ? 0 : 500 + random.nextInt(20_000))));
    Codec codec = new Codec(true, true);
    MemoryFrameStore store = new MemoryFrameStore();
    Versions tables = new Versions(List.of(table(1), table(2), table(3)));
    Packer packer = new Packer(access, codec, store, new Selection(access, codec, tables), clock);

    int step = List.of(1, 1, 5, 20).get(random.nextInt(4));
    Instant begin = BEGIN.plusSeconds(random.nextInt(3600) / step * step);
    Instant from = begin.plusSeconds(random.nextInt(300 * step));
    Instant to = from.plusSeconds(1 + random.nextInt(600 * step));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      Instant tick = begin.plusSeconds((long) i * step);
      if (random.nextInt(10) == 0) {
        continue; // no power
      }
      Table table = tables.tables().get(i / 300);
      List<Sample> samples = new ArrayList<>();
      StringBuilder values = new StringBuilder();
      for (Point point : table.points()) {
        boolean read = random.nextInt(8) > 0;
        double value = value();
        samples.add(
            read
                ? new Sample(point.id(), value, Quality.GOOD)
                : Sample.missing(point.id(), Quality.NO_ANSWER));
        boolean ours = point.id().project().isEmpty() && (outside || point.inside());
        if (read && ours && point.uploadedAt(tick)) {
          BigDecimal rounded = shortest(value).setScale(point.decimals(), RoundingMode.HALF_UP);
          values.append(point.id()).append('=').append(rounded.toPlainString()).append(' ');
        }
      }
      store.append(new Frame(tick, table.number(), ClockTrust.NOT_CHECKED, samples));
      if (!values.isEmpty() && !tick.isBefore(from) && tick.isBefore(to)) {
        expected.add(line(codecTime(tick), values.toString()));
      }
    }

    List<String> found = new ArrayList<>();
    for (Packer.Packed packed : packets(access, packer, from, to)) {
      JsonNode entries = JSON.readTree(packed.json()).path("result").path("value");
      assertEquals(packed.entries(), entries.size());
      String text = new String(packed.json(), StandardCharsets.UTF_8);
      for (JsonNode entry : entries) {
        found.add(line(entry.path("ctime").asText(), values(entry, text)));
      }
    }
    assertEquals(expected, found);
    Optional<Instant> first = packer.first(new Job("1", from, to, from, 0));
    assertEquals(!expected.isEmpty(), first.isPresent());
  }

  /** What answers a command for that span, over a line that breaks now and then. */
  private List<Packer.Packed> packets(Access access, Packer packer, Instant from, Instant to)
      throws IOException {
    record Window(Job job, Instant from, Instant to) {}
    Deque<Window> asked = new ArrayDeque<>();
    boolean[] published = new boolean[1];
    Backfill backfill =
        new Backfill(
            access.backfill(),
            List.of(),
            new Backfill.Hands() {
              @Override
              public void pack(Job job, Instant first, Instant end) {
                asked.add(new Window(job, first, end));
              }

              @Override
              public void publish() {
                published[0] = true;
              }

              @Override
              public void refuse(Command command, String reason) {
                throw new AssertionError(reason);
              }

              @Override
              public void remember(List<Job> jobs) {
                // there is no restart here
              }
            });
    backfill.connected();
    backfill.commanded(
        new Command("1", "1", Optional.of(from), Optional.of(to.minusSeconds(1))), clock.instant());
    List<Packer.Packed> packets = new ArrayList<>();
    for (long nanos = 1; !backfill.jobs().isEmpty(); nanos += 5_000_000_000L) {
      backfill.run(clock.instant(), nanos);
      Window window = asked.poll();
      if (window == null) {
        continue; // the pause between packets
      }
      assertTrue(!window.to().isAfter(window.from().plus(Backfill.HOUR)), window.toString());
      Packer.Packed packed = packer.pack(window.job(), window.from(), window.to());
      published[0] = false;
      backfill.packed(window.job(), packed.json().length, nanos);
      if (published[0] && random.nextInt(5) == 0) {
        backfill.disconnected(nanos);
        backfill.connected();
      } else if (published[0]) {
        packets.add(packed);
        backfill.receipt(nanos + 1_000_000);
      }
    }
    return packets;
  }

  /** The least digits that are this value and no other, found by trying. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; ; digits++) {
      BigDecimal text = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (text.doubleValue() == value) {
        return text;
      }
    }
  }

  /** The digits as they stand in the text: a tree would turn 1.000 into 1.0. */
  private static String values(JsonNode entry, String text) {
    int at = text.indexOf("\"ctime\":\"" + entry.path("ctime").asText());
    int begin = text.indexOf("\"values\":{", at) + 10;
    int end = text.indexOf("}}", begin) + 1;
    return text.substring(begin, end)
        .replaceAll("\"([A-Z0-9]+)\":\\{\"val\":([^}]*)\\},?", "$1=$2 ");
  }

  private static String codecTime(Instant tick) {
    return java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
        .withZone(java.time.ZoneId.of("Asia/Shanghai"))
        .format(tick);
  }

  /**
   * A clock that was set right fills a second twice: in order of time, and what was stored last
   * stands.
   */
  @Test
  void aSecondThatWasFilledTwiceComesOnceAndInOrder() throws IOException {
    Versions tables = new Versions(List.of(new Table(1, BEGIN, List.of(fixed()))));
    Access access = Access.of(AccessTest.properties());
    Codec codec = new Codec(true, true);
    MemoryFrameStore store = new MemoryFrameStore();
    for (int second : new int[] {10, 11, 12, 9, 10, 11}) {
      store.append(
          new Frame(
              BEGIN.plusSeconds(second),
              1,
              ClockTrust.NOT_CHECKED,
              List.of(
                  new Sample(
                      new PointId("FOCH001"),
                      store.newest().map(f -> f.number()).orElse(0L),
                      Quality.GOOD))));
    }
    Packer packer = new Packer(access, codec, store, new Selection(access, codec, tables), clock);
    Job job = new Job("1", BEGIN, BEGIN.plusSeconds(60), BEGIN, 0);
    JsonNode entries =
        JSON.readTree(packer.pack(job, BEGIN, BEGIN.plusSeconds(60)).json())
            .path("result")
            .path("value");
    List<String> found = new ArrayList<>();
    entries.forEach(
        e ->
            found.add(
                e.path("ctime").asText().substring(17)
                    + "="
                    + e.path("values").path("FOCH001").path("val").asInt()));
    assertEquals(List.of("09=3", "10=4", "11=5", "12=2"), found);
  }

  /** AMB-31; whatever the order in which a clock that was set has filled the store. */
  @ParameterizedTest
  @CsvSource({"window,1970-01-01T00:20:00Z", "hour,1970-01-01T00:20:00Z"})
  void aLongEmptySpanBeginsWithTheWindowThatHoldsTheFirstData(String packing, Instant from)
      throws IOException {
    Access access = Access.of(AccessTest.properties("backfill.packing", packing));
    Codec codec = new Codec(true, true);
    MemoryFrameStore store = new MemoryFrameStore();
    Versions tables = new Versions(List.of(new Table(1, BEGIN, List.of(fixed()))));
    for (long minute : new long[] {500, 130, 140, 20_000}) {
      Sample sample = new Sample(new PointId("FOCH001"), minute, Quality.GOOD);
      Instant tick = BEGIN.plus(Duration.ofMinutes(minute));
      store.append(new Frame(tick, 1, ClockTrust.NOT_CHECKED, List.of(sample)));
    }
    Packer packer = new Packer(access, codec, store, new Selection(access, codec, tables), clock);
    Job whole = new Job("1", from, clock.instant(), from, 0);
    Instant window = BEGIN.plus(Duration.ofMinutes(packing.equals("hour") ? 120 : 80));
    assertEquals(Optional.of(window), packer.first(whole));
    assertEquals(Optional.of(window), packer.first(whole.from(window)));
    Instant within = BEGIN.plus(Duration.ofMinutes(125));
    assertEquals(Optional.of(within), packer.first(whole.from(within)), "never before its begin");
    assertEquals(Optional.empty(), packer.first(new Job("2", from, BEGIN, from, 0)));
  }

  private static Point fixed() {
    return new Point(
        new PointId("FOCH001"),
        Text.NONE,
        "plant",
        true,
        2,
        "",
        Kind.INSTANTANEOUS,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Map.of());
  }
}
