package io.firedamp.pipeline;

import io.firedamp.point.PointId;
import io.firedamp.point.RowChange;
import io.firedamp.point.RowChange.Cell;
import io.firedamp.point.RowChange.What;
import io.firedamp.text.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies between the table in force and another one. */
final class Difference {
  /** How a value comes from the device: whether it still is the right one shows at the meter. */
  private static final Set<String> READING =
      Stream.of(
              Column.SOURCE, Column.ADDRESS, Column.TYPE, Column.ORDER, Column.SCALE, Column.OFFSET)
          .map(Column::heading)
          .collect(Collectors.toUnmodifiableSet());

  private final Sheet present;
  private final Sheet next;

  Difference(Sheet present, Sheet next) {
    this.present = present;
    this.next = next;
  }

  /** Rows that come or say something else, in the order of the next table. */
  List<RowChange> written() {
    return next.rows().stream()
        .map(
            row ->
                present
                    .row(row.id())
                    .map(
                        former ->
                            change(row.id(), What.CHANGED, Meaning.of(former), Meaning.of(row)))
                    .orElseGet(() -> change(row.id(), What.NEW, Map.of(), Meaning.of(row))))
        .filter(change -> !change.cells().isEmpty())
        .toList();
  }

  /** Rows that go, in the order of the table in force. */
  List<RowChange> gone() {
    return present.rows().stream()
        .filter(row -> next.row(row.id()).isEmpty())
        .map(row -> change(row.id(), What.GONE, Meaning.of(row), Map.of()))
        .toList();
  }

  private static RowChange change(
      PointId point, What what, Map<Column, String> before, Map<Column, String> after) {
    List<Cell> cells =
        Column.EXPORTED.stream()
            .map(
                column ->
                    new Cell(
                        new Text(column.heading(), column.chinese()),
                        before.getOrDefault(column, ""),
                        after.getOrDefault(column, "")))
            .filter(cell -> !cell.before().equals(cell.after()))
            .toList();
    return new RowChange(point, what, cells);
  }

  /**
   * What applying it touches, and what people have to do afterwards.
   *
   * @param served the sources that are there
   */
  List<Text> effects(Set<String> served) {
    List<RowChange> changes = Stream.concat(written().stream(), gone().stream()).toList();
    List<Text> effects = new ArrayList<>();
    effects.add(planned());
    unserved(served).ifPresent(effects::add);
    named(changes, change -> change.what() == What.GONE)
        .map(
            codes ->
                new Text(
                    codes + ": no longer read or uploaded; what was stored stays, under its code.",
                    codes + "：不再采集和上传；已存储的数据按原编号保留。"))
        .ifPresent(effects::add);
    named(changes, Difference::isReadDifferently)
        .map(
            codes ->
                new Text(
                    codes + ": read differently from then on; compare the value with the meter.",
                    codes + "：读取方式改变；应用后请与仪表显示核对。"))
        .ifPresent(effects::add);
    named(changes, change -> !information(present, change).equals(information(next, change)))
        .map(
            codes ->
                new Text(
                    codes
                        + ": a change of information (7.1). It is to be explained within 5 working"
                        + " days, with a revised base information table, and the trial run begins"
                        + " again.",
                    codes + "：属于信息变更（7.1），须在 5 个工作日内提交变更说明和修订后的基础信息表，并重新试运行。"))
        .ifPresent(effects::add);
    return effects;
  }

  private Text planned() {
    Set<String> touched = new TreeSet<>(present.sources());
    touched.addAll(next.sources());
    touched.removeIf(source -> present.bindings(source).equals(next.bindings(source)));
    String names = String.join(", ", touched);
    return touched.isEmpty()
        ? new Text("No source is planned anew.", "所有数据源的读取计划不变。")
        : new Text(
            "Planned anew, and perhaps connected again: " + names + ". Other sources go on.",
            "重新规划读取（可能重新连接）: " + names + "。其余数据源不受影响。");
  }

  private Optional<Text> unserved(Set<String> served) {
    Set<String> missing = new TreeSet<>(next.sources());
    missing.removeAll(served);
    String names = String.join(", ", missing);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Text(
                "Nobody serves " + names + " yet: its points have no value until its driver does.",
                "尚无驱动提供数据源 " + names + "：在其驱动配置好之前，相应点位没有数值。"));
  }

  private static boolean isReadDifferently(RowChange change) {
    return change.what() == What.CHANGED
        && change.cells().stream().anyMatch(cell -> READING.contains(cell.column().en()));
  }

  private static Optional<Map<String, String>> information(Sheet sheet, RowChange change) {
    return sheet.row(change.point()).map(row -> row.point().information());
  }

  private static Optional<String> named(Collection<RowChange> changes, Predicate<RowChange> meant) {
    String codes =
        changes.stream()
            .filter(meant)
            .map(c -> c.point().value())
            .collect(Collectors.joining(", "));
    return codes.isEmpty() ? Optional.empty() : Optional.of(codes);
  }
}
