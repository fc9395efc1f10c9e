package io.firedamp.pipeline;

import io.firedamp.point.Kind;
import io.firedamp.point.Project;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What 附录C and 附录D say, as they are shipped in {@code annex-c.csv} and {@code annex-d.csv}. */
final class Annex {
  private static final int PREFIX = 4; // four letters, then three digits
  private static final Map<String, Parameter> PARAMETERS = parameters();
  private static final List<Csv.Line> REQUIRED = rows("annex-d.csv");

  /** Pump outlets and pipeline inlet: the same five parameters twice. */
  private static final List<String> GAS_LINES = List.of("PP", "PL");

  private Annex() {}

  /** The parameter whose code starts with these four letters. */
  static Optional<Parameter> parameter(String prefix) {
    return Optional.ofNullable(PARAMETERS.get(prefix));
  }

  /** The 24 prefixes in the order of 附录C. */
  static List<String> prefixes() {
    return List.copyOf(PARAMETERS.keySet());
  }

  /** The prefixes that 附录D requires of such a project. */
  static List<String> required(Project project) {
    for (Csv.Line row : REQUIRED) {
      if (row.cell(0).equals(project.type().name())
          && (row.cell(1).equals("any") || row.cell(1).equalsIgnoreCase(project.heat().name()))
          && row.cell(2).equalsIgnoreCase(project.flow().name())) {
        return Arrays.asList(row.cell(3).split(" "));
      }
    }
    throw new IllegalStateException("annex-d.csv has no row for " + project);
  }

  /** The prefixes that the rows of that project have. */
  static Set<String> presentOf(Project project, Collection<Row> rows) {
    return rows.stream()
        .map(Row::id)
        .filter(id -> id.project().equals(project.id()))
        .map(id -> id.code().substring(0, PREFIX))
        .collect(Collectors.toSet());
  }

  /**
   * What 附录D asks for and the table has not. Pump outlets and pipeline inlet are judged mildly: the
   * annex demands both of every project, also of one without pumps, and both the normal flow and
   * what it is computed from; one of the two is enough (AMB-56).
   *
   * @param present the prefixes that the table has
   * @return a remark for each, empty if nothing is missing
   */
  static List<Text> missing(Project project, Set<String> present) {
    List<Text> remarks = new ArrayList<>();
    for (String prefix : required(project)) {
      if (GAS_LINES.stream().noneMatch(prefix::startsWith) && !present.contains(prefix)) {
        Parameter parameter = PARAMETERS.get(prefix);
        remarks.add(
            new Text(
                prefix + " (" + parameter.name().en() + ")",
                prefix + "（" + parameter.name().zh() + "）"));
      }
    }
    GAS_LINES.forEach(line -> missingOfGasLine(line, present, remarks));
    return remarks;
  }

  private static void missingOfGasLine(String line, Set<String> present, List<Text> remarks) {
    if (present.stream().noneMatch(prefix -> prefix.startsWith(line))) {
      remarks.add(
          line.equals("PP")
              ? new Text("PP* (right only without drainage pumps)", "PP*（仅当项目没有抽采泵时可缺）")
              : new Text("PL* (right only without a pipeline inlet)", "PL*（仅当项目没有管道输送入口时可缺）"));
      return;
    }
    boolean computable = present.containsAll(List.of(line + "FL", line + "PA", line + "TE"));
    if (!present.contains(line + "NP") && !computable) {
      remarks.add(
          new Text(
              line + "NP, or " + line + "FL with " + line + "PA and " + line + "TE",
              line + "NP，或 " + line + "FL、" + line + "PA 和 " + line + "TE"));
    }
    if (!present.contains(line + "CH")) {
      remarks.add(Text.same(line + "CH"));
    }
  }

  private static Map<String, Parameter> parameters() {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (Csv.Line row : rows("annex-c.csv")) {
      parameters.put(
          row.cell(0),
          new Parameter(
              row.cell(0),
              new Text(row.cell(2), row.cell(1)),
              row.cell(3),
              row.cell(4),
              Integer.parseInt(row.cell(5)),
              Kind.valueOf(row.cell(6).toUpperCase(Locale.ROOT))));
    }
    return parameters;
  }

  private static List<Csv.Line> rows(String resource) {
    try (InputStream in = Annex.class.getResourceAsStream(resource)) {
      List<Csv.Line> lines = Csv.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)).lines();
      return lines.subList(1, lines.size());
    } catch (IOException broken) {
      throw new UncheckedIOException(resource, broken);
    }
  }
}
