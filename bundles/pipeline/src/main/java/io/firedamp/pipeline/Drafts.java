package io.firedamp.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.clock.SiteClock;
import io.firedamp.pipeline.workbook.Spreadsheet;
import io.firedamp.pipeline.workbook.Unreadable;
import io.firedamp.point.Draft;
import io.firedamp.point.Fit;
import io.firedamp.point.Point;
import io.firedamp.point.Project;
import io.firedamp.point.RowChange;
import io.firedamp.point.RowError;
import io.firedamp.point.TableDesk;
import io.firedamp.source.ValueType;
import io.firedamp.store.TableText;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges point tables that are not in force, and puts a right one in the place of the site's file,
 * from where {@link TableKeeper} takes it as if it had been edited.
 *
 * <pre>
 * points.csv          written aside and renamed: a power cut leaves the former table or the next
 * table-former.json   {"at":…,"by":…,"name":…,"undone":…,"applied":TEXT,"former":TEXT}; written first,
 *                     alike. It holds as long as the file's text is the applied one
 * </pre>
 */
final class Drafts implements TableDesk {
  private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final String SHEET = "点位表";

  /** Far above the largest mine, far below what would fill the memory. */
  private static final int MOST_CELLS = 300_000;

  private static final int LONGEST_NAME = 100;
  private static final Text OVERTAKEN =
      new Text(
          "another table has come into force since this one was checked; check it again",
          "检查之后已有另一份点位表生效；请重新检查");

  /**
   * A file as the table's reader wants it.
   *
   * @param text what the site's file would say
   */
  private record Content(Csv csv, String text, Text form) {}

  /** What was made of a file. */
  private record Judged(Draft draft, String text) {}

  /** What was applied last, and the text before it. */
  private record Memory(Applied applied, String text, String former) {}

  private final Path file;
  private final Path memory;
  private final Duration tick;
  private final Supplier<List<Project>> projects;
  private final Supplier<Sheet> present;
  private final Supplier<Set<String>> served;
  private final SiteClock clock;

  /**
   * @param file of the point table
   * @param memory the file that undoing needs
   * @param tick the site's tick
   * @param projects those of the site at present, its own first
   * @param present the table in force
   * @param served the names of the sources that are there
   */
  Drafts(
      Path file,
      Path memory,
      Duration tick,
      Supplier<List<Project>> projects,
      Supplier<Sheet> present,
      Supplier<Set<String>> served,
      SiteClock clock) {
    this.file = file;
    this.memory = memory;
    this.tick = tick;
    this.projects = projects;
    this.present = present;
    this.served = served;
    this.clock = clock;
  }

  @Override
  public synchronized Draft check(String name, byte[] bytes) {
    return judge(name, bytes).draft();
  }

  @Override
  public synchronized Draft apply(String name, byte[] bytes, long against, String by)
      throws IOException {
    return put(judge(name, bytes), against, by, false);
  }

  @Override
  public long inForce() {
    return present.get().table().number();
  }

  @Override
  public synchronized Optional<Applied> last() {
    return memory().map(Memory::applied);
  }

  @Override
  public synchronized Draft undo(long against, String by) throws IOException {
    Optional<Memory> last = memory();
    if (last.isEmpty()) {
      return Draft.refused(
          file.getFileName().toString(),
          against,
          new Text("there is nothing to undo, or the file was edited since", "没有可撤销的操作，或文件之后已被编辑"));
    }
    byte[] former = last.get().former().getBytes(StandardCharsets.UTF_8);
    Applied applied = last.get().applied();
    return put(judge(applied.name(), former), against, by, !applied.undone());
  }

  @Override
  public byte[] export(Form form) {
    return written(form, present.get().rows().stream().map(Meaning::line).toList());
  }

