package io.firedamp.shell;

import io.firedamp.explore.Live;
import io.firedamp.meter.MeterBook;
import io.firedamp.meter.MeterChange;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.text.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:meter}: records that a meter was replaced, and shows what was recorded. */
@Service
@Command(
    scope = "firedamp",
    name = "meter",
    description = "Records that a meter was replaced or reset, with both readings. 换表记录",
    detailedDescription =
        """
        The record explains the step of a cumulative value: it is no
        alarm then, whether it was recorded before or after. Values are
        never changed; they are stored and sent as read. Records cannot
        be removed; a mistyped one explains nothing, record it again.

        Examples:
          firedamp:meter                 all that was recorded
          firedamp:meter EXEC001         of one point
          firedamp:meter --old-final 48211.6 --new-initial 0.0 EXEC001
          firedamp:meter --old-final 48211.6 --new-initial 0.0
              --when 2026-11-21T10:10 --by 李工 --reason 到期检定 EXEC001
          firedamp:meter --json          for scripts
        """)
public final class MeterCommand extends SiteCommand {
  private static final Pattern READING = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");

  @Option(
      name = "--old-final",
      description = "Last reading of the old meter, in the point's unit. 旧表止码")
  String oldFinal = "";

  @Option(name = "--new-initial", description = "First reading of the new one, alike. 新表起码")
  String newInitial = "";

  @Option(
      name = "--when",
      description = "When it was done, Beijing time, as 2026-11-21T10:10; else now. 换表时间（北京时间）")
  String when = "";

  @Option(name = "--by", description = "Who says so; else the login's name. 记录人")
  String by = "";

  @Option(name = "--reason", description = "Why. 原因")
  String reason = "";

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Argument(name = "CODE", description = "The point's code. 点位编号")
  @Completion(Codes.class)
  String code = "";

  /** Called by the shell. */
  public MeterCommand() {}

  /**
   * Records, or prints what was recorded.
   *
   * @throws CommandException if something is missing or wrong; nothing is recorded then
   */
  @Override
  public Object execute() throws CommandException {
    MeterBook book = desk.meters().orElseThrow(this::noPipeline);
    boolean records = !(oldFinal + newInitial + when + by + reason).isEmpty();
    if (records) {
      MeterChange change = change();
      record(book, change);
      print(
          json
              ? List.of(Json.meters(List.of(change), desk.now()))
              : List.of(MeterPage.recorded(change).in(locale())));
      return null;
    }
    List<MeterChange> changes =
        book.changes().stream()
            .filter(change -> code.isEmpty() || change.point().value().equalsIgnoreCase(code))
            .toList();
    print(
        json
            ? List.of(Json.meters(changes, desk.now()))
            : MeterPage.lines(changes, locale(), ink(), width()));
    return null;
  }

  private void record(MeterBook book, MeterChange change) throws CommandException {
    try {
      book.add(change);
    } catch (IOException full) {
      throw failure(new Text("It could not be recorded: " + full, "无法保存记录: " + full));
    }
  }

  private MeterChange change() throws CommandException {
    Instant now = desk.now().truncatedTo(ChronoUnit.SECONDS);
    return new MeterChange(
        counter().id(),
        reading("--old-final", oldFinal),
        reading("--new-initial", newInitial),
        instant(now),
        now,
        by.isEmpty() && session.get("USER") instanceof String user ? user : by,
        reason);
  }

  private Point counter() throws CommandException {
    List<Point> points = instruments().live().stream().map(Live::point).toList();
    Optional<Point> point =
        points.stream().filter(known -> known.id().value().equalsIgnoreCase(code)).findFirst();
    if (point.isEmpty()) {
      throw failure(noPoint(code, points.stream().map(Point::id).toList()));
    }
    if (point.get().kind() != Kind.CUMULATIVE) {
      String counters =
          points.stream()
              .filter(known -> known.kind() == Kind.CUMULATIVE)
              .map(Point::id)
              .map(PointId::value)
              .collect(Collectors.joining(" "));
      throw failure(
          new Text(
              point.get().id() + " is no cumulative value; those are: " + counters,
              point.get().id() + " 不是累计值；累计值点位: " + counters));
    }
    return point.get();
  }

  private BigDecimal reading(String option, String written) throws CommandException {
    if (!READING.matcher(written).matches()) {
      String found = Cells.clean(written);
      throw failure(
          new Text(
              option + " " + found + ": the reading as the meter shows it, as 48211.6",
              option + " " + found + ": 请填写仪表读数，如 48211.6"));
    }
    return new BigDecimal(written);
  }

  private Instant instant(Instant now) throws CommandException {
    if (when.isEmpty()) {
      return now;
    }
    try {
      Instant at =
          LocalDateTime.parse(when.strip().replace(' ', 'T')).atZone(Wording.SITE).toInstant();
      if (!at.isAfter(now)) {
        return at;
      }
    } catch (DateTimeParseException unclear) {
      // told below
    }
    String found = Cells.clean(when);
    throw failure(
        new Text(
            "--when " + found + ": a time that has passed, Beijing time, as 2026-11-21T10:10",
            "--when " + found + ": 请填写已过去的北京时间，如 2026-11-21T10:10"));
  }
}
