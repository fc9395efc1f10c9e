package io.firedamp.accounting;

import io.firedamp.account.Accounts;
import io.firedamp.clock.ClockTrust;
import io.firedamp.courier.Route;
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
import io.firedamp.store.StoredFrame;
import io.firedamp.testkit.ManualClock;
import io.firedamp.testkit.MemoryFrameStore;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A site that fills a store: its table, its frames, and what became of them. */
public final class Plant implements PointTable {
  public static final Route NATIONAL =
      new Route("national", "", "national:late", false, true, true);

  public final MemoryFrameStore store = new MemoryFrameStore();
  public final ManualClock clock;
  public final List<Table> tables = new ArrayList<>();
  final Path state;
  Ledgers ledgers;
  public String phase = "";

  public Plant(Path state, Instant now) throws IOException {
    this.state = state;
    clock = new ManualClock(now);
    restart();
    ledgers.add(NATIONAL);
    store.settled("national");
  }

  /** The accounting is started anew, with what it has kept, and its uplinks. */
  public void restart() throws IOException {
    ledgers = new Ledgers(state, store, this, clock);
    for (Route route : ledgers.routes()) {
      ledgers.add(route);
    }
  }

  public static Point point(String id, boolean inside, long periodS, long uploadS, String source) {
    return point(id, inside, periodS, uploadS, source, Map.of());
  }

  public static Point point(
      String id,
      boolean inside,
      long periodS,
      long uploadS,
      String source,
      Map<String, String> columns) {
    return new Point(
        new PointId(id),
        new Text("name of " + id, id + " 名称"),
        source,
        inside,
        2,
        "kPa",
        Kind.INSTANTANEOUS,
        0,
        100,
        Duration.ofSeconds(periodS),
        Duration.ofSeconds(uploadS),
        columns);
  }

  public void table(Instant since, Point... points) {
    tables.add(new Table(tables.size() + 1L, since, List.of(points)));
  }

  public void to(Instant now) {
    clock.advance(Duration.between(clock.instant(), now));
  }

  /** A frame of everything that is due, with a quality for each point. */
  public StoredFrame frame(Instant tick, Function<Point, Quality> quality) {
    return frame(tick, ClockTrust.SYNCHRONISED, quality);
  }

  public StoredFrame frame(Instant tick, ClockTrust trust, Function<Point, Quality> quality) {
    List<Sample> samples =
        current().points().stream()
            .filter(point -> point.sampledAt(tick))
            .map(
                point -> {
                  Quality worth = quality.apply(point);
                  return worth.measured()
                      ? new Sample(point.id(), 1.25, worth)
                      : Sample.missing(point.id(), worth);
                })
            .toList();
    return store.append(new Frame(tick, current().number(), trust, samples));
  }

  public void settle(String uplink, long frame, int part, Outcome outcome) {
    store.settle(
        uplink,
        List.of(
            new Settlement(
                frame, part, new Delivery(outcome, 1, clock.instant(), "17", phase, ""))),
        frame);
  }

  /** Good frames every so often, all acknowledged. */
  public void good(Instant from, Instant to, Duration step) {
    for (Instant tick = from; tick.isBefore(to); tick = tick.plus(step)) {
      StoredFrame stored = frame(tick, point -> Quality.GOOD);
      settle("national", stored.number(), 1, Outcome.ACKNOWLEDGED);
    }
  }

  /** Everything up to now is counted. */
  public void count(Instant now) {
    to(now);
    ledgers.count();
  }

  /** The accounts. */
  public Accounts accounts() {
    return ledgers;
  }

  @Override
  public Optional<String> fieldName(PointId point) {
    return Optional.of(point.code().startsWith("FONP") ? "FNPT,h" : "");
  }

  @Override
  public Optional<Project> project(String id) {
    return Optional.of(
        new Project(
            id,
            "示范 <b>\"mine\"</b>, =1+1",
            "CCER-0001",
            Project.Type.CHP,
            Project.Monitoring.DIRECT,
            Project.Monitoring.DIRECT));
  }

  @Override
  public Table current() {
    return tables.isEmpty() ? Table.EMPTY : tables.get(tables.size() - 1);
  }

  @Override
  public Optional<Table> version(long number) {
    return tables.stream().filter(table -> table.number() == number).findFirst();
  }
}