  @Override
  public byte[] template(Form form) {
    List<String> prefixes = Annex.required(projects.get().get(0));
    List<List<String>> examples = new ArrayList<>();
    for (ValueType type : ValueType.values()) {
      int number = examples.size();
      String prefix = prefixes.get(number % prefixes.size());
      examples.add(example(prefix + "001", type, "boiler1", "holding:" + 4 * number));
    }
    String first = prefixes.get(0);
    examples.add(example(first + "002", ValueType.FLOAT64, Point.COMPUTED, first + "001 / 1000"));
    return written(form, examples);
  }

  /** A row that is skipped as long as its # stands there. */
  private static List<String> example(String code, ValueType type, String source, String address) {
    Parameter parameter = Annex.parameter(code.substring(0, 4)).orElseThrow();
    return Column.EXPORTED.stream()
        .map(
            column ->
                switch (column) {
                  case CODE -> "#" + code;
                  case TYPE -> type.word();
                  case SOURCE -> source;
                  case ADDRESS -> address;
                  case ACCESS -> "只读";
                  case NAME -> parameter.name().zh();
                  case UNIT -> parameter.unit();
                  case DECIMALS -> Integer.toString(parameter.decimals());
                  default -> "";
                })
        .toList();
  }

  private static byte[] written(Form form, List<List<String>> rows) {
    Stream<List<String>> header = Stream.of(Column.EXPORTED.stream().map(Column::chinese).toList());
    List<List<String>> lines = Stream.concat(header, rows.stream()).toList();
    return form == Form.CSV
        ? (BYTE_ORDER_MARK + Csv.text(lines)).getBytes(StandardCharsets.UTF_8)
        : Spreadsheet.write(SHEET, lines);
  }

  private Judged judge(String given, byte[] bytes) {
    String name = shown(given);
    Sheet now = present.get();
    Content content;
    try {
      content = content(bytes);
    } catch (Unreadable wrong) {
      return new Judged(Draft.refused(name, now.table().number(), wrong.why()), "");
    }
    List<Project> all = projects.get();
    PointFile.Parsed parsed =
        new PointFile(name, tick).parse(content.csv(), TableKeeper.further(all));
    List<RowError> errors = errors(name, content.csv(), parsed);
    TableText text = new TableText(now.table().number() + 1, clock.instant(), content.text());
    Sheet next = Sheet.of(text, parsed.rows(), now);
    Difference difference = new Difference(now, next);
    List<RowChange> written = difference.written();
    List<RowChange> gone = errors.isEmpty() ? difference.gone() : List.of();
    return new Judged(
        new Draft(
            name,
            content.form(),
            now.table().number(),
            parsed.rows().size(),
            errors,
            Stream.of(written, gone).flatMap(List::stream).toList(),
            parsed.rows().size() - written.size(),
            all.stream().map(project -> fit(project, next)).toList(),
            errors.isEmpty() ? difference.effects(served.get()) : List.of()),
        content.text());
  }

  /** What the reader finds, and what only somebody who brings a whole table can get wrong. */
  private static List<RowError> errors(String name, Csv csv, PointFile.Parsed parsed) {
    List<RowError> errors = new ArrayList<>(parsed.errors());
    List<Csv.Line> lines = csv.lines();
    Set<String> told =
        errors.stream().map(error -> error.line() + error.column()).collect(Collectors.toSet());
    for (Csv.Line line : lines) {
      for (int i = 0; i < line.cells().size(); i++) {
        String found = line.cells().get(i);
        String heading = lines.get(0).cell(i);
        String column = Column.of(heading).map(Column::heading).orElse(heading);
        if (found.startsWith("=") && !told.contains(line.number() + column)) {
          errors.add(
              new RowError(
                  name,
                  line.number(),
                  column,
                  found,
                  new Text("a value, not a formula or its error", "数值或文字，不能是公式或其错误值")));
        }
      }
    }
    if (errors.isEmpty() && parsed.rows().isEmpty()) {
      errors.add(RowError.ofFile(name, new Text("the table has no points", "表中没有点位")));
    }
    errors.sort(Comparator.comparingInt(RowError::line));
    return errors;
  }

