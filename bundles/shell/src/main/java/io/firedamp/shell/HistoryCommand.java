package io.firedamp.shell;

import io.firedamp.explore.Live;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.store.Bucket;
import io.firedamp.store.History;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:history}: a point over time, as it is stored. */
@Service
@Command(
    scope = "firedamp",
    name = "history",
    description = "Shows a point over time, as it is stored: a chart and a table. 点位历史曲线与统计",
    detailedDescription =
        """
        The span is cut into equal parts; for each the table has how
        many values were due, how many of them can be reported, and
        the lowest, mean and highest of those. On a terminal a chart
        stands above it; where it is blank there is no usable value.
        Points that are no longer in the table are shown too.

        Examples:
          firedamp:history FONP001                    the last hour
          firedamp:history --from -24h FONP001        the last day
          firedamp:history --from -30d --buckets 30 FONP001
          firedamp:history --from 2026-11-21T10:00
              --to 2026-11-21T10:05 FONP001
          firedamp:history --from 2026-11-21 --to 2026-11-22
              --buckets 24 --json FONP001             for scripts
        """)
public final class HistoryCommand extends SpanCommand {
  private static final Duration USUAL = Duration.ofHours(1);
  private static final int MOST = 100_000;

  /** The most of any parameter of annex C. */
  private static final int DECIMALS = 3;

  @Option(name = "--buckets", description = "Into how many parts the span is cut. 分段数")
  int buckets = 12;

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Argument(name = "CODE", description = "The point's code. 点位编号", required = true)
  @Completion(Codes.class)
  String code = "";

  /** Called by the shell. */
  public HistoryCommand() {}

  /**
   * Prints the answer.
   *
   * @throws CommandException if there is no such point, the span makes no sense, or the history
   *     cannot be read
   */
  @Override
  public Object execute() throws CommandException {
    History history = history();
    Instant end = end(desk.now().truncatedTo(ChronoUnit.SECONDS));
    Instant begin = begin(end.minus(USUAL));
    ascending(begin, end);
    if (buckets < 1 || buckets > MOST) {
      throw failure(Text.same("--buckets " + buckets + ": 1 … " + MOST));
    }
    List<Point> known = desk.points().stream().map(Live::point).toList();
    Optional<Point> inTable =
        known.stream().filter(point -> point.id().value().equalsIgnoreCase(code)).findFirst();
    Point point = inTable.isPresent() ? inTable.get() : formerPoint(known);
    List<Bucket> rows = series(history, point, begin, end, buckets);
    boolean nothing = rows.stream().allMatch(bucket -> bucket.due() == 0);
    if (nothing && inTable.isEmpty()) {
      throw unknown(code, known.stream().map(Point::id).toList(), json);
    }
    if (json) {
      print(List.of(Json.history(point, begin, end, rows, desk.now())));
    } else if (nothing) {
      print(List.of(HistoryPage.nothing(point, begin, end).in(locale())));
    } else {
      List<String> lines = new ArrayList<>();
      if (onTerminal()) {
        int parts = Chart.parts(width(), point.period(), Duration.between(begin, end));
        List<Bucket> curve = series(history, point, begin, end, parts);
        lines.addAll(HistoryPage.chart(point, begin, end, curve, locale(), ink(), width()));
      }
      lines.addAll(HistoryPage.table(point, rows, locale(), ink(), width()));
      print(lines);
    }
    return null;
  }

  private List<Bucket> series(History history, Point point, Instant from, Instant to, int parts)
      throws CommandException {
    try {
      return history.series(point.id(), from, to, parts);
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
  }

  /** A point of which nothing but the code is known any more. */
  private Point formerPoint(List<Point> known) throws CommandException {
    try {
      return new Point(
          new PointId(code),
          Text.NONE,
          "",
          true,
          DECIMALS,
          "",
          Kind.INSTANTANEOUS,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Map.of());
    } catch (IllegalArgumentException noCode) {
      throw unknown(code, known.stream().map(Point::id).toList(), json);
    }
  }
}
