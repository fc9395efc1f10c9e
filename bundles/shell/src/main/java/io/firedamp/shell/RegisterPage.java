package io.firedamp.shell;

import io.firedamp.point.Point;
import io.firedamp.point.Project;
import io.firedamp.register.Facility;
import io.firedamp.register.Inspection;
import io.firedamp.register.Instrument;
import io.firedamp.register.Register;
import io.firedamp.shell.Grid.Cell;
import io.firedamp.shell.Grid.Column;
import io.firedamp.shell.Ink.Tone;
import io.firedamp.text.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The answer of {@code firedamp:register} for people. */
final class RegisterPage {
  private static final Comparator<Instrument> NEXT_FIRST =
      Comparator.comparing(instrument -> instrument.due().orElse(LocalDate.MAX));

  private RegisterPage() {}

  /** Everything; instruments in the order in which they are due. */
  static List<String> lines(Register register, Instant now, Locale locale, Ink ink, int width) {
    List<String> lines = new ArrayList<>();
    register.projects().forEach(project -> lines.add(line(project, locale)));
    lines.add("");
    if (register.facilities().isEmpty()) {
      lines.add(
          word(
              locale,
              "No facility is described; write etc/io.firedamp.facility-NAME.cfg.",
              "未登记系统设施；请编写 etc/io.firedamp.facility-NAME.cfg。"));
    } else {
      lines.addAll(facilities(register.facilities(), locale).lines(ink, width));
    }
    lines.add("");
    lines.addAll(instruments(register.instruments(), now, locale).lines(ink, width));
    return lines;
  }

  private static String line(Project project, Locale locale) {
    String id = project.id().isEmpty() ? "" : project.id() + ": ";
    String period = project.creditingPeriod();
    String more =
        (period.isEmpty() ? "" : word(locale, ", crediting period ", "，计入期 ") + period)
            + (project.ownership().isEmpty() ? "" : ", " + project.ownership());
    return Cells.clean(id + project.name() + ", " + project.registration() + more);
  }

  private static Grid facilities(List<Facility> facilities, Locale locale) {
    Grid grid =
        new Grid(
            List.of(
                Column.text(word(locale, "facility", "系统设施名称")),
                Column.text(word(locale, "control system", "中控名称")),
                Column.text(word(locale, "computer, DCS", "上位机/DCS")),
                Column.text(word(locale, "communication", "通信方式")),
                Column.text(word(locale, "network", "网络情况")),
                Column.text(word(locale, "sources", "数据源")),
                Column.elastic(word(locale, "operation, note", "运行情况、备注"))));
    for (Facility facility : facilities) {
      String project = facility.project().isEmpty() ? "" : facility.project() + ": ";
      grid.add(
          Cell.of(project + facility.system()),
          Cell.of(facility.control()),
          Cell.of(facility.dcs()),
          Cell.of(facility.communication()),
          Cell.of(facility.network()),
          Cell.of(String.join(" ", facility.sources())),
          Cell.of((facility.operation() + " " + facility.note()).strip()));
    }
    return grid;
  }

  private static Grid instruments(List<Instrument> instruments, Instant now, Locale locale) {
    LocalDate today = LocalDate.ofInstant(now, Wording.SITE);
    Grid grid =
        new Grid(
            List.of(
                Column.text(word(locale, "code", "编号")),
                Column.text(word(locale, "due", "到期日")),
                Column.text(word(locale, "device", "设备名称")),
                Column.text(word(locale, "model", "设备型号")),
                Column.text(word(locale, "accuracy", "准确度")),
                Column.text(word(locale, "location", "安装位置")),
                Column.elastic(word(locale, "maker", "生产厂家"))));
    instruments.stream()
        .sorted(NEXT_FIRST)
        .forEach(
            instrument -> {
              boolean overdue = instrument.due().filter(day -> day.isBefore(today)).isPresent();
              String due = instrument.due().map(LocalDate::toString).orElse(Wording.NOTHING);
              grid.add(
                  Cell.of(instrument.point().id().value()),
                  new Cell(due, overdue ? Tone.WARNING : Tone.NORMAL),
                  cell(instrument, "device"),
                  cell(instrument, "model"),
                  cell(instrument, "accuracy"),
                  cell(instrument, "location"),
                  cell(instrument, "maker"));
            });
    return grid;
  }

  private static Cell cell(Instrument instrument, String column) {
    return Cell.of(instrument.point().columns().getOrDefault(column, ""));
  }

  /** One instrument: what is due when, and every column of its row. */
  static List<String> lines(Instrument instrument, Locale locale) {
    Point point = instrument.point();
    List<String> lines = new ArrayList<>();
    lines.add(Cells.clean(point.id() + "  " + point.name().in(locale) + ", " + point.unit()));
    for (Inspection inspection : instrument.inspections()) {
      lines.add(
          "  "
              + inspection.kind().text().in(locale)
              + word(locale, ", due ", "，到期日 ")
              + inspection.due().map(LocalDate::toString).orElse(Wording.NOTHING));
    }
    new TreeMap<>(point.columns())
        .forEach((heading, cell) -> lines.add(Cells.clean("  " + heading + " = " + cell)));
    return lines;
  }

  private static String word(Locale locale, String en, String zh) {
    return new Text(en, zh).in(locale);
  }
}