  private static Fit fit(Project project, Sheet next) {
    Set<String> prefixes = Annex.presentOf(project, next.rows());
    List<String> required = Annex.required(project);
    return new Fit(
        project,
        required.stream().filter(prefixes::contains).toList(),
        Annex.missing(project, prefixes),
        prefixes.stream().filter(prefix -> !required.contains(prefix)).sorted().toList());
  }

  private static Content content(byte[] bytes) throws Unreadable {
    if (bytes.length > MOST_BYTES) {
      throw tooLarge();
    }
    if (Spreadsheet.is(bytes)) {
      Spreadsheet sheet = Spreadsheet.read(bytes);
      Csv csv = Csv.of(sheet.rows());
      return new Content(
          csv,
          Csv.text(csv.lines().stream().map(Csv.Line::cells).toList()),
          new Text("XLSX, sheet " + sheet.name(), "XLSX，工作表 " + sheet.name()));
    }
    String text =
        PointFile.text(bytes)
            .orElseThrow(
                () ->
                    new Unreadable(
                        new Text(
                            "is neither CSV text in UTF-8 or GBK nor .xlsx; save it as one of them",
                            "既不是 UTF-8 或 GBK 编码的 CSV 文本，也不是 .xlsx；请另存为其中之一")));
    if (text.chars().filter(c -> c == ',' || c == '\n' || c == '\r').count() > MOST_CELLS) {
      throw tooLarge();
    }
    return new Content(Csv.of(text), text, Text.same("CSV"));
  }

  private static Unreadable tooLarge() {
    return new Unreadable(new Text("is too large for a point table", "文件过大，不像点位表"));
  }

  /** The last part of what a browser says; nothing in it moves a cursor or begins a line. */
  private static String shown(String name) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String plain = last.replaceAll("[\\p{Cntrl}\\p{Cf}]", "").strip();
    return plain.isEmpty() ? "?" : plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
  }

  private Draft put(Judged judged, long against, String by, boolean undone) throws IOException {
    Draft draft = judged.draft();
    if (draft.against() != against) {
      return Draft.refused(draft.name(), draft.against(), OVERTAKEN);
    }
    if (draft.ready()) {
      Optional<String> former = text();
      if (former.isPresent()) {
        remember(
            new Memory(
                new Applied(clock.instant(), by, draft.name(), undone),
                judged.text(),
                former.get()));
      } else {
        Files.deleteIfExists(memory);
      }
      write(file, judged.text());
      LOG.info("point table {} written by {} | 点位表已写入", draft.name(), by);
    }
    return draft;
  }

  /** What the file says; empty if it is not there, or no text. */
  private Optional<String> text() throws IOException {
    try {
      return PointFile.text(Files.readAllBytes(file));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private Optional<Memory> memory() {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(memory));
      Memory kept =
          new Memory(
              new Applied(
                  Instant.parse(json.path("at").asText()),
                  json.path("by").asText(),
                  json.path("name").asText(),
                  json.path("undone").asBoolean()),
              json.path("applied").asText(),
              json.path("former").asText());
      return text().filter(kept.text()::equals).map(same -> kept);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | DateTimeException damaged) {
      LOG.warn("cannot read {}: the last table cannot be undone | 无法撤销", memory, damaged);
      return Optional.empty();
    }
  }

  private void remember(Memory last) throws IOException {
    String json =
        JSON.createObjectNode()
            .put("at", last.applied().at().toString())
            .put("by", last.applied().by())
            .put("name", last.applied().name())
            .put("undone", last.applied().undone())
            .put("applied", last.text())
            .put("former", last.former())
            .toString();
    write(memory, json);
  }

  private static void write(Path target, String text) throws IOException {
    Path whole = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    Files.createDirectories(whole.getParent());
    Path aside = whole.resolveSibling(whole.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(aside, whole, StandardCopyOption.ATOMIC_MOVE);
  }
}
