package io.firedamp.accounting;

import io.firedamp.account.Cause;
import io.firedamp.account.Gap;
import io.firedamp.account.Tally;
import io.firedamp.accounting.Fates.Fate;
import io.firedamp.clock.ClockTrust;
import io.firedamp.courier.Route;
import io.firedamp.point.Frame;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import io.firedamp.point.Table;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.StoredFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts one hour of an uplink's project, or the part of it that has gone by. It is shown the
 * frames in the order of time, each instant once. A frame says what was due at its instant; where
 * there is none, the table does that was in force.
 *
 * <p>One thread. Memory for the points, not for the frames.
 */
final class Reckoning {
  /** A frame does not lie behind the one before it. */
  static final class Disorder extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Disorder() {
      super("not in the order of time", null, false, false);
    }
  }

  /** The first frame may be a little older than what is known of the gateway's start. */
  private static final Duration START_TOLERANCE = Duration.ofMinutes(1);

  private static final Set<Cause> WITHOUT_FRAMES = Set.of(Cause.OFF, Cause.STORE, Cause.CLOCK);

  /** A point, as it is counted. */
  private static final class Track {
    private Tally tally = Tally.NONE;
    private Optional<Run> run = Optional.empty();

    void add(long due, long recorded, long owed) {
      tally = tally.plus(new Tally(due, recorded, owed, 0, 0, 0, 0, 0, 0, 0));
    }

    void add(Fate fate, boolean recalled) {
      Outcome outcome = fate.outcome().orElse(Outcome.EXPIRED);
      tally =
          tally.plus(
              new Tally(
                  0,
                  0,
                  0,
                  one(outcome == Outcome.ACKNOWLEDGED),
                  one(outcome == Outcome.REFUSED),
                  one(outcome == Outcome.UNANSWERED),
                  one(outcome == Outcome.EXPIRED),
                  one(outcome == Outcome.PUBLISHED),
                  one(fate.late()),
                  one(recalled && !fate.reached() && !fate.late())));
    }

    private static long one(boolean counts) {
      return counts ? 1 : 0;
    }
  }

  /** Values that are missing one after the other. */
  private static final class Run {
    private final Cause cause;
    private final String source;
    private final long from;
    private long lost;

    Run(Cause cause, String source, long from) {
      this.cause = cause;
      this.source = source;
      this.from = from;
    }
  }

  private final Route route;
  private final Timeline timeline;
  private final Fates fates;
  private final NavigableSet<Instant> starts;
  private final Page before;
  private final long from;
  private final long to;
  private final Map<PointId, Track> tracks = new TreeMap<>();
  private final List<Stretch> pieces = new ArrayList<>();

  private boolean connected;
  private long cursor;
  private long last;
  private Table table = Table.EMPTY;
  private Optional<Cause> hole;
  private ClockTrust trust = ClockTrust.NOT_CHECKED;
  private String phase;
  private Instant phaseSince;

  /**
   * @param starts when the gateway was started
   * @param before the page of the hour before
   * @param to where to end: the end of the hour, or what of it has gone by, ms since 1970
   */
  Reckoning(
      Route route,
      Timeline timeline,
      Fates fates,
      NavigableSet<Instant> starts,
      Page before,
      long to) {
    this.route = route;
    this.timeline = timeline;
    this.fates = fates;
    this.starts = starts;
    this.before = before;
    this.from = before.end();
    this.to = to;
    connected = before.connected();
    cursor = from;
    last = before.last();
    phase = before.phase();
    phaseSince = before.phaseSince();
    List<Stretch> goingOn =
        before.stretches().stream().filter(stretch -> stretch.to() == from).toList();
    hole = goingOn.stream().map(Stretch::cause).filter(WITHOUT_FRAMES::contains).findFirst();
    Table valid = timeline.at(from);
    for (Stretch stretch : goingOn) {
      for (PointId id : stretch.points()) {
        if (valid.point(id).isPresent()) {
          track(id).run = Optional.of(new Run(stretch.cause(), stretch.source(), from));
        }
      }
    }
  }

  /**
   * Counts a frame.
   *
   * @throws Disorder if it does not lie behind the one before it
   */
  void frame(StoredFrame stored) {
    Frame frame = stored.frame();
    long time = frame.time().toEpochMilli();
    if (time < cursor) {
      throw new Disorder();
    }
    Table own = timeline.version(frame.table());
    if (!connected && !connects(stored, own)) {
      pass(stored, time);
      return;
    }
    absent(time, frame.time().plus(START_TOLERANCE), frame.clock());
    use(own, time);
    if (hole.isPresent()) {
      back(time);
    }
    for (Sample sample : frame.samples()) {
      Optional<Point> point = own.point(sample.point());
      if (point.isPresent()) {
        sample(point.get(), sample, stored);
      }
    }
    pass(stored, time);
  }

  /** The gateway stores again; points that are not due yet are not missing for that any more. */
  private void back(long time) {
    hole = Optional.empty();
    for (Map.Entry<PointId, Track> entry : tracks.entrySet()) {
      if (entry.getValue().run.filter(run -> WITHOUT_FRAMES.contains(run.cause)).isPresent()) {
        end(entry.getKey(), time);
      }
    }
  }

  private void pass(StoredFrame stored, long time) {
    cursor = time + 1;
    last = Math.max(last, stored.number());
    trust = stored.frame().clock();
  }

  /** Whether the platform has got something of it: from here on it is owed everything. */
  private boolean connects(StoredFrame stored, Table own) {
    for (Sample sample : stored.frame().samples()) {
      Optional<Point> point = own.point(sample.point());
      if (point.isPresent()
          && sent(point.get(), sample, stored)
          && fates.of(stored.number(), point.get()).reached()) {
        connected = true;
        cursor = stored.frame().time().toEpochMilli();
        return true;
      }
    }
    return false;
  }

  private boolean sent(Point point, Sample sample, StoredFrame stored) {
    return point.uploadedAt(stored.frame().time())
        && sample.quality().usable()
        && (route.outOfRange() || sample.quality() != Quality.OUT_OF_RANGE);
  }

  private void sample(Point point, Sample sample, StoredFrame stored) {
    long time = stored.frame().time().toEpochMilli();
    boolean usable = sample.quality().usable();
    boolean owed = point.uploadedAt(stored.frame().time());
    Track track = track(point.id());
    track.add(1, usable ? 1 : 0, owed ? 1 : 0);
    if (!usable) {
      bad(point, time, cause(sample.quality()), 1);
    } else if (!owed) {
      // it says nothing of the platform
      if (track.run.filter(run -> !run.cause.stored()).isPresent()) {
        end(point.id(), time);
      }
    } else if (!sent(point, sample, stored)) {
      bad(point, time, Cause.OUT_OF_RANGE, 1);
    } else {
      Fate fate = fates.of(stored.number(), point);
      track.add(fate, fates.recalled(point, stored.frame().time()));
      hear(fate, stored.frame().time());
      if (fate.reached()) {
        end(point.id(), time);
      } else {
        boolean refused = fate.outcome().filter(o -> o == Outcome.REFUSED).isPresent();
        bad(point, time, refused ? Cause.REFUSED : Cause.NO_UPLINK, 1);
      }
    }
  }

  private static Cause cause(Quality quality) {
    return switch (quality) {
      case NO_SOURCE, BAD_ADDRESS -> Cause.NO_SOURCE;
      case NO_ANSWER, STALE -> Cause.NO_ANSWER;
      default -> Cause.FAULT;
    };
  }

  private void hear(Fate fate, Instant time) {
    if (!fate.phase().isEmpty() && !fate.phase().equals(phase)) {
      phase = fate.phase();
      phaseSince = time;
    }
  }

  // ---- instants without a frame

  /**
   * Everything that was due from the frame before up to that instant is missing.
   *
   * @param latestStart a start of the gateway up to here explains it
   * @param now the trust of the next frame's clock
   */
  private void absent(long until, Instant latestStart, ClockTrust now) {
    Optional<Cause> cause = Optional.empty();
    for (long begin = cursor; begin < until; ) {
      long end = timeline.change(begin, until);
      Table valid = timeline.at(begin);
      if (begin > cursor) {
        use(valid, begin);
      }
      for (Point point : valid.points()) {
        long due = instants(point.period(), begin, end);
        if (due > 0) {
          if (cause.isEmpty()) {
            cause = Optional.of(why(latestStart, now));
          }
          use(valid, begin);
          track(point.id()).add(due, 0, instants(point.upload(), begin, end));
          bad(point, firstInstant(point.period(), begin), cause.get(), due);
        }
      }
      begin = end;
    }
    if (cause.isPresent()) {
      hole = cause;
    }
  }

  private Cause why(Instant latestStart, ClockTrust now) {
    if (hole.isPresent()) {
      return hole.get();
    }
    Instant next = starts.ceiling(Instant.ofEpochMilli(cursor - 1));
    if (next != null && !next.isAfter(latestStart)) {
      return Cause.OFF;
    }
    // a clock that is set jumps from a wrong time to the right one, or from the right to a wrong
    // one
    boolean set = (trust == ClockTrust.UNSYNCHRONISED) != (now == ClockTrust.UNSYNCHRONISED);
    return set ? Cause.CLOCK : Cause.STORE;
  }

  private static long instants(Duration period, long begin, long end) {
    long ms = period.toMillis();
    return Math.floorDiv(end - 1, ms) - Math.floorDiv(begin - 1, ms);
  }

  private static long firstInstant(Duration period, long begin) {
    long ms = period.toMillis();
    return (Math.floorDiv(begin - 1, ms) + 1) * ms;
  }

  /** Points that another table does not have are not missing any more. */
  private void use(Table next, long time) {
    if (next.number() != table.number()) {
      table = next;
      for (PointId id : tracks.keySet()) {
        if (next.point(id).isEmpty()) {
          end(id, time);
        }
      }
    }
  }

  // ---- gaps

  private Track track(PointId id) {
    return tracks.computeIfAbsent(id, point -> new Track());
  }

  private void bad(Point point, long time, Cause cause, long lost) {
    boolean ofSource = cause == Cause.NO_SOURCE || cause == Cause.NO_ANSWER || cause == Cause.FAULT;
    String source = ofSource ? point.source() : "";
    Track track = track(point.id());
    if (track.run.filter(run -> run.cause == cause && run.source.equals(source)).isEmpty()) {
      end(point.id(), time);
      track.run = Optional.of(new Run(cause, source, time));
    }
    track.run.get().lost += lost;
  }

  private void end(PointId id, long time) {
    Track track = track(id);
    if (track.run.isEmpty()) {
      return;
    }
    Run run = track.run.get();
    track.run = Optional.empty();
    boolean noted =
        time - run.from > Gap.SHORT.toMillis()
            || time > run.from && (run.from == from || time == to);
    if (noted) {
      pieces.add(
          new Stretch(run.cause, run.source, run.from, run.from, time, Set.of(id), run.lost));
    }
  }

  private List<Stretch> stretches() {
    Map<String, List<Stretch>> kinds = new TreeMap<>();
    pieces.sort((a, b) -> Long.compare(a.from(), b.from()));
    for (Stretch piece : pieces) {
      List<Stretch> kind =
          kinds.computeIfAbsent(
              piece.cause().code() + "/" + piece.source(), k -> new ArrayList<>());
      int end = kind.size() - 1;
      if (end >= 0 && piece.from() <= kind.get(end).to()) {
        kind.set(end, kind.get(end).with(piece));
      } else {
        kind.add(piece);
      }
    }
    return kinds.values().stream()
        .flatMap(List::stream)
        .map(this::sinceItBegan)
        .sorted((a, b) -> Long.compare(a.from(), b.from()))
        .toList();
  }

  private Stretch sinceItBegan(Stretch stretch) {
    long since =
        stretch.from() == from
            ? before.goingOn(stretch).map(Stretch::since).orElse(from)
            : stretch.from();
    return new Stretch(
        stretch.cause(),
        stretch.source(),
        since,
        stretch.from(),
        stretch.to(),
        stretch.points(),
        stretch.lost());
  }

  /** Finds the frame after a number. */
  interface Next {
    Optional<Frame> after(long number) throws IOException;
  }

  /** The page. */
  Page page(Next next) throws IOException {
    if (connected) {
      if (cursor < to) {
        Optional<Frame> after = next.after(last);
        Instant latest =
            after.map(Frame::time).map(t -> t.plus(START_TOLERANCE)).orElse(Instant.MAX);
        absent(to, latest, after.map(Frame::clock).orElse(trust));
      }
      tracks.keySet().forEach(id -> end(id, to));
    }
    Map<PointId, Tally> tallies = new HashMap<>();
    tracks.forEach(
        (id, track) -> {
          if (!track.tally.equals(Tally.NONE)) {
            tallies.put(id, track.tally);
          }
        });
    return new Page(
        before.hour() + 1,
        last,
        false,
        connected,
        phase,
        phaseSince,
        fates.recalls(),
        tallies,
        stretches());
  }
}
