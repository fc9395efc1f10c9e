package io.firedamp.clock.sync;

import static java.util.stream.Collectors.toCollection;

import io.firedamp.clock.ClockEvent;
import io.firedamp.clock.ClockEvent.Kind;
import io.firedamp.clock.ClockEvent.Result;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the site's secondary server with the official one once in each of China's days
 * (CCER-F-03). One thread checks; any may ask for the health.
 */
final class DailyCheck {
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  /** So long both servers have for their answers, before the day counts as failed. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** RFC 5905 10: with half the stages filled the best sample is a good one. */
  private static final int ENOUGH = 4;

  private final Server.Address secondary;
  private final Duration limit;
  private final Set<LocalDate> checked; // more than one: the clock may be set back over midnight
  private volatile Optional<ClockEvent> last;
  private Optional<Long> waitingSince = Optional.empty();

  /**
   * @param past the log
   */
  DailyCheck(Server.Address secondary, Duration limit, List<ClockEvent> past) {
    this.secondary = secondary;
    this.limit = limit;
    List<ClockEvent> checks =
        past.stream()
            .filter(event -> event.kind() == Kind.CHECK)
            .filter(event -> event.subject().equals(secondary.toString()))
            .toList();
    checked = checks.stream().map(event -> day(event.time())).collect(toCollection(HashSet::new));
    last = checks.stream().reduce((one, later) -> later);
  }

  /**
   * Checks, if today nobody has, and the servers have said enough.
   *
   * @param ours the secondary's fix
   * @return what is to be logged
   */
  Optional<ClockEvent> check(Instant now, long nanos, Optional<Fix> ours, Optional<Fix> official) {
    if (checked.contains(day(now))) {
      waitingSince = Optional.empty();
      return Optional.empty();
    }
    boolean ready =
        ours.filter(DailyCheck::settled).isPresent()
            && official.filter(DailyCheck::settled).isPresent();
    if (!ready) {
      long since = waitingSince.orElse(nanos);
      waitingSince = Optional.of(since);
      if (nanos - since < PATIENCE.toNanos()) {
        return Optional.empty();
      }
    }
    Optional<Duration> difference =
        ready
            ? Optional.of(Duration.ofNanos(ours.get().epoch() - official.get().epoch()))
            : Optional.empty();
    Result result =
        difference
            .map(by -> by.abs().compareTo(limit) <= 0 ? Result.OK : Result.OFF)
            .orElse(Result.SILENT);
    checked.add(day(now));
    last =
        Optional.of(
            new ClockEvent(
                now,
                Kind.CHECK,
                secondary.toString(),
                official.map(Fix::server).orElse(""),
                difference,
                Optional.of(limit),
                result));
    return last;
  }

  private static boolean settled(Fix fix) {
    return fix.samples() >= ENOUGH;
  }

  private static LocalDate day(Instant time) {
    return time.atOffset(CHINA).toLocalDate();
  }

  /** Subject {@code clock secondary}. */
  Health health(Instant start) {
    Instant since = last.map(ClockEvent::time).orElse(start);
    List<Figure> figures =
        List.of(
            Figure.of(
                "difference",
                "Secondary ahead of the official server",
                "二级服务器超前官方服务器",
                last.flatMap(ClockEvent::difference).map(Lasting::millis).orElse(Double.NaN),
                "ms"));
    return switch (last.map(ClockEvent::result).orElse(Result.NONE)) {
      case OFF ->
          health(
              since,
              "clock.secondary-off",
              new Text(
                  secondary
                      + " differed from the official server by more than "
                      + limit.toMillis()
                      + " ms at the last daily check.",
                  "最近一次每日核查中，" + secondary + " 与官方服务器的偏差超过 " + limit.toMillis() + " ms。"),
              figures);
      case SILENT ->
          health(
              since,
              "clock.secondary-silent",
              new Text(
                  "The daily check failed: "
                      + secondary
                      + " or the official server did not answer.",
                  "每日核查失败：" + secondary + " 或官方服务器无应答。"),
              figures);
      default -> Health.ok("clock secondary", since, figures);
    };
  }

  private static Health health(Instant since, String code, Text cause, List<Figure> figures) {
    return new Health(
        "clock secondary",
        Level.MAJOR,
        since,
        code,
        cause,
        new Text(
            "Set the secondary server right (CCER 附录F: 10 ms at the most, checked daily).",
            "请校准二级时间服务器（附录F：偏差不大于 10 ms，每日核查 1 次）。"),
        figures);
  }
}
