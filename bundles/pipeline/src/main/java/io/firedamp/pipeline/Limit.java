package io.firedamp.pipeline;

import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Point;
import io.firedamp.text.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A limit that measurements must not exceed. It is exceeded, or kept again, when they have said so
 * for a while without a gap; where values are missing, nothing changes.
 */
final class Limit implements Rule {
  /**
   * What the values of a tick say.
   *
   * @param cause what is the matter, if the limit is exceeded
   */
  record Verdict(boolean exceeded, Text cause) {}

  /** The methodology is for gas below it, % VOL (AMB-61). */
  private static final BigDecimal MOST_METHANE = new BigDecimal(8);

  /** So long a limit is kept before all is well; a value on the edge is told once. */
  private static final Duration KEPT_FOR = Duration.ofMinutes(1);

  private final String subject;
  private final String code;
  private final List<Point> points;
  private final Duration exceededFor;
  private final Duration keptFor;
  private final Text remedy;
  private final Function<Newest, Optional<Verdict>> verdict;

  private boolean exceeded;
  private Optional<Instant> since = Optional.empty();
  private Optional<Instant> turned = Optional.empty();
  private Text cause = Text.NONE;

  /**
   * @param exceededFor so long it has to be exceeded
   * @param verdict of the newest values; empty if they are not complete
   */
  Limit(
      String subject,
      String code,
      List<Point> points,
      Duration exceededFor,
      Text remedy,
      Function<Newest, Optional<Verdict>> verdict) {
    this.subject = subject;
    this.code = code;
    this.points = List.copyOf(points);
    this.exceededFor = exceededFor;
    this.keptFor = exceededFor.compareTo(KEPT_FOR) > 0 ? exceededFor : KEPT_FOR;
    this.remedy = remedy;
    this.verdict = verdict;
  }

  /** CCER-3-01: methane at a pump outlet, as the platform sees it, is below 8 %. */
  static Limit methaneOf(Point ppch) {
    return new Limit(
        "plausibility " + ppch.id(),
        "plausibility.ch4",
        List.of(ppch),
        Duration.ZERO,
        new Text(
            "Check the analyser; gas of 8 % and more is outside the methodology, and must not be"
                + " used as project gas.",
            "请核查分析仪；甲烷浓度 8% 及以上不符合方法学，不得计入项目。"),
        newest -> {
          OptionalDouble value = newest.value(ppch);
          return value.isEmpty()
              ? Optional.empty()
              : Optional.of(methane(ppch, value.getAsDouble()));
        });
  }

  private static Verdict methane(Point ppch, double value) {
    BigDecimal shown = BigDecimal.valueOf(value).setScale(ppch.decimals(), RoundingMode.HALF_UP);
    return new Verdict(
        shown.compareTo(MOST_METHANE) >= 0,
        new Text(
            ppch.id()
                + ": "
                + shown.toPlainString()
                + " % CH4 at the pump outlet; below 8 % it is"
                + " to be.",
            ppch.id() + "：抽采泵出口端甲烷浓度 " + shown.toPlainString() + " %，应低于 8 %。"));
  }

  @Override
  public String subject() {
    return subject;
  }

  @Override
  public List<Point> points() {
    return points;
  }

  @Override
  public void judge(Newest newest) {
    if (points.stream().anyMatch(newest::due)) {
      verdict
          .apply(newest)
          .ifPresentOrElse(
              present -> judge(present, newest.tick()), () -> turned = Optional.empty());
    }
  }

  private void judge(Verdict present, Instant tick) {
    if (present.exceeded()) {
      cause = present.cause();
    }
    if (present.exceeded() == exceeded) {
      turned = Optional.empty();
      return;
    }
    Instant begin = turned.orElse(tick);
    turned = Optional.of(begin);
    if (Duration.between(begin, tick).compareTo(exceeded ? keptFor : exceededFor) >= 0) {
      exceeded = present.exceeded();
      since = turned;
      turned = Optional.empty();
    }
  }

  @Override
  public Optional<Health> health() {
    return since.map(
        begin ->
            exceeded
                ? new Health(subject, Level.MAJOR, begin, code, cause, remedy, List.of())
                : Health.ok(subject, begin, List.of()));
  }
}
