package io.firedamp.shell;

import io.firedamp.explore.Instruments;
import io.firedamp.explore.Live;
import io.firedamp.point.PointId;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:read}: asks an instrument now. */
@Service
@Command(
    scope = "firedamp",
    name = "read",
    description = "Asks the instrument of a point now, and stores nothing. 立即读取一个点位",
    detailedDescription =
        """
        The question goes out between two ticks of the point's source
        and disturbs none of them. It may take up to ten seconds.

        Examples:
          firedamp:read FONP001
          firedamp:read north:FONP001    a point of the project north
          firedamp:read FONP001 --json   for scripts
        """)
public final class ReadCommand extends SiteCommand {
  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Argument(name = "CODE", description = "The point's code. 点位编号", required = true)
  @Completion(Codes.class)
  String code = "";

  /** Called by the shell. */
  public ReadCommand() {}

  /**
   * Prints the answer.
   *
   * @throws CommandException if there is no such point, or the pipeline does not run
   * @throws InterruptedException if the caller does not want to wait any longer
   */
  @Override
  public Object execute() throws CommandException, InterruptedException {
    Instruments instruments = instruments();
    List<PointId> known = instruments.live().stream().map(live -> live.point().id()).toList();
    Optional<PointId> id =
        known.stream().filter(point -> point.value().equalsIgnoreCase(code)).findFirst();
    if (id.isEmpty()) {
      throw unknown(known);
    }
    long start = System.nanoTime();
    Optional<Live> answer = instruments.read(id.get());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (answer.isEmpty()) { // the table has just been replaced by one without it
      throw unknown(known);
    }
    print(
        json
            ? List.of(Json.reading(answer.get(), took, desk.now()))
            : ReadingPage.lines(answer.get(), took, locale(), ink()));
    return null;
  }

  private CommandException unknown(List<PointId> known) {
    List<PointId> near = Nearness.nearest(code, known);
    if (json) {
      print(List.of(Json.unknown(code, near, desk.now())));
      return new CommandException("", "unknown point");
    }
    String list = near.stream().map(PointId::value).collect(Collectors.joining(", "));
    String shown = Cells.clean(code);
    if (known.isEmpty()) {
      return failure(PointsCommand.EMPTY);
    }
    return failure(
        near.isEmpty()
            ? new Text(
                "There is no point " + shown + ". firedamp:points lists all " + known.size() + ".",
                "没有点位 " + shown + "。firedamp:points 列出全部 " + known.size() + " 个点位。")
            : new Text(
                "There is no point " + shown + ". Did you mean " + list + "?",
                "没有点位 " + shown + "。是否指 " + list + "？"));
  }
}
