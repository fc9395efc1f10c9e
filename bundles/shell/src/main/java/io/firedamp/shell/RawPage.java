package io.firedamp.shell;

import io.firedamp.shell.Grid.Cell;
import io.firedamp.shell.Grid.Column;
import io.firedamp.shell.Ink.Tone;
import io.firedamp.source.Decoding;
import io.firedamp.source.Raw;
import io.firedamp.source.ValueType;
import io.firedamp.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The answer of {@code firedamp:read --raw} for people: the bytes, and what they may mean. */
final class RawPage {
  private RawPage() {}

  /**
   * The lines.
   *
   * @param place what was read, as the point table writes it
   */
  static List<String> lines(String place, Raw raw, Locale locale, Ink ink, int width) {
    List<String> lines = new ArrayList<>();
    lines.add(ink.paint(Tone.TITLE, Cells.clean(place)));
    lines.add("  " + Cells.clean(raw.said().in(locale)));
    if (raw.hex().isEmpty()) {
      return lines;
    }
    lines.add("  " + words(raw.hex()));
    Grid grid =
        new Grid(
            List.of(
                Column.text(new Text("TYPE", "类型").in(locale)),
                Column.text(new Text("ORDER", "字节序").in(locale)),
                Column.text(new Text("VALUE", "数值").in(locale))));
    for (Decoding one : Decoding.of(raw.bytes())) {
      grid.add(
          Cell.of(joined(one.types().stream().map(ValueType::word).toList())),
          Cell.of(joined(one.orders().stream().map(Enum::name).toList())),
          Cell.of(value(one, locale)));
    }
    lines.addAll(grid.lines(ink, width));
    return lines;
  }

  /** {@code 4112 0000}: in words of two bytes. */
  private static String words(String hex) {
    return hex.toUpperCase(Locale.ROOT).replaceAll("(....)(?=.)", "$1 ");
  }

  private static String joined(List<String> words) {
    return words.stream().collect(Collectors.joining(" "));
  }

  private static String value(Decoding one, Locale locale) {
    return one.types().contains(ValueType.BOOL)
        ? new Text("bits set: ", "置位: ").in(locale) + one.value()
        : one.value();
  }
}
