package io.firedamp.shell;

import io.firedamp.explore.Instruments;
import io.firedamp.explore.Live;
import io.firedamp.point.PointId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        and disturbs none of them. It may take up to ten seconds. For a
        computed point all the instruments are asked that its formula
        needs, and shown with it.

        Examples:
          firedamp:read FONP001
          firedamp:read north:FONP001    a point of the project north
          firedamp:read --json FONP001   for scripts
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
      throw unknown(code, known, json);
    }
    long start = System.nanoTime();
    Optional<Live> answer = instruments.read(id.get());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (answer.isEmpty()) { // the table has just been replaced by one without it
      throw unknown(code, known, json);
    }
    print(
        json
            ? List.of(Json.reading(answer.get(), took, desk.now()))
            : ReadingPage.lines(answer.get(), took, locale(), ink()));
    return null;
  }
}
