package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * For any table, values and span: the union of the packets is what the store has of it, once each,
 * in order. CCER-7.7-02, CCER-7.7-05, CCER-7.7-08, CCER-D-04.
 */
class PackerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  private final Random random = new Random(20261121);
  private final ManualClock clock = new ManualClock(BEGIN.plus(Duration.ofDays(30)));

  private record Fixed(Table table) implements PointTable {
    @Override
    public Table current() {
      return table;
    }

    @Override
    public Optional<Table> version(long number) {
      return Optional.of(table);
    }

    @Override
    public Optional<Project> project(String id) {
      return Optional.empty();
    }
  }

  private Point point(int i) {
    int seconds = List.of(1, 1, 1, 5, 60).get(random.nextInt(5));
    return new Point(
        new PointId("FOCH%03d".formatted(i + 1)),
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

  private void check() throws IOException {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(6); i++) {
      points.add(point(i));
    }
    boolean outside = random.nextBoolean();
    Access access = Access.of(AccessTest.properties("backfill.flag", outside ? "all" : "inside"));
    Codec codec = new Codec(true, true);
    MemoryFrameStore store = new MemoryFrameStore();
    Fixed tables = new Fixed(new Table(1, BEGIN, points));
    Packer packer = new Packer(access, codec, store, new Selection(access, codec, tables), clock);

    List<String> expected = new ArrayList<>();
    Instant from = BEGIN.plusSeconds(random.nextInt(300));
    Instant to = from.plusSeconds(1 + random.nextInt(600));
    for (Instant tick = BEGIN; tick.isBefore(BEGIN.plusSeconds(900)); tick = tick.plusSeconds(1)) {
      if (random.nextInt(10) == 0) {
        continue; // no power
      }
      List<Sample> samples = new ArrayList<>();
      StringBuilder values = new StringBuilder();
      for (Point point : points) {
        boolean read = random.nextInt(8) > 0;
        double value = value();
        samples.add(
            read
                ? new Sample(point.id(), value, Quality.GOOD)
                : Sample.missing(point.id(), Quality.NO_ANSWER));
        if (read && (outside || point.inside()) && point.uploadedAt(tick)) {
          BigDecimal rounded =
              new BigDecimal(Double.toString(value))
                  .setScale(point.decimals(), RoundingMode.HALF_UP);
          values.append(point.id()).append('=').append(rounded.toPlainString()).append(' ');
        }
      }
      store.append(new Frame(tick, 1, ClockTrust.NOT_CHECKED, samples));
      if (!values.isEmpty() && !tick.isBefore(from) && tick.isBefore(to)) {
        expected.add(line(codecTime(tick), values.toString()));
      }
    }

    List<String> found = new ArrayList<>();
    Job job = new Job("1", from, to, from, 0);
    for (Instant at = from; at.isBefore(to); ) {
      Instant end = at.plusSeconds(1 + random.nextInt(200));
      end = end.isBefore(to) ? end : to;
      Packer.Packed packed = packer.pack(job, at, end);
      JsonNode entries = JSON.readTree(packed.json()).path("result").path("value");
      assertEquals(packed.entries(), entries.size());
      for (JsonNode entry : entries) {
        found.add(
            line(
                entry.path("ctime").asText(),
                values(entry, new String(packed.json(), java.nio.charset.StandardCharsets.UTF_8))));
      }
      at = end;
    }
    assertEquals(expected, found);
    assertEquals(!expected.isEmpty(), packer.holds(from, to));
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
    Fixed tables = new Fixed(new Table(1, BEGIN, List.of(fixed())));
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
