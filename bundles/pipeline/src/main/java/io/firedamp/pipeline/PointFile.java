package io.firedamp.pipeline;

import io.firedamp.pipeline.formula.Formula;
import io.firedamp.pipeline.formula.FormulaException;
import io.firedamp.point.Kind;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.RowError;
import io.firedamp.source.Binding;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.text.Text;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code points.csv}: a header line with the headings of {@link Column} in any order, then a
 * line for each point. What is wrong with a cell is noted with its place, and reading goes on, so
 * that a person sees everything at once. Immutable.
 */
final class PointFile {
  /** Everything the file says, right or wrong; usable only without errors. */
  record Parsed(List<Row> rows, List<RowError> errors) {}

  /** CCER-4.7-01: a value reaches the platform within a minute (AMB-75). */
  private static final Duration LONGEST_UPLOAD = Duration.ofSeconds(60);

  private static final List<Column> NEEDED =
      List.of(Column.CODE, Column.SOURCE, Column.ADDRESS, Column.TYPE);
  private static final Pattern CODE = Pattern.compile("([A-Z]{4})([0-9]{3})");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?\\d{1,20}(\\.\\d{0,20})?([eE][-+]?\\d{1,2})?");
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})\\s*(s|min|m|h)");
  private static final Map<String, Kind> KINDS =
      Map.of(
          "instantaneous", Kind.INSTANTANEOUS,
          "监测数据", Kind.INSTANTANEOUS,
          "cumulative", Kind.CUMULATIVE,
          "累计值", Kind.CUMULATIVE);
  private static final List<String> READ_ONLY = List.of("只读", "read-only", "read only", "r", "ro");
  private static final String TYPES =
      Arrays.stream(ValueType.values()).map(ValueType::word).collect(Collectors.joining(" "));
  private static final String ORDERS =
      Arrays.stream(WordOrder.values()).map(WordOrder::name).collect(Collectors.joining(" "));

  private final String name;
  private final Duration tick;

  /**
   * @param name the file's name, for errors
   * @param tick the site's tick; periods are its multiples
   */
  PointFile(String name, Duration tick) {
    this.name = name;
    this.tick = tick;
  }

  /**
   * The text of the file's bytes: UTF-8, with or without a BOM, else GBK, as Chinese spreadsheets
   * save it.
   *
   * @return empty if it is neither, or a workbook
   */
  static Optional<String> text(byte[] bytes) {
    boolean workbook = bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K';
    if (workbook) {
      return Optional.empty();
    }
    return decoded(bytes, StandardCharsets.UTF_8)
        .or(() -> decoded(bytes, Charset.forName("GB18030"))) // contains all of GBK
        .map(text -> text.startsWith("\ufeff") ? text.substring(1) : text)
        .filter(text -> text.indexOf('\0') < 0);
  }

  private static Optional<String> decoded(byte[] bytes, Charset charset) {
    try { // a new decoder reports what does not fit instead of replacing it
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException other) {
      return Optional.empty();
    }
  }

  /**
   * Reads the text of a file.
   *
   * @param projects the further projects that its rows may name
   */
  Parsed parse(String text, Set<String> projects) {
    return parse(Csv.of(text), projects);
  }

  /** The same of lines that come from elsewhere. */
  Parsed parse(Csv csv, Set<String> projects) {
    return new Reader(csv, Optional.of(projects)).parsed();
  }

  /** Reads a text that was right when it was kept, whatever projects there were then. */
  Parsed parse(String text) {
    return new Reader(Csv.of(text), Optional.empty()).parsed();
  }

  /** Reads one text; used once. */
  private final class Reader {
    private final Optional<Set<String>> projects;
    private final List<RowError> errors = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final Map<PointId, Integer> seen = new HashMap<>();
    private final Map<Integer, Column> columns = new LinkedHashMap<>();

    Reader(Csv csv, Optional<Set<String>> projects) {
      this.projects = projects;
      if (csv.unclosedQuote() > 0) {
        errors.add(
            new RowError(
                name,
                csv.unclosedQuote(),
                "",
                "",
                new Text("a quote is opened and never closed", "引号没有结束")));
      } else if (csv.lines().isEmpty()) {
        errors.add(RowError.ofFile(name, new Text("the file is empty", "文件为空")));
      } else if (header(csv.lines().get(0))) {
        csv.lines().stream().skip(1).forEach(line -> new RowReader(line).read());
        Map<PointId, Row> byId = rows.stream().collect(Collectors.toMap(Row::id, row -> row));
        rows.forEach(
            row -> row.calculation().ifPresent(known -> inputs(row, known.inputs(), byId)));
        cycles(byId);
      }
    }

    Parsed parsed() {
      errors.sort(Comparator.comparingInt(RowError::line));
      return new Parsed(List.copyOf(rows), List.copyOf(errors));
    }

    /** What a formula names must be there, and have a value whenever the formula wants one. */
    private void inputs(Row row, List<PointId> inputs, Map<PointId, Row> byId) {
      for (PointId input : inputs) {
        if (!seen.containsKey(input)) {
          wrong(
              row,
              Column.ADDRESS,
              new Text(
                  input.code() + " is no code of the same project", "同一项目中没有点位 " + input.code()));
        } else if (byId.containsKey(input)) { // else its own row is wrong
          period(row, byId.get(input));
        }
      }
    }

    private void period(Row row, Row input) {
      Duration period = input.point().period();
      if (row.point().period().toMillis() % period.toMillis() != 0) {
        String each = input.id() + " (" + words(period) + ")";
        wrong(
            row,
            Column.PERIOD,
            new Text(
                "a multiple of the period of " + each + ", which has no value in between",
                "须为 " + each + " 采集周期的整数倍，否则其间没有数值"));
      }
    }

    private void cycles(Map<PointId, Row> byId) {
      Lineage lineage = new Lineage(byId);
      rows.forEach(row -> lineage.follow(row.id()));
      for (List<PointId> cycle : lineage.cycles()) {
        String circle = cycle.stream().map(PointId::value).collect(Collectors.joining(" → "));
        wrong(
            byId.get(cycle.get(0)),
            Column.ADDRESS,
            new Text("computed from itself: " + circle, "循环引用: " + circle));
      }
    }

    private void wrong(Row row, Column column, Text allowed) {
      String found = row.point().columns().getOrDefault(column.heading(), "");
      errors.add(new RowError(name, seen.get(row.id()), column.heading(), found, allowed));
    }

    private boolean header(Csv.Line line) {
      for (int i = 0; i < line.cells().size(); i++) {
        String heading = line.cells().get(i);
        Optional<Column> column = Column.of(heading);
        if (column.isPresent() && columns.containsValue(column.get())) {
          error(line, heading, "", new Text("the column is there twice", "该列重复"));
        } else if (column.isPresent()) {
          columns.put(i, column.get());
        } else if (!heading.isEmpty()) {
          error(
              line,
              heading,
              "",
              new Text(
                  "unknown column; known are " + Column.headings(),
                  "未知列；可用列: " + Column.chineseHeadings() + " (" + Column.headings() + ")"));
        }
      }
      for (Column needed : NEEDED) {
        if (!columns.containsValue(needed)) {
          error(line, needed.heading(), "", new Text("the column is missing", "缺少此列"));
        }
      }
      return errors.isEmpty();
    }

    private void error(Csv.Line line, String column, String found, Text allowed) {
      errors.add(new RowError(name, line.number(), column, found, allowed));
    }

    /** Reads one line; used once. */
    private final class RowReader {
      private final Csv.Line line;
      private final Map<Column, String> cells = new EnumMap<>(Column.class);
      private final int errorsBefore = errors.size();

      RowReader(Csv.Line line) {
        this.line = line;
        for (int i = 0; i < line.cells().size(); i++) {
          String cell = line.cells().get(i);
          if (!cell.isEmpty() && columns.containsKey(i)) {
            cells.put(columns.get(i), cell);
          } else if (!cell.isEmpty()) {
            error(
                line,
                "",
                cell,
                new Text(
                    "stands in column " + (i + 1) + ", which has no heading",
                    "位于第 " + (i + 1) + " 列，该列没有标题"));
          }
        }
      }

      void read() {
        Optional<Parameter> parameter = parameter();
        Optional<PointId> id = parameter.flatMap(known -> id());
        boolean computed = cell(Column.SOURCE).equalsIgnoreCase(Point.COMPUTED);
        String source = computed ? Point.COMPUTED : required(Column.SOURCE);
        String address = required(Column.ADDRESS);
        Optional<Formula> formula = computed ? formula(address) : Optional.empty();
        ValueType type = computed ? computedType() : type();
        WordOrder order = order();
        BigDecimal scale = decimal(Column.SCALE, BigDecimal.ONE);
        BigDecimal offset = decimal(Column.OFFSET, BigDecimal.ZERO);
        if (scale.signum() == 0) {
          wrong(Column.SCALE, new Text("a decimal other than 0", "非零小数"));
        }
        if (computed) {
          without(Column.ORDER, order != WordOrder.ABCD);
          without(Column.SCALE, scale.compareTo(BigDecimal.ONE) != 0);
          without(Column.OFFSET, offset.signum() != 0);
        }
        double low = limit(Column.LOW, Double.NEGATIVE_INFINITY);
        double high = limit(Column.HIGH, Double.POSITIVE_INFINITY);
        if (low > high) {
          wrong(
              Column.LOW,
              new Text("at most high, " + cell(Column.HIGH), "不大于上限 " + cell(Column.HIGH)));
        }
        Duration period = period();
        Duration upload = upload(period);
        boolean inside = flag();
        int decimals = decimals(parameter.map(Parameter::decimals).orElse(0));
        Kind kind = kind(parameter.map(Parameter::kind).orElse(Kind.INSTANTANEOUS));
        unit(parameter);
        access();
        if (errors.size() > errorsBefore || id.isEmpty()) {
          return;
        }
        Parameter known = parameter.orElseThrow();
        Text title = cells.containsKey(Column.NAME) ? Text.same(cell(Column.NAME)) : known.name();
        Map<String, String> written =
            cells.entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().heading(), Map.Entry::getValue));
        rows.add(
            new Row(
                new Point(
                    id.get(),
                    title,
                    source,
                    inside,
                    decimals,
                    known.unit(),
                    kind,
                    low,
                    high,
                    period,
                    upload,
                    written),
                new Binding(id.get(), address, type, order, period),
                new Scaling(scale, offset),
                formula.map(parsed -> Calculation.of(parsed, id.get().project()))));
      }

      private Optional<Parameter> parameter() {
        String code = required(Column.CODE);
        Matcher form = CODE.matcher(code);
        if (code.isEmpty()) {
          return Optional.empty();
        }
        if (!form.matches() || form.group(2).equals("000")) {
          wrong(
              Column.CODE,
              new Text(
                  "four capital letters of annex C and a number from 001 to 999, as FONP001",
                  "附录C的四个大写字母加 001–999 的编号，如 FONP001"));
          return Optional.empty();
        }
        Optional<Parameter> parameter = Annex.parameter(form.group(1));
        if (parameter.isEmpty()) {
          String known = String.join(" ", Annex.prefixes());
          wrong(
              Column.CODE,
              new Text(
                  "annex C does not know " + form.group(1) + "; it knows " + known,
                  "附录C中没有 " + form.group(1) + "；可用: " + known));
        }
        return parameter;
      }

      private Optional<PointId> id() {
        String project = cell(Column.PROJECT);
        if (!project.isEmpty() && !known(project)) {
          wrong(Column.PROJECT, knownProjects());
          return Optional.empty();
        }
        PointId id = PointId.of(project, cell(Column.CODE));
        Integer former = seen.putIfAbsent(id, line.number());
        if (former != null) {
          wrong(
              Column.CODE,
              new Text("stands in line " + former + " already", "与第 " + former + " 行重复"));
        }
        return Optional.of(id);
      }

      private boolean known(String project) {
        return FurtherProject.NAME.matcher(project).matches()
            && projects.map(names -> names.contains(project)).orElse(true);
      }

      private Text knownProjects() {
        String names = String.join(" ", new TreeSet<>(projects.orElse(Set.of())));
        return names.isEmpty()
            ? new Text(
                "no further project is configured; write io.firedamp.project-NAME.cfg, or leave it"
                    + " empty for the site's own",
                "没有配置其他项目；请编写 io.firedamp.project-NAME.cfg，或留空表示站点自己的项目")
            : new Text(
                "empty for the site's own project, or one of " + names,
                "留空表示站点自己的项目，或填写: " + names);
      }

      private Optional<Formula> formula(String text) {
        if (text.isEmpty()) {
          return Optional.empty(); // told already
        }
        try {
          return Optional.of(Formula.of(text));
        } catch (FormulaException wrong) {
          wrong(Column.ADDRESS, wrong.reason());
          return Optional.empty();
        }
      }

      private ValueType computedType() {
        if (!cell(Column.TYPE).isEmpty() && !cell(Column.TYPE).equalsIgnoreCase("float64")) {
          wrong(
              Column.TYPE,
              new Text("empty or float64: the point is computed", "计算点的类型为 float64，也可留空"));
        }
        return ValueType.FLOAT64;
      }

      private void without(Column column, boolean isThere) {
        if (isThere) {
          wrong(
              column,
              new Text("empty: the point is computed, write it into the formula", "计算点须留空；请写入公式"));
        }
      }

      private ValueType type() {
        String word = required(Column.TYPE).toLowerCase(Locale.ROOT);
        if (word.equals("float")) {
          return ValueType.FLOAT32;
        }
        Optional<ValueType> type = ValueType.of(word);
        if (word.equals("int8")) {
          wrong(
              Column.TYPE,
              new Text(
                  "annex B writes int8, which no register has; write the device's real type: "
                      + TYPES,
                  "附录B的 int8 无法对应寄存器；请填写设备的实际类型: " + TYPES));
        } else if (type.isEmpty() && !word.isEmpty()) {
          wrong(Column.TYPE, new Text("one of " + TYPES, "可选: " + TYPES));
        }
        return type.orElse(ValueType.BOOL);
      }

      private WordOrder order() {
        Optional<WordOrder> order = WordOrder.of(cells.getOrDefault(Column.ORDER, "ABCD"));
        if (order.isEmpty()) {
          wrong(Column.ORDER, new Text("one of " + ORDERS, "可选: " + ORDERS));
        }
        return order.orElse(WordOrder.ABCD);
      }

      private BigDecimal decimal(Column column, BigDecimal preset) {
        String found = cell(column);
        if (found.isEmpty()) {
          return preset;
        }
        if (!DECIMAL.matcher(found).matches()) {
          wrong(column, new Text("a decimal number, as 0.1", "小数，如 0.1"));
          return preset;
        }
        return new BigDecimal(found);
      }

      private double limit(Column column, double preset) {
        int before = errors.size();
        double limit = decimal(column, BigDecimal.ZERO).doubleValue();
        return cells.containsKey(column) && errors.size() == before ? limit : preset;
      }

      private Duration period() {
        return span(Column.PERIOD, tick, tick, new Text("the tick", "采集节拍"));
      }

      private Duration upload(Duration period) {
        Duration upload = span(Column.UPLOAD, period, period, new Text("the period", "数据采集周期"));
        if (upload.compareTo(LONGEST_UPLOAD) > 0) {
          Column culprit = cells.containsKey(Column.UPLOAD) ? Column.UPLOAD : Column.PERIOD;
          wrong(
              culprit,
              new Text(
                  "the platform wants every value at least once a minute: at most 60s",
                  "平台要求每个数据至少每分钟上传一次：最长 60s"));
        }
        return upload;
      }

      private Duration span(Column column, Duration preset, Duration unit, Text unitName) {
        String found = cell(column);
        if (found.isEmpty()) {
          return preset;
        }
        Matcher form = SPAN.matcher(found.toLowerCase(Locale.ROOT));
        Duration span = form.matches() ? span(form) : Duration.ZERO;
        if (span.isZero() || span.toMillis() % unit.toMillis() != 0) {
          String each = words(unit);
          wrong(
              column,
              new Text(
                  "a time as 1s, 1min or 1h, a multiple of " + unitName.en() + " (" + each + ")",
                  "时间，如 1s、1min、1h，须为" + unitName.zh() + "（" + each + "）的整数倍"));
          return preset;
        }
        return span;
      }

      private static Duration span(Matcher form) {
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofMinutes(count);
        };
      }

      private boolean flag() {
        String flag = cells.getOrDefault(Column.FLAG, "1");
        if (!flag.equals("0") && !flag.equals("1")) {
          wrong(
              Column.FLAG,
              new Text("1 inside the project boundary, 0 outside", "1 为项目边界内，0 为项目边界外"));
        }
        return flag.equals("1");
      }

      private int decimals(int preset) {
        String found = cell(Column.DECIMALS);
        if (!found.isEmpty() && !found.matches("[0-9]")) {
          wrong(Column.DECIMALS, new Text("a whole number from 0 to 9", "0 到 9 之间的整数"));
          return preset;
        }
        return found.isEmpty() ? preset : Integer.parseInt(found);
      }

      private Kind kind(Kind preset) {
        String found = cell(Column.KIND);
        Kind kind = KINDS.get(found.toLowerCase(Locale.ROOT));
        if (!found.isEmpty() && kind == null) {
          wrong(Column.KIND, new Text("instantaneous or cumulative", "监测数据 或 累计值"));
        }
        return kind == null ? preset : kind;
      }

      /**
       * CCER-C-02: a value arrives in the unit of the annex; a row that thinks otherwise is wrong.
       */
      private void unit(Optional<Parameter> parameter) {
        String found = cell(Column.UNIT);
        String expected = parameter.map(Parameter::unit).orElse(found);
        if (!found.isEmpty() && !plainUnit(found).equals(plainUnit(expected))) {
          wrong(
              Column.UNIT,
              new Text(
                  expected + ", the unit of annex C; use scale and offset to come to it",
                  "附录C的单位 " + expected + "；请用系数和偏移换算"));
        }
      }

      private void access() {
        String found = cell(Column.ACCESS);
        if (!found.isEmpty() && !READ_ONLY.contains(found.toLowerCase(Locale.ROOT))) {
          wrong(
              Column.ACCESS,
              new Text("read-only: the gateway never writes to a device", "只读：网关从不写设备"));
        }
      }

      private String required(Column column) {
        if (!cells.containsKey(column)) {
          wrong(column, new Text("is empty", "不能为空"));
        }
        return cell(column);
      }

      private String cell(Column column) {
        return cells.getOrDefault(column, "");
      }

      private void wrong(Column column, Text allowed) {
        error(line, column.heading(), cell(column), allowed);
      }
    }
  }

  /** As the table writes it: {@code 60s}. */
  static String words(Duration span) {
    return span.toMillisPart() == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
  }

  /**
   * The unit without the spellings that mean the same: m3/h and m³/h, MWh and MW·h, % and % VOL.
   */
  private static String plainUnit(String unit) {
    String plain =
        unit.toLowerCase(Locale.ROOT)
            .replaceAll("[\\s·.•*∙⋅]", "")
            .replace("³", "3")
            .replace("℃", "c")
            .replace("°", "")
            .replace("％", "%");
    if (plain.startsWith("%")) {
      return "%";
    }
    return plain.equals("nm3/h") ? "m3/h" : plain;
  }
}
