package io.firedamp.shell;

import io.firedamp.meter.MeterChange;
import io.firedamp.shell.Grid.Cell;
import io.firedamp.shell.Grid.Column;
import io.firedamp.text.Text;
import java.util.List;
import java.util.Locale;

/** The answer of {@code firedamp:meter} for people: a row for each change, the oldest first. */
final class MeterPage {
  private MeterPage() {}

  static List<String> lines(List<MeterChange> changes, Locale locale, Ink ink, int width) {
    if (changes.isEmpty()) {
      return List.of(word(locale, "No meter change is recorded.", "没有换表记录。"));
    }
    Grid grid =
        new Grid(
            List.of(
                Column.text(word(locale, "code", "编号")),
                Column.text(word(locale, "when", "换表时间")),
                Column.number(word(locale, "old final", "旧表止码")),
                Column.number(word(locale, "new initial", "新表起码")),
                Column.text(word(locale, "recorded", "记录时间")),
                Column.text(word(locale, "by", "记录人")),
                Column.elastic(word(locale, "reason", "原因"))));
    for (MeterChange change : changes) {
      grid.add(
          Cell.of(change.point().value()),
          Cell.of(Wording.time(change.at())),
          Cell.of(change.oldFinal().toPlainString()),
          Cell.of(change.newInitial().toPlainString()),
          Cell.of(Wording.time(change.recorded())),
          Cell.of(change.by()),
          Cell.of(change.reason()));
    }
    return grid.lines(ink, width);
  }

  /** What has just been recorded. */
  static Text recorded(MeterChange change) {
    String what =
        change.point()
            + " "
            + change.oldFinal().toPlainString()
            + " → "
            + change.newInitial().toPlainString()
            + ", "
            + Wording.timeWithZone(change.at());
    return new Text(
        "Recorded: " + what + ". Values are stored and sent as read.",
        "已记录: " + what + "。数据仍按读数原样存储和上传。");
  }

  private static String word(Locale locale, String en, String zh) {
    return new Text(en, zh).in(locale);
  }
}
