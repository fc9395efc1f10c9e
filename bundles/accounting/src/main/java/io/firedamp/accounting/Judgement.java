package io.firedamp.accounting;

import io.firedamp.account.Account;
import io.firedamp.account.Explanation;
import io.firedamp.account.Gap;
import io.firedamp.account.Interruptions;
import io.firedamp.account.Tally;
import io.firedamp.account.Trial;
import io.firedamp.account.Trial.Restart;
import io.firedamp.account.Trial.State;
import io.firedamp.accounting.Spans.Span;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Table;
import io.firedamp.text.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts the pages of an uplink together, and measures them by the rules of the platform. */
final class Judgement {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT).withZone(China.ZONE);

  private static final int STAMP_LENGTH = 15;

  private final Ledger ledger;
  private final Function<String, List<Explanation>> explanations;
  private final Instant now;

  /**
   * @param explanations what was said of a gap's id
   */
  Judgement(Ledger ledger, Function<String, List<Explanation>> explanations, Instant now) {
    this.ledger = ledger;
    this.explanations = explanations;
    this.now = now;
  }

  private static long hourFrom(Instant instant) {
    return China.hour(instant);
  }

  private static long hourTo(Instant instant) {
    return China.hour(instant.minusNanos(1)) + 1;
  }

  // ---- figures

  Account account(Instant from, Instant to) throws IOException {
    return accounts(List.of(from, to)).get(0);
  }

  List<Account> accounts(List<Instant> bounds) throws IOException {
    List<Map<PointId, Tally>> spans = new ArrayList<>();
    Instant end = bounds.get(bounds.size() - 1);
    Instant through =
        ledger.read(
            hourFrom(bounds.get(0)),
            hourTo(end),
            now,
            page -> {
              while (spans.isEmpty()
                  || spans.size() < bounds.size() - 1
                      && page.hour() >= hourFrom(bounds.get(spans.size()))) {
                spans.add(new HashMap<>());
              }
              Map<PointId, Tally> span = spans.get(spans.size() - 1);
              page.tallies().forEach((id, tally) -> span.merge(id, tally, Tally::plus));
            });
    List<Account> accounts = new ArrayList<>();
    for (int i = 0; i + 1 < bounds.size(); i++) {
      Instant to = bounds.get(i + 1);
      accounts.add(
          new Account(
              ledger.route().uplink(),
              ledger.route().project(),
              bounds.get(i),
              to,
              later(bounds.get(i), earlier(through, to)),
              i < spans.size() ? spans.get(i) : Map.of()));
    }
    return accounts;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  // ---- gaps

  /** Gaps, and what they are measured by. */
  private record Found(List<Gap> gaps, Instant through, Optional<Instant> connected) {}

  private Found find(Instant from, Instant to) throws IOException {
    long[] first = {hourFrom(from)};
    ledger.read(
        first[0],
        first[0] + 1,
        now,
        page ->
            page.stretches()
                .forEach(
                    stretch ->
                        first[0] =
                            Math.min(first[0], Math.floorDiv(stretch.since(), China.HOUR_MS))));
    List<Stretch> done = new ArrayList<>();
    Map<String, Stretch> goingOn = new TreeMap<>();
    List<Instant> connected = new ArrayList<>();
    Instant through =
        ledger.read(
            first[0],
            hourTo(to),
            now,
            page -> {
              if (page.connected() && connected.isEmpty()) {
                connected.add(China.begin(page.hour()));
              }
              for (Stretch stretch : page.stretches()) {
                String kind = stretch.cause().code() + "/" + stretch.source();
                Stretch before = goingOn.remove(kind);
                if (before != null && before.to() == stretch.from()) {
                  goingOn.put(kind, before.with(stretch));
                } else {
                  Optional.ofNullable(before).ifPresent(done::add);
                  goingOn.put(kind, stretch);
                }
              }
            });
    done.addAll(goingOn.values());
    List<Span> recalled = ledger.recalled(China.begin(first[0]), to);
    List<Gap> gaps =
        done.stream()
            .filter(stretch -> stretch.to() > from.toEpochMilli())
            .filter(stretch -> stretch.from() < to.toEpochMilli())
            .filter(stretch -> stretch.to() - stretch.since() > Gap.SHORT.toMillis())
            .sorted((a, b) -> Long.compare(a.since(), b.since()))
            .map(stretch -> gap(stretch, through, recalled))
            .toList();
    return new Found(gaps, earlier(through, to), connected.stream().findFirst());
  }

  private Gap gap(Stretch stretch, Instant through, List<Span> recalled) {
    Instant since = Instant.ofEpochMilli(stretch.since());
    String source = stretch.source().isEmpty() ? "" : "-" + stretch.source();
    String id = STAMP.format(since) + "-" + stretch.cause().code() + source;
    return new Gap(
        id,
        stretch.cause(),
        stretch.source(),
        since,
        Instant.ofEpochMilli(stretch.to()),
        stretch.to() >= through.toEpochMilli(),
        stretch.points(),
        stretch.lost(),
        stretch.cause().stored() ? within(recalled, stretch) : Duration.ZERO,
        explanations.apply(id));
  }

  private static Duration within(List<Span> spans, Stretch stretch) {
    return Duration.ofMillis(
        Spans.within(spans, stretch.since(), stretch.to()).stream().mapToLong(Span::length).sum());
  }

  List<Gap> gaps(Instant from, Instant to) throws IOException {
    return find(from, to).gaps;
  }

  /** Whether there is a gap of that id. */
  boolean knows(String id) throws IOException {
    try {
      String stamp = id.substring(0, Math.min(STAMP_LENGTH, id.length()));
      Instant begin = STAMP.parse(stamp, Instant::from);
      return gaps(begin, begin.plusSeconds(1)).stream().anyMatch(gap -> gap.id().equals(id));
    } catch (DateTimeException noId) {
      return false;
    }
  }

  private static List<Span> spans(List<Gap> gaps) {
    return Spans.union(
        gaps.stream()
            .map(gap -> new Span(gap.from().toEpochMilli(), gap.to().toEpochMilli()))
            .toList());
  }

  Interruptions interruptions(Instant from, Instant to) throws IOException {
    return measured(find(from, to), from, to);
  }

  private static Interruptions measured(Found found, Instant from, Instant to) {
    List<Span> spans =
        Spans.within(spans(found.gaps), from.toEpochMilli(), found.through.toEpochMilli());
    long lost = spans.stream().mapToLong(Span::length).sum();
    long longest = spans.stream().mapToLong(Span::length).max().orElse(0);
    long running =
        spans.stream()
            .filter(span -> span.to() == found.through.toEpochMilli())
            .mapToLong(Span::length)
            .findFirst()
            .orElse(0);
    Instant begun = later(from, found.connected.orElse(from));
    long gone = Math.max(0, Duration.between(begun, found.through).toMillis());
    long ahead = Math.max(0, Duration.between(found.through, to).toMillis());
    double more = gone == 0 ? 0 : (double) lost / gone * ahead;
    return new Interruptions(
        from,
        to,
        found.through,
        Duration.ofMillis(lost),
        Duration.ofMillis(longest),
        Duration.ofMillis(running),
        Duration.ofMillis(lost + (long) more));
  }

  // ---- trial run

  /**
   * @param said when it began, as a person says
   */
  Trial trial(Optional<Instant> said) throws IOException {
    Optional<Instant> first = begin(said);
    if (first.isEmpty()) {
      return none();
    }
    Found found = find(first.get(), now);
    List<Restart> restarts = restarts(first.get(), found);
    Instant begun = restarts.isEmpty() ? first.get() : restarts.get(restarts.size() - 1).at();
    LocalDate ends = firstDay(begun).plusDays(Trial.DAYS);
    long gone = ChronoUnit.DAYS.between(firstDay(begun), China.day(found.through));
    int days = (int) Math.max(0, gone);
    Instant counted = China.begin(hourTo(begun)); // of whole hours
    Tally tally = counted.isBefore(now) ? account(counted, now).total() : Tally.NONE;
    Interruptions interruptions =
        measured(find(begun, later(now, begun)), begun, China.begin(ends));
    return new Trial(
        state(days, tally, interruptions),
        begun,
        restarts,
        days,
        ends,
        tally,
        needed(tally, found.through, China.begin(ends)),
        interruptions);
  }

  private static State state(int days, Tally tally, Interruptions interruptions) {
    if (interruptions.running().compareTo(Interruptions.LONGEST_OF_MONTH) > 0) {
      return State.INTERRUPTED;
    }
    if (days < Trial.DAYS) {
      return State.RUNNING;
    }
    return tally.reaches(Trial.LEAST_RATE) ? State.PASSED : State.FAILED;
  }

  private Trial none() {
    Interruptions nothing =
        new Interruptions(
            now, now, now, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new Trial(
        State.NONE,
        Instant.EPOCH,
        List.of(),
        0,
        LocalDate.EPOCH,
        Tally.NONE,
        BigDecimal.ZERO,
        nothing);
  }

  /** The platform's phase 1, or a later statement of a person. */
  private Optional<Instant> begin(Optional<Instant> said) throws IOException {
    Optional<Page> page = ledger.newest(now);
    Instant phaseSince = page.map(Page::phaseSince).orElse(Instant.EPOCH);
    Optional<Instant> platform =
        page.filter(last -> last.phase().equals("1")).map(Page::phaseSince);
    return said.filter(begin -> begin.isAfter(phaseSince)).or(() -> platform);
  }

  /** The first whole natural day. */
  private static LocalDate firstDay(Instant begun) {
    LocalDate day = China.day(begun);
    return China.begin(day).equals(begun) ? day : day.plusDays(1);
  }

  private List<Restart> restarts(Instant first, Found found) throws IOException {
    List<Restart> restarts = new ArrayList<>(changes(first));
    long through = found.through.toEpochMilli();
    for (Span span : Spans.within(spans(found.gaps), first.toEpochMilli(), through)) {
      boolean tooLong = span.length() > Interruptions.LONGEST_OF_MONTH.toMillis();
      if (tooLong && span.to() < through) {
        restarts.add(
            new Restart(
                Instant.ofEpochMilli(span.to()),
                new Text("interrupted for more than 3 days", "中断超过 3 日")));
      }
    }
    restarts.sort((a, b) -> a.at().compareTo(b.at()));
    return restarts;
  }

  /** Changes of the point table that are changes of the base information (L88, CCER-7.1-02). */
  private List<Restart> changes(Instant first) throws IOException {
    List<Restart> changes = new ArrayList<>();
    List<Table> tables = ledger.timeline().tables();
    for (int i = 1; i < tables.size(); i++) {
      Table table = tables.get(i);
      if (table.since().isAfter(first)
          && !instruments(table).equals(instruments(tables.get(i - 1)))) {
        changes.add(
            new Restart(
                table.since(),
                new Text(
                    "other instruments: point table " + table.number(),
                    "计量仪表变更：点位表版本 " + table.number())));
      }
    }
    return changes;
  }

  private static Set<Map<String, String>> instruments(Table table) {
    return table.points().stream().map(Point::information).collect(Collectors.toSet());
  }

  private BigDecimal needed(Tally tally, Instant through, Instant ends) throws IOException {
    long ahead = Math.max(0, Duration.between(through, ends).toMillis());
    List<Table> tables = ledger.timeline().tables();
    BigDecimal rest = BigDecimal.ZERO;
    Table table = tables.isEmpty() ? Table.EMPTY : tables.get(tables.size() - 1);
    for (Point point : table.points()) {
      rest = rest.add(BigDecimal.valueOf(ahead / point.upload().toMillis()));
    }
    BigDecimal wanted =
        rest.add(BigDecimal.valueOf(tally.owed()))
            .multiply(BigDecimal.valueOf(Trial.LEAST_RATE))
            .movePointLeft(2)
            .subtract(BigDecimal.valueOf(tally.onTime()));
    if (rest.signum() == 0 || wanted.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    return wanted.movePointRight(2).divide(rest, 2, RoundingMode.UP);
  }
}
