package io.firedamp.shell;

import io.firedamp.explore.Live;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:points}: the last that is known of every point. */
@Service
@Command(
    scope = "firedamp",
    name = "points",
    description =
        "Shows every point: value, unit, age, quality, source, and why it is missing. 点位实时数据",
    detailedDescription =
        """
        Shows what the gateway knows already; firedamp:read asks the
        instrument itself.

        Examples:
          firedamp:points              all points
          firedamp:points FONP*        whose code begins with FONP
          firedamp:points boiler1      with boiler1 in code, name or source
          firedamp:points --json       for scripts
        """)
public final class PointsCommand extends SiteCommand {
  /** The answer where nothing is in force. */
  static final Text EMPTY =
      new Text(
          "No point table is in force, or it is empty. firedamp:status says why.",
          "没有生效的点位表，或点位表为空。原因见 firedamp:status。");

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Argument(
      name = "PATTERN",
      description =
          "A code with * and ?, or a part of code, name or source; case does not matter."
              + " 编号（可用 * 和 ?），或编号、名称、数据源的一部分")
  @Completion(Codes.class)
  String pattern = "";

  /** Called by the shell. */
  public PointsCommand() {}

  /**
   * Prints the answer.
   *
   * @throws CommandException if the pipeline does not run
   */
  @Override
  public Object execute() throws CommandException {
    List<Live> all = instruments().live();
    List<Live> points = all.stream().filter(matching(pattern)).toList();
    Instant now = desk.now();
    if (json) {
      print(List.of(Json.points(points, now)));
    } else if (points.isEmpty()) {
      Text none =
          all.isEmpty()
              ? EMPTY
              : new Text(
                  "None of the " + all.size() + " points matches " + pattern,
                  all.size() + " 个点位中没有与 " + pattern + " 匹配的");
      print(List.of(none.in(locale())));
    } else {
      print(PointsPage.lines(points, now, locale(), ink(), width()));
    }
    return null;
  }

  /** Whether a point is meant by that pattern. */
  static Predicate<Live> matching(String pattern) {
    String wanted = pattern.toLowerCase(Locale.ROOT);
    if (wanted.contains("*") || wanted.contains("?")) {
      String regex = Pattern.quote(wanted).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
      Pattern glob = Pattern.compile(regex);
      return live -> glob.matcher(live.point().id().value().toLowerCase(Locale.ROOT)).matches();
    }
    return live ->
        List.of(
                live.point().id().value(),
                live.point().name().en(),
                live.point().name().zh(),
                live.point().source())
            .stream()
            .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
