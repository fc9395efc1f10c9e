package io.firedamp.shell;

import io.firedamp.explore.Instruments;
import io.firedamp.explore.Live;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.source.Raw;
import io.firedamp.text.Text;
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

        With --raw the bytes are shown as they arrive, in hexadecimal
        words, and all that they may mean: every type in every order.
        Look for the number that the device's own display has, and take
        over its type and order. Equal ones share a line; what makes no
        number has none. Registers of another address tell a wrong base.
        Options stand before the code.

        Examples:
          firedamp:read FONP001
          firedamp:read north:FONP001    a point of the project north
          firedamp:read --json FONP001   for scripts
          firedamp:read --raw FONP001    the words of its address
          firedamp:read --raw boiler1 holding:10
          firedamp:read --raw boiler1 'holding:10;unit=2'
        """)
public final class ReadCommand extends SiteCommand {
  /** As many bytes as the widest type takes. */
  private static final int WIDEST = Long.BYTES;

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Option(name = "--raw", description = "Shows the bytes and all that they may mean. 显示原始字节及各种解码")
  boolean raw;

  @Argument(
      name = "CODE",
      description = "The point's code; with --raw and ADDRESS a source. 点位编号；带地址时为数据源",
      required = true)
  @Completion(Codes.class)
  String code = "";

  @Argument(
      index = 1,
      name = "ADDRESS",
      description = "With --raw: as the point table writes it. 地址，写法同点位表")
  String address = "";

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
    if (!address.isEmpty()) {
      if (!raw) {
        throw failure(
            new Text(
                "An address goes with --raw only, which stands first.",
                "地址须与 --raw 一起使用，且 --raw 在前。"));
      }
      show(instruments, code, address);
      return null;
    }
    List<PointId> known = instruments.live().stream().map(live -> live.point().id()).toList();
    Optional<PointId> id =
        known.stream().filter(point -> point.value().equalsIgnoreCase(code)).findFirst();
    if (id.isEmpty()) {
      throw unknown(code, known, json);
    }
    if (raw) {
      Point point = point(instruments, id.get());
      show(instruments, point.source(), point.columns().getOrDefault("address", ""));
      return null;
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

  /** The row of a point that an instrument is asked for. */
  private Point point(Instruments instruments, PointId id) throws CommandException {
    Optional<Point> point =
        instruments.live().stream()
            .map(Live::point)
            .filter(one -> one.id().equals(id) && one.formula().isEmpty())
            .findFirst();
    return point.orElseThrow(
        () ->
            failure(
                new Text(
                    id.value() + " is computed: no instrument has bytes of it.",
                    id.value() + " 是计算点位，没有原始字节。")));
  }

  private void show(Instruments instruments, String source, String place)
      throws CommandException, InterruptedException {
    Raw bytes =
        instruments
            .raw(source, place, WIDEST)
            .orElseThrow(() -> noSource(source, instruments.explorable()));
    print(
        json
            ? List.of(Json.raw(source, place, bytes, desk.now()))
            : RawPage.lines(source + "  " + place, bytes, locale(), ink(), width()));
  }
}
