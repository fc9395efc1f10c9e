package io.firedamp.pipeline;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Project;
import io.firedamp.point.RowError;
import io.firedamp.point.Table;
import io.firedamp.store.FrameStore;
import io.firedamp.store.TableText;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the point table: reads the file when its content has changed and stands still, refuses it
 * whole when one row is wrong, and hands a right one on under the version number that the store
 * gave it. The last good table stays in force meanwhile, also over a restart, and when a project
 * that it names goes.
 *
 * <p>{@link #load} and {@link #poll} are called by one thread at a time; the rest by any.
 */
final class TableKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(TableKeeper.class);
  private static final int MOST_SHOWN = 20;

  /** What the judgement depends on: the file, and the further projects that there are. */
  private record Seen(ByteBuffer content, Set<String> projects) {}

  private final Path file;
  private final PointFile parser;
  private final PointFile formerParser;
  private final Supplier<List<Project>> projects;
  private final FrameStore store;
  private final SiteClock clock;
  private final Consumer<Sheet> inForce;
  private final Map<Long, Table> versions = new ConcurrentHashMap<>();
  private final Since since = new Since();

  private Optional<Seen> judged = Optional.empty();
  private Optional<Seen> former = Optional.empty();
  private boolean missing;
  private boolean restored;
  private volatile Sheet sheet = Sheet.EMPTY;
  private volatile List<RowError> errors = List.of();

  /**
   * @param tick the site's tick
   * @param projects those of the site at present, its own first
   * @param inForce called with every table that comes into force, by the thread that polls
   */
  TableKeeper(
      Path file,
      Duration tick,
      Supplier<List<Project>> projects,
      FrameStore store,
      SiteClock clock,
      Consumer<Sheet> inForce) {
    this.file = file;
    String name = file.getFileName().toString();
    parser = new PointFile(name, tick);
    formerParser = new PointFile(name, Duration.ofSeconds(1)); // the finest that ever was allowed
    this.projects = projects;
    this.store = store;
    this.clock = clock;
    this.inForce = inForce;
  }

  /** At the start: the last good table, then the file. */
  void load() {
    restore();
    look(true);
  }

  /** Once a second. A change must have stood still since the last look. */
  void poll() {
    if (!restored) {
      restore();
    }
    look(false);
  }

  Sheet sheet() {
    return sheet;
  }

  /** What is wrong with the file; empty if the table in force is the file's. */
  List<RowError> errors() {
    return errors;
  }

  /** A former version; reads the store once for each. */
  Optional<Table> version(long number) throws IOException {
    Table current = sheet.table();
    if (number == current.number()) {
      return Optional.of(current);
    }
    Table known = versions.get(number);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Table> read = store.table(number).map(this::formerTable);
    read.ifPresent(table -> versions.put(number, table));
    return read;
  }

  private Table formerTable(TableText text) {
    PointFile.Parsed parsed = parser.parse(text.text());
    if (!parsed.errors().isEmpty()) { // it was right when it was kept: perhaps under another tick
      parsed = formerParser.parse(text.text());
    }
    return Sheet.of(text, parsed.rows(), Sheet.EMPTY).table();
  }

  private void restore() {
    try {
      Optional<TableText> newest = store.newestTable();
      restored = true;
      newest.ifPresent(
          text -> {
            PointFile.Parsed parsed = parser.parse(text.text());
            if (parsed.errors().isEmpty()) {
              apply(Sheet.of(text, parsed.rows(), sheet));
            }
          });
    } catch (IOException unreadable) {
      LOG.warn("cannot read the last good point table | 无法读取上一份点位表", unreadable);
    }
  }

  private void look(boolean atOnce) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException gone) {
      if (atOnce || missing) { // an editor may be replacing it just now
        refuse(new Text("the file is missing: " + file, "文件不存在: " + file));
      }
      missing = true;
      return;
    } catch (IOException unreadable) {
      refuse(new Text("cannot be read: " + unreadable, "无法读取: " + unreadable));
      return;
    }
    missing = false;
    Optional<Seen> now = Optional.of(new Seen(ByteBuffer.wrap(bytes), further(projects.get())));
    boolean still = atOnce || former.equals(now);
    former = now;
    if (still && !judged.equals(now)) {
      judge(now.get(), atOnce);
    }
  }

  /** What the column {@code project} may name. */
  static Set<String> further(List<Project> projects) {
    return projects.stream()
        .map(Project::id)
        .filter(id -> !id.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private void refuse(Text why) {
    judged = Optional.empty();
    refuse(List.of(RowError.ofFile(file.getFileName().toString(), why)));
  }

  private void judge(Seen seen, boolean starting) {
    Optional<String> text = PointFile.text(seen.content().array());
    if (text.isEmpty()) {
      refuse(
          new Text(
              "is not a CSV text in UTF-8 or GBK; save it as CSV UTF-8",
              "不是 UTF-8 或 GBK 编码的 CSV 文本；请另存为 CSV UTF-8"));
      return;
    }
    PointFile.Parsed parsed = parser.parse(text.get(), seen.projects());
    if (!parsed.errors().isEmpty()) {
      boolean onlyProjects = parsed.errors().stream().allMatch(TableKeeper::ofProject);
      if (!starting || !onlyProjects) { // at the start a project may be about to come
        judged = Optional.of(seen);
        refuse(parsed.errors());
      }
      return;
    }
    try {
      TableText kept = store.keepTable(text.get(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
      judged = Optional.of(seen);
      errors = List.of();
      if (kept.number() != sheet.table().number()) {
        apply(Sheet.of(kept, parsed.rows(), sheet));
      }
    } catch (IOException notKept) { // not judged yet: tried again at the next look
      refuse(new Text("cannot be stored: " + notKept, "无法保存: " + notKept));
    }
  }

  private static boolean ofProject(RowError error) {
    return error.column().equals(Column.PROJECT.heading());
  }

  private void refuse(List<RowError> wrong) {
    errors = wrong;
  }

  private void apply(Sheet next) {
    sheet = next;
    inForce.accept(next);
    LOG.info(
        "point table {} in force: {} points | 点位表 {} 生效，共 {} 点",
        next.table().number(),
        next.rows().size(),
        next.table().number(),
        next.rows().size());
  }

  private Text cause() {
    long number = sheet.table().number();
    Text head =
        number == 0
            ? new Text("No point table is in force, nothing is measured.", "没有生效的点位表，未进行采集。")
            : new Text(
                "The point table file is refused; table " + number + " stays in force.",
                "点位表文件被拒绝；第 " + number + " 版继续生效。");
    List<RowError> wrong = errors;
    int more = Math.max(0, wrong.size() - MOST_SHOWN);
    Text tail = more == 0 ? Text.NONE : new Text("… and " + more + " more", "…… 另有 " + more + " 处");
    return new Text(lines(head, wrong, tail, Text::en), lines(head, wrong, tail, Text::zh));
  }

  private static String lines(
      Text head, List<RowError> wrong, Text tail, Function<Text, String> language) {
    return Stream.of(
            Stream.of(head), wrong.stream().limit(MOST_SHOWN).map(RowError::text), Stream.of(tail))
        .flatMap(texts -> texts)
        .map(language)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** How the table is; subject {@code points}. */
  Health health() {
    Instant now = clock.instant();
    Table table = sheet.table();
    List<Figure> figures =
        List.of(
            Figure.of("table", "table version", "点位表版本", table.number(), ""),
            Figure.of("rows", "points", "点位数", sheet.rows().size(), ""),
            Figure.of("errors", "errors in the file", "文件错误数", errors.size(), ""));
    Text correct =
        new Text(
            "Correct the rows in " + file + "; it is read again as soon as it is saved.",
            "请修改 " + file + " 中的错误行；保存后立即重新读取。");
    if (table.number() == 0) {
      return health("points.none", Level.CRITICAL, now, cause(), correct, figures);
    }
    if (!errors.isEmpty()) {
      return health("points.refused", Level.MAJOR, now, cause(), correct, figures);
    }
    List<Text> missing = projects.get().stream().flatMap(this::missing).toList();
    if (!missing.isEmpty()) {
      return health(
          "points.incomplete",
          Level.NOTICE,
          now,
          new Text(
              "Annex D asks such a project for further parameters: " + joined(missing, Text::en),
              "按附录D，该类型项目还应有: " + joined(missing, Text::zh)),
          new Text(
              "Add the points, or correct project.type, heat.monitoring, flow.monitoring.",
              "请补充点位，或修改 project.type、heat.monitoring、flow.monitoring。"),
          figures);
    }
    return Health.ok("points", since.of(Health.OK, now), figures);
  }

  /** What 附录D asks of that project and the table has not, named as the points would be. */
  private Stream<Text> missing(Project project) {
    String of = project.id().isEmpty() ? "" : project.id() + ":";
    return Annex.missing(project, Annex.presentOf(project, sheet.rows())).stream()
        .map(text -> new Text(of + text.en(), of + text.zh()));
  }

  private Health health(
      String code, Level level, Instant now, Text cause, Text remedy, List<Figure> figures) {
    return new Health("points", level, since.of(code, now), code, cause, remedy, figures);
  }

  private static String joined(List<Text> texts, Function<Text, String> language) {
    return texts.stream().map(language).collect(Collectors.joining(", "));
  }
}
