package io.firedamp.shell;

import io.firedamp.shell.Ink.Tone;
import io.firedamp.store.Verdict;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a check of the sealed history has found, for people. */
final class VerdictPage {
  private VerdictPage() {}

  static List<String> lines(Verdict verdict, Locale locale, Ink ink, int width) {
    List<String> lines = new ArrayList<>();
    if (!verdict.sound()) {
      lines.add(ink.paint(Tone.BAD, summary(verdict).in(locale)));
      Cells.wrap(verdict.fault().in(locale), width - 2).forEach(line -> lines.add("  " + line));
      lines.add(
          "  "
              + word(locale, "before it all fits, units: ", "在其之前均无误，单元数: ")
              + verdict.units()
              + word(locale, ", frames: ", "，帧数: ")
              + verdict.frames());
    } else {
      lines.add(
          ink.paint(verdict.units() == 0 ? Tone.NOTICE : Tone.GOOD, summary(verdict).in(locale)));
    }
    if (verdict.units() > 0) {
      lines.add(
          "  "
              + word(locale, "SHA-256 of these and all before: ", "以上及之前全部数据的 SHA-256 摘要: ")
              + verdict.digest());
    }
    return lines;
  }

  /** The verdict in one line. */
  static Text summary(Verdict verdict) {
    if (!verdict.sound()) {
      String frame = Long.toString(verdict.frame());
      boolean known = !verdict.hour().equals(Instant.EPOCH);
      String hour = known ? ", " + Wording.timeWithZone(verdict.hour()) : "";
      return new Text(
          "Does not fit from frame " + frame + " on" + hour, "自第 " + frame + " 帧起不符" + hour);
    }
    if (verdict.units() == 0) {
      return new Text("Nothing is sealed there yet: nothing was checked", "该时段尚无已封存的数据，未作校验");
    }
    return new Text(
        "All fits: "
            + verdict.units()
            + " sealed units of up to an hour, "
            + verdict.frames()
            + " frames",
        "校验无误: " + verdict.units() + " 个封存单元（每个不超过一小时），" + verdict.frames() + " 帧");
  }

  private static String word(Locale locale, String en, String zh) {
    return new Text(en, zh).in(locale);
  }
}
