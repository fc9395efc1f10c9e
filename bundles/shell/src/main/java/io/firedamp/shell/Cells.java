package io.firedamp.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * How much room text takes in a terminal, where a Chinese character is two cells wide (Unicode
 * Standard Annex 11, East Asian Width W and F) and a combining mark none. Characters of ambiguous
 * width count as one cell.
 */
final class Cells {
  private static final char ELLIPSIS = '…';

  /** First and last code points of the wide blocks, in pairs. */
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0x4DBF, 0x4E00, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3,
    0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x1F300, 0x1F64F, 0x1F900,
    0x1F9FF, 0x20000, 0x3FFFD
  };

  private Cells() {}

  /** The cells that one line takes. */
  static int width(String line) {
    return line.codePoints().map(Cells::width).sum();
  }

  private static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(codePoint) ? 2 : 1;
  }

  private static boolean isWide(int codePoint) {
    for (int i = 0; i < WIDE.length; i += 2) {
      if (codePoint >= WIDE[i] && codePoint <= WIDE[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** The line with blanks behind it, up to that width; longer ones stay. */
  static String left(String line, int width) {
    return line + " ".repeat(Math.max(0, width - width(line)));
  }

  /** The line with blanks before it, up to that width; longer ones stay. */
  static String right(String line, int width) {
    return " ".repeat(Math.max(0, width - width(line))) + line;
  }

  /** The line, or as much of it as fits with an ellipsis. */
  static String cut(String line, int width) {
    if (width(line) <= width) {
      return line;
    }
    StringBuilder head = new StringBuilder();
    int used = 0;
    for (int codePoint : line.codePoints().toArray()) {
      used += width(codePoint);
      if (used > width - 1) {
        break;
      }
      head.appendCodePoint(codePoint);
    }
    return width < 1 ? "" : head.append(ELLIPSIS).toString();
  }

  /**
   * The text in lines no wider than that: its own line breaks stay, others come at blanks or before
   * and after wide characters.
   */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\\R")) {
      wrapLine(clean(line).strip(), Math.max(2, width), lines);
    }
    return lines;
  }

  private static void wrapLine(String line, int width, List<String> lines) {
    String rest = line;
    while (width(rest) > width) {
      int used = 0;
      int end = 0;
      int good = 0;
      while (true) {
        int codePoint = rest.codePointAt(end);
        if (codePoint == ' ' || isWide(codePoint) && end > 0) {
          good = end;
        }
        used += width(codePoint);
        if (used > width) {
          break;
        }
        end += Character.charCount(codePoint);
        if (isWide(codePoint)) {
          good = end;
        }
      }
      int cut = good > 0 ? good : end;
      lines.add(rest.substring(0, cut).stripTrailing());
      rest = rest.substring(cut).stripLeading();
    }
    lines.add(rest);
  }

  /**
   * The text on one line and without control characters, which could otherwise move the cursor of
   * who reads it.
   */
  static String clean(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " / ").replaceAll("\\p{Cntrl}", " ");
  }
}
