package io.firedamp.driver.modbus;

import io.firedamp.source.BadRow;
import io.firedamp.text.Text;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a device.
 *
 * <table>
 * <caption>What the point table may say</caption>
 * <tr><td>{@code holding:0 input:0 coil:0 discrete:0}</td><td>zero-based, as on the wire</td></tr>
 * <tr><td>{@code 40001 30001 10001 00001}</td><td>Modicon, one-based, five digits</td></tr>
 * <tr><td>{@code 400001 300001 100001 000001}</td><td>the same with six digits</td></tr>
 * <tr><td>{@code holding:10.3}</td><td>bit 3 of a register, 0 being the least significant</td></tr>
 * <tr><td>{@code …;unit=2}</td><td>another unit behind the same link</td></tr>
 * </table>
 *
 * @param unit the unit, 0–255
 * @param table the table
 * @param start the first item, 0–65535
 * @param bit the bit of a register, 0–15; empty for the whole register
 */
record Address(int unit, Table table, int start, OptionalInt bit) {
  /** The last item of a table (MODBUS V1.1b3, 4.4). */
  static final int LAST = 65_535;

  private static final int LAST_BIT = 15;
  private static final int LAST_UNIT = 255;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<table>[a-z]+)\\s*:\\s*(?<start>\\d{1,9})|(?<modicon>\\d{5,6}))"
              + "(?:\\.(?<bit>\\d{1,9}))?(?:\\s*;\\s*unit\\s*=\\s*(?<unit>\\d{1,9}))?",
          Pattern.CASE_INSENSITIVE);
  private static final Text ALLOWED =
      new Text(
          "write holding:0, input:0, coil:0 or discrete:0 (from 0), or 40001, 400001, 30001, 10001,"
              + " 00001 (from 1), a bit as holding:10.3, another unit as ;unit=2 behind it",
          "可写 holding:0、input:0、coil:0、discrete:0（从 0 起），或 40001、400001、30001、10001、"
              + "00001（从 1 起）；位写作 holding:10.3；其他从站在末尾加 ;unit=2");

  /**
   * @param text as the point table has it
   * @param unit the unit where the text names none
   * @throws BadRow if it is none of the above
   */
  static Address parse(String text, int unit) throws BadRow {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw bad(text, ALLOWED);
    }
    boolean modicon = parts.group("modicon") != null;
    Table table =
        (modicon ? Table.of(text.strip().charAt(0)) : Table.of(parts.group("table")))
            .orElseThrow(() -> bad(text, ALLOWED));
    int start =
        modicon
            ? Integer.parseInt(parts.group("modicon").substring(1)) - 1
            : Integer.parseInt(parts.group("start"));
    if (start < 0 || start > LAST) {
      throw bad(
          text,
          modicon
              ? new Text(
                  "numbers run from 1 to 65536 behind the first digit", "首位数字之后的编号为 1 到 65536")
              : new Text("numbers run from 0 to 65535", "编号为 0 到 65535"));
    }
    OptionalInt bit = number(parts.group("bit"));
    if (bit.isPresent() && table.bits()) {
      throw bad(
          text,
          new Text(
              "a " + table.word() + " is a bit already; write it without ." + bit.getAsInt(),
              table.word() + " 本身就是一位，请去掉 ." + bit.getAsInt()));
    }
    if (bit.orElse(0) > LAST_BIT) {
      throw bad(text, new Text("bits run from 0 to 15", "位号为 0 到 15"));
    }
    int other = number(parts.group("unit")).orElse(unit);
    if (other > LAST_UNIT) {
      throw bad(text, new Text("units run from 0 to 255", "从站号为 0 到 255"));
    }
    return new Address(other, table, start, bit);
  }

  private static OptionalInt number(String digits) {
    return Optional.ofNullable(digits)
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElse(OptionalInt.empty());
  }

  private static BadRow bad(String text, Text allowed) {
    return new BadRow(
        new Text("address \"" + text + "\": " + allowed.en(), "地址“" + text + "”: " + allowed.zh()));
  }

  @Override
  public String toString() {
    String place = table.word() + ":" + start;
    return bit.isPresent() ? place + "." + bit.getAsInt() : place;
  }
}
