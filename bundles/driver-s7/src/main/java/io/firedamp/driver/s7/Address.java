package io.firedamp.driver.s7;

import io.firedamp.source.BadRow;
import io.firedamp.text.Text;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a controller.
 *
 * <table>
 * <caption>What the point table may say, with or without the % that TIA puts before it</caption>
 * <tr><td>{@code DB1.DBX0.1 DB1.DBB2 DB1.DBW4 DB1.DBD8}</td><td>bit, byte, word, double word</td></tr>
 * <tr><td>{@code M3.1 MB2 MW4 MD10}</td><td>the same of the bit memory</td></tr>
 * <tr><td>{@code I0.1 IB2 IW4 ID8}, {@code Q…}</td><td>inputs and outputs; E and A in German</td></tr>
 * <tr><td>{@code V0.1 VB2 VW4 VD8}</td><td>the variable memory of an S7-200 SMART: its DB 1</td></tr>
 * </table>
 *
 * <p>A value of 64 bits is written by its first bit, as TIA does: {@code DB1.DBX8.0}.
 *
 * @param area the memory
 * @param block the number of the data block, 1–65535; 0 elsewhere
 * @param start the first byte, 0–65535
 * @param size its letter
 * @param bit the bit of a byte, 0–7, the least significant being 0; 0 for anything wider
 */
record Address(Area area, int block, int start, Size size, int bit) {
  /** What the letter before the number says. */
  enum Size {
    X(1),
    B(8),
    W(16),
    D(32);

    private final int bits;

    Size(int bits) {
      this.bits = bits;
    }

    int bits() {
      return bits;
    }
  }

  /** The last byte that a request can name. */
  static final int LAST = 65_535;

  private static final int LAST_BIT = 7;

  /** How an S7-200 SMART lets others see its variable memory. */
  private static final int VARIABLES = 1;

  private static final Pattern FORM =
      Pattern.compile(
          "(?:%|P#)?(?:DB(?<block>\\d{1,9})\\.DB(?=[XBWD])|(?<area>[MIEQAV]))(?<size>[XBWD]?)"
              + "(?<start>\\d{1,9})(?:\\.(?<bit>\\d{1,9}))?",
          Pattern.CASE_INSENSITIVE);
  private static final Text ALLOWED =
      new Text(
          "write DB1.DBX0.1, DB1.DBB2, DB1.DBW4 or DB1.DBD8, or M, I, Q as M3.1, MB2, MW4, MD10",
          "可写 DB1.DBX0.1、DB1.DBB2、DB1.DBW4、DB1.DBD8，或 M、I、Q 区，如 M3.1、MB2、MW4、MD10");

  /**
   * @param text as the point table has it
   * @throws BadRow if it is none of the above
   */
  static Address parse(String text) throws BadRow {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw bad(text, ALLOWED);
    }
    String letter = parts.group("size").toUpperCase(Locale.ROOT);
    Size size = letter.isEmpty() ? Size.X : Size.valueOf(letter);
    if (size == Size.X != (parts.group("bit") != null)) {
      throw bad(text, ALLOWED);
    }
    String db = Objects.requireNonNullElse(parts.group("block"), "");
    char memory = db.isEmpty() ? parts.group("area").toUpperCase(Locale.ROOT).charAt(0) : 'V';
    int block = memory != 'V' ? 0 : db.isEmpty() ? VARIABLES : Integer.parseInt(db);
    if (memory == 'V' && (block < 1 || block > LAST)) {
      throw bad(text, new Text("data blocks run from 1 to 65535", "数据块编号为 1 到 65535"));
    }
    int start = Integer.parseInt(parts.group("start"));
    if (start + Math.max(1, size.bits() / Byte.SIZE) > LAST + 1) {
      throw bad(text, new Text("bytes run from 0 to 65535", "字节号为 0 到 65535"));
    }
    int bit = size == Size.X ? Integer.parseInt(parts.group("bit")) : 0;
    if (bit > LAST_BIT) {
      throw bad(text, new Text("bits run from 0 to 7", "位号为 0 到 7"));
    }
    return new Address(Area.of(memory), block, start, size, bit);
  }

  private static BadRow bad(String text, Text allowed) {
    return new BadRow(
        new Text("address \"" + text + "\": " + allowed.en(), "地址“" + text + "”: " + allowed.zh()));
  }
}
