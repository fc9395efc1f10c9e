package io.firedamp.pipeline.workbook;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * {@code styles.xml}: what a number means to who sees it. Only whether it is a date or a percentage
 * counts; decimals that a format hides are there all the same (ECMA-376 18.8.30).
 */
final class Formats extends DefaultHandler {
  private enum Shown {
    NUMBER,
    PERCENT,
    DATE
  }

  private static final Pattern NOT_MEANT = // texts, conditions and colours, escaped and padding
      Pattern.compile("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.|_.|\\*.");
  private static final Pattern OF_TIME = Pattern.compile(".*[ymdhs].*", Pattern.DOTALL);
  private static final double FIRST_DAY = 61; // 1900-03-01: before it the days are miscounted
  private static final double LAST_DAY = 2_958_465; // 9999-12-31
  private static final long SECONDS = 86_400;
  private static final DateTimeFormatter WITH_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final LocalDate epoch;
  private final Map<String, String> codes = new HashMap<>();
  private final List<String> styles = new ArrayList<>();
  private boolean inCells;

  /**
   * @param epoch day zero
   */
  Formats(LocalDate epoch) {
    this.epoch = epoch;
  }

  /** The number as a person would type it; what is none stays as it is. */
  String text(String number, int style) {
    double value;
    try {
      value = Double.parseDouble(number);
      BigDecimal.valueOf(value); // throws if it is infinite
    } catch (NumberFormatException none) {
      return number;
    }
    return switch (shown(style)) {
      case NUMBER -> plain(BigDecimal.valueOf(value));
      case PERCENT -> plain(BigDecimal.valueOf(value).movePointRight(2)) + "%";
      case DATE ->
          value >= FIRST_DAY && value <= LAST_DAY ? date(value) : plain(BigDecimal.valueOf(value));
    };
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private String date(double days) {
    LocalDateTime time = epoch.atStartOfDay().plusSeconds(Math.round(days * SECONDS));
    return time.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? time.toLocalDate().toString()
        : WITH_TIME.format(time);
  }

  private Shown shown(int style) {
    String id = style >= 0 && style < styles.size() ? styles.get(style) : "0";
    String code = codes.get(id);
    return code == null ? builtIn(Integer.parseInt(id)) : custom(code);
  }

  /** Those that no file defines; 27 to 36 and 50 to 58 are the dates of Chinese editions. */
  private static Shown builtIn(int id) {
    if (id == 9 || id == 10) {
      return Shown.PERCENT;
    }
    boolean date =
        id >= 14 && id <= 22
            || id >= 27 && id <= 36
            || id >= 45 && id <= 47
            || id >= 50 && id <= 58;
    return date ? Shown.DATE : Shown.NUMBER;
  }

  private static Shown custom(String code) {
    String meant = NOT_MEANT.matcher(code).replaceAll("").toLowerCase(Locale.ROOT);
    if (OF_TIME.matcher(meant).matches()) {
      return Shown.DATE;
    }
    return meant.contains("%") ? Shown.PERCENT : Shown.NUMBER;
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes) {
    String id = attributes.getValue("numFmtId");
    switch (name) {
      case "numFmt" -> codes.put(id, String.valueOf(attributes.getValue("formatCode")));
      case "cellXfs" -> inCells = true;
      case "xf" -> {
        if (inCells) {
          styles.add(id == null ? "0" : id);
        }
      }
      default -> {}
    }
  }

  @Override
  public void endElement(String uri, String name, String qualified) {
    if (name.equals("cellXfs")) {
      inCells = false;
    }
  }
}
