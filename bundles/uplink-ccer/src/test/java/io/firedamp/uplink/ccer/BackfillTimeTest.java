package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import io.firedamp.store.Delivery;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.Settlement;
import io.firedamp.testkit.ManualClock;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** AMB-39: {@code utime} of a backfill packet is that of this upload, or of the live packet. */
class BackfillTimeTest {
  private static final Instant TICK = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-31T00:00:00Z");

  private static final Table TABLE =
      new Table(
          1,
          TICK,
          List.of(
              new Point(
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
                  Map.of())));

  private static final PointTable TABLES =
      new PointTable() {
        @Override
        public Table current() {
          return TABLE;
        }

        @Override
        public Optional<Table> version(long number) {
          return Optional.of(TABLE);
        }

        @Override
        public Optional<Project> project(String id) {
          return Optional.empty();
        }
      };

  private final MemoryFrameStore store = new MemoryFrameStore();

  /** One second delivered, the next one never sent. */
  private List<String> utimes(String choice) throws IOException {
    Access access = Access.of(AccessTest.properties("backfill.utime", choice));
    store.settled(access.name());
    for (int second = 0; second < 2; second++) {
      Sample sample = new Sample(new PointId("FOCH001"), 1, Quality.GOOD);
      store.append(new Frame(TICK.plusSeconds(second), 1, ClockTrust.NOT_CHECKED, List.of(sample)));
    }
    Instant published = TICK.plusMillis(3017);
    String id = new Snowflake(new ManualClock(published), 7, TICK).next();
    Delivery delivery =
        new Delivery(Outcome.ACKNOWLEDGED, 1, published.plusMillis(40), id, "1", "");
    store.settle(access.name(), List.of(new Settlement(1, 1, delivery)), 1);
    store.expireThrough(access.name(), 2, NOW, "");

    Codec codec = new Codec(true, true);
    Packer packer =
        new Packer(
            access, codec, store, new Selection(access, codec, TABLES), new ManualClock(NOW));
    Job job = new Job("4711", TICK, TICK.plusSeconds(2), TICK, 0);
    byte[] json = packer.pack(job, TICK, TICK.plusSeconds(2)).json();
    List<String> utimes = new ArrayList<>();
    new ObjectMapper()
        .readTree(json)
        .path("result")
        .path("value")
        .forEach(entry -> utimes.add(entry.path("utime").asText()));
    return utimes;
  }

  /** CCER-7.6-04: set anew at each upload. */
  @Test
  void normallyItIsTheTimeOfThisUpload() throws IOException {
    assertEquals(List.of("2026-03-31 08:00:00", "2026-03-31 08:00:00"), utimes("now"));
  }

  @Test
  void itIsTheLivePacketsWhereThatIsConfiguredAndThereWasOne() throws IOException {
    assertEquals(List.of("2026-03-01 08:00:03", "2026-03-31 08:00:00"), utimes("original"));
  }
}
