package io.firedamp.pipeline;

import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.meter.MeterChange;
import io.firedamp.point.Point;
import io.firedamp.source.ValueType;
import io.firedamp.text.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * A cumulative value 累计值 only grows, and not faster than anything on earth of its kind. What does
 * otherwise is named, and shown for a day; if a person has recorded that the meter was replaced,
 * before or after, it is named as that. A first value, and the first growth after it, have nothing
 * to be compared with.
 */
final class Counter implements Rule {
  private enum Event {
    BACKWARDS(Level.MAJOR, "ran backwards", "倒走"),
    JUMP(Level.MAJOR, "jumped", "跳变"),
    ROLLOVER(Level.NOTICE, "rolled over", "翻转归零"),
    CHANGED(Level.NOTICE, "was replaced, as recorded", "已更换仪表（有记录）");

    private final Level level;
    private final Text text;

    Event(Level level, String en, String zh) {
      this.level = level;
      this.text = new Text(en, zh);
    }

    private String code() {
      return "plausibility.counter-" + name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A step of the register that asks for an explanation.
   *
   * @param grown when it had moved before; empty if that was not seen
   */
  private record Move(double from, double to, Optional<Instant> grown, Instant tick) {}

  private record Noted(Event event, Move move) {}

  private static final Duration SHOWN = Duration.ofDays(1);

  /** What an hour can bring, by unit: an hour, and what 1000 MW make of power, heat, hot water. */
  private static final Map<String, Double> MOST_AN_HOUR =
      Map.of("h", 1.0, "MW·h", 1000.0, "GJ", 3600.0, "t", 20_000.0);

  /** Clocks and scans of devices are not exact. */
  private static final double SLACK = 1.1;

  /** A counter rolls over from the last to the first hundredth of its range. */
  private static final double EDGE = 0.01;

  private static final double LEAST_RANGE = 10_000;

  private static final Set<ValueType> FLOATING = Set.of(ValueType.FLOAT32, ValueType.FLOAT64);
  private static final Map<ValueType, Double> RANGES =
      Map.of(
          ValueType.UINT16, 0x1p16,
          ValueType.INT16, 0x1p15,
          ValueType.UINT32, 0x1p32,
          ValueType.INT32, 0x1p31,
          ValueType.UINT64, 0x1p64,
          ValueType.INT64, 0x1p63);

  private static final Text REMEDY =
      new Text(
          "If the meter was replaced, reset (as at the turn of the year) or repaired, record it"
              + " with both readings: firedamp:meter; else check the meter, its line and its row."
              + " The values are stored and sent as read.",
          "若因更换、清零（如跨年）或检修，请用 firedamp:meter 记录前后读数；否则请检查仪表、线路和点位表。" + "数据按读数原样存储和上传。");
  private static final Text NOTHING_TO_DO =
      new Text(
          "Nothing; firedamp:meter shows the record. The values are stored and sent as read.",
          "无需处理；firedamp:meter 可查看记录。数据按读数原样存储和上传。");

  private final Row row;
  private final Supplier<List<MeterChange>> changes;
  private final Point point;
  private final double lastDigit;
  private final double step;
  private final long[] counts = new long[Event.values().length];

  private double mark = Double.NaN;
  private Optional<Instant> grown = Optional.empty();
  private Optional<Noted> noted = Optional.empty();
  private Optional<Instant> well = Optional.empty();

  /**
   * @param changes the recorded changes of all meters
   */
  Counter(Row row, Supplier<List<MeterChange>> changes) {
    this.row = row;
    this.changes = changes;
    point = row.point();
    lastDigit = Math.pow(10, -point.decimals());
    boolean floating = FLOATING.contains(row.binding().type());
    step = floating ? lastDigit : Math.max(lastDigit, row.scaling().distance(1));
  }

  @Override
  public String subject() {
    return "plausibility " + point.id();
  }

  @Override
  public List<Point> points() {
    return List.of(point);
  }

  @Override
  public void judge(Newest newest) {
    Instant tick = newest.tick();
    noted.ifPresent(this::reconsider);
    if (noted.isPresent() && !noted.get().move().tick().plus(SHOWN).isAfter(tick)) {
      noted = Optional.empty();
      well = Optional.of(tick);
    }
    if (newest.due(point)) {
      newest.value(point).ifPresent(value -> judge(value, tick));
    }
  }

  private void judge(double value, Instant tick) {
    double stir = Math.max(lastDigit / 2, precision(value)); // less is no movement
    if (Double.isNaN(mark)) {
      mark = value;
    } else if (value < mark - stir) {
      note(rolledOver(value) ? Event.ROLLOVER : Event.BACKWARDS, value, tick);
    } else if (value > mark + stir) {
      double rise = value - mark - Math.max(step, precision(value));
      if (grown.isPresent() && rise > most(Duration.between(grown.get(), tick))) {
        note(Event.JUMP, value, tick);
      } else {
        mark = value;
        grown = Optional.of(tick);
      }
    }
  }

  /** What a floating number may be off by; whole ones are exact. */
  private double precision(double value) {
    return switch (row.binding().type()) {
      case FLOAT32 -> row.scaling().distance(Math.ulp((float) row.scaling().raw(value)));
      case FLOAT64 -> Math.ulp(value);
      default -> 0;
    };
  }

  /** What the counter can grow by in that time. */
  private double most(Duration time) {
    double anHour = MOST_AN_HOUR.getOrDefault(point.unit(), Double.POSITIVE_INFINITY);
    return anHour * SLACK * time.toMillis() / Duration.ofHours(1).toMillis();
  }

  private boolean rolledOver(double value) {
    double before = row.scaling().raw(mark);
    double after = row.scaling().raw(value);
    double digits = Math.pow(10, Math.ceil(Math.log10(Math.max(before, LEAST_RANGE))));
    return DoubleStream.of(digits, RANGES.getOrDefault(row.binding().type(), digits))
        .anyMatch(
            range ->
                before >= range * (1 - EDGE)
                    && before <= range
                    && after >= 0
                    && after <= range * EDGE);
  }

  private void note(Event seen, double value, Instant tick) {
    Move move = new Move(mark, value, grown, tick);
    Event event = recorded(move) ? Event.CHANGED : seen;
    counts[event.ordinal()]++;
    boolean worse =
        noted.filter(former -> former.event().level.compareTo(event.level) > 0).isPresent();
    if (!worse) {
      noted = Optional.of(new Noted(event, move));
    }
    mark = value;
    grown = Optional.of(tick);
  }

  /** A change of the meter may be recorded after it was noticed. */
  private void reconsider(Noted former) {
    if (former.event() != Event.CHANGED && recorded(former.move())) {
      counts[former.event().ordinal()]--;
      counts[Event.CHANGED.ordinal()]++;
      noted = Optional.of(new Noted(Event.CHANGED, former.move()));
    }
  }

  private boolean recorded(Move move) {
    return changes.get().stream()
        .filter(change -> change.point().equals(point.id()))
        .anyMatch(change -> explains(change, move));
  }

  /**
   * Whether the readings fit: the old meter came to its final one, the new one began at its initial
   * one, and what both have counted unseen is not more than the time allows. People tell readings
   * to the last digit that they wrote, and times to a day.
   */
  private boolean explains(MeterChange change, Move move) {
    double slack =
        change.oldFinal().ulp().doubleValue()
            + change.newInitial().ulp().doubleValue()
            + Math.max(step, precision(move.from()));
    double before = change.oldFinal().doubleValue() - move.from();
    double after = move.to() - change.newInitial().doubleValue();
    Instant begin = move.grown().orElse(move.tick());
    double most =
        move.grown().isPresent()
            ? most(Duration.between(begin, move.tick()))
            : Double.POSITIVE_INFINITY;
    return before >= -slack
        && after >= -slack
        && before + after <= most + slack
        && change.at().isAfter(begin.minus(SHOWN))
        && change.at().isBefore(move.tick().plus(SHOWN));
  }

  private String shown(double value) {
    return BigDecimal.valueOf(value)
        .setScale(point.decimals(), RoundingMode.HALF_UP)
        .toPlainString();
  }

  @Override
  public Optional<Health> health() {
    return noted
        .map(this::health)
        .or(() -> well.map(since -> Health.ok(subject(), since, figures())));
  }

  private Health health(Noted last) {
    Text what = last.event().text;
    Move move = last.move();
    String readings = shown(move.from()) + " → " + shown(move.to()) + " " + point.unit();
    return new Health(
        subject(),
        last.event().level,
        move.tick(),
        last.event().code(),
        new Text(
            "The counter " + point.id() + " " + what.en() + ": " + readings + ".",
            "累计值 " + point.id() + " " + what.zh() + "：" + readings + "。"),
        last.event() == Event.CHANGED ? NOTHING_TO_DO : REMEDY,
        figures());
  }

  private List<Figure> figures() {
    return List.of(
        Figure.of("backwards", "backwards", "倒走次数", counts[Event.BACKWARDS.ordinal()], ""),
        Figure.of("jumps", "jumps", "跳变次数", counts[Event.JUMP.ordinal()], ""),
        Figure.of("rollovers", "rollovers", "翻转次数", counts[Event.ROLLOVER.ordinal()], ""),
        Figure.of("changes", "meter changes", "换表次数", counts[Event.CHANGED.ordinal()], ""));
  }
}
