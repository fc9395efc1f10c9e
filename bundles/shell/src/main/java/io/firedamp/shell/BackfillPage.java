package io.firedamp.shell;

import io.firedamp.courier.Errand;
import io.firedamp.shell.Grid.Cell;
import io.firedamp.shell.Grid.Column;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The answer of {@code firedamp:backfill} for people: a row for each span that a platform waits
 * for.
 */
final class BackfillPage {
  private static final int BAR = 20;

  private BackfillPage() {}

  static List<String> lines(List<Errand> errands, Locale locale, Ink ink, int width) {
    if (errands.isEmpty()) {
      return List.of(word(locale, "No platform waits for stored data.", "平台没有待补传的数据请求。"));
    }
    Grid grid =
        new Grid(
            List.of(
                Column.text(word(locale, "uplink", "上行")),
                Column.text(word(locale, "request", "请求序列号")),
                Column.text(word(locale, "from", "开始")),
                Column.text(word(locale, "through", "结束")),
                Column.number(word(locale, "packets", "数据包")),
                Column.text(word(locale, "sent", "进度"))));
    for (Errand errand : errands) {
      grid.add(
          Cell.of(errand.uplink()),
          Cell.of(errand.id()),
          Cell.of(Wording.time(errand.from())),
          Cell.of(Wording.time(errand.to().minusSeconds(1))),
          Cell.of(Long.toString(errand.packets())),
          Cell.of(progress(errand)));
    }
    return grid.lines(ink, width);
  }

  private static String progress(Errand errand) {
    double whole = Duration.between(errand.from(), errand.to()).toSeconds();
    double sent = Duration.between(errand.from(), errand.next()).toSeconds();
    double share = whole > 0 ? sent / whole : 1;
    int full = (int) (share * BAR);
    // cut off, never rounded up: 100 % means all
    return "▕" + "█".repeat(full) + " ".repeat(BAR - full) + "▏ " + (int) (share * 100) + " %";
  }

  private static String word(Locale locale, String en, String zh) {
    return new Text(en, zh).in(locale);
  }
}
