package io.firedamp.shell;

import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.shell.Ink.Tone;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The answer of {@code firedamp:status} for people: the verdict, below it everything that is not
 * normal with its cause and remedy, worst first; then all parts with their figures.
 */
final class StatusPage {
  private static final String INDENT = "  ";
  private static final String DEEP = "      ";
  private static final List<Level> WORST_FIRST = List.of(Level.CRITICAL, Level.MAJOR, Level.NOTICE);

  private final Picture picture;
  private final Locale locale;
  private final Ink ink;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private StatusPage(Picture picture, Locale locale, Ink ink, int width) {
    this.picture = picture;
    this.locale = locale;
    this.ink = ink;
    this.width = width;
  }

  /**
   * The verdict, each part, and what cannot speak for itself.
   *
   * @param width cells of a line; the largest number where nothing is to be wrapped
   */
  static List<String> lines(Picture picture, Locale locale, Ink ink, int width) {
    StatusPage page = new StatusPage(picture, locale, ink, width);
    page.verdict();
    page.parts();
    return page.lines;
  }

  private void verdict() {
    String verdict = picture.verdict().in(locale);
    lines.add(
        ink.paint(Tone.of(picture.level()), verdict)
            + "  "
            + ink.paint(Tone.QUIET, Wording.timeWithZone(picture.at())));
    for (Level level : WORST_FIRST) {
      picture.troubles().stream().filter(t -> t.level() == level).forEach(this::problem);
      picture.healths().stream().filter(h -> h.level() == level).forEach(this::problem);
    }
  }

  private void problem(Trouble trouble) {
    head(trouble.level(), trouble.subject(), "", trouble.code());
    block(DEEP, trouble.cause().in(locale));
    for (Complaint complaint : trouble.complaints()) {
      block(DEEP + "· ", complaint.text().in(locale));
    }
    remedy(trouble.remedy());
  }

  private void problem(Health health) {
    head(health.level(), health.subject(), since(health, true), health.code());
    block(DEEP, health.cause().in(locale));
    remedy(health.remedy());
  }

  private void head(Level level, String subject, String since, String code) {
    String head = level.text().in(locale) + "  " + Cells.clean(subject) + since;
    lines.add(
        INDENT
            + ink.paint(Tone.of(level), head)
            + INDENT
            + ink.paint(Tone.QUIET, Cells.clean(code)));
  }

  private void remedy(Text remedy) {
    block(DEEP + "→ ", remedy.in(locale));
  }

  private String since(Health health, boolean span) {
    String ago =
        span && !health.since().equals(Instant.EPOCH)
            ? " (" + Wording.span(health.since(), picture.at()).in(locale) + ")"
            : "";
    return word(", since ", "，自 ") + Wording.time(health.since()) + ago;
  }

  private void parts() {
    if (picture.healths().isEmpty()) {
      return;
    }
    title(word("Parts", "各部分"));
    int levels = 0;
    for (Level each : Level.values()) {
      levels = Math.max(levels, Cells.width(each.text().in(locale)));
    }
    for (Health health : picture.healths()) {
      String level = health.level().text().in(locale);
      String code = health.code().equals(Health.OK) ? "" : "  " + Cells.clean(health.code());
      lines.add(
          INDENT
              + ink.paint(Tone.of(health.level()), Cells.left(level, levels))
              + INDENT
              + ink.paint(Tone.TITLE, Cells.clean(health.subject()))
              + since(health, false)
              + code);
      flow(
              health.figures().stream().map(f -> Wording.figure(f, locale)).toList(),
              width - DEEP.length())
          .forEach(line -> lines.add(ink.paint(Tone.QUIET, DEEP + line)));
    }
  }

  private void title(String title) {
    lines.add("");
    lines.add(ink.paint(Tone.TITLE, title));
  }

  /** The text, wrapped; what follows the first line stands below its beginning. */
  private void block(String head, String text) {
    if (text.isBlank()) {
      return;
    }
    int indent = Cells.width(head);
    String start = head;
    for (String line : Cells.wrap(text, width - indent)) {
      lines.add((start + line).stripTrailing());
      start = " ".repeat(indent);
    }
  }

  /** Pieces on lines no wider than that, each unbroken unless it alone is too wide. */
  static List<String> flow(List<String> pieces, int width) {
    List<String> flowed = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String piece : pieces) {
      String joint = line.isEmpty() ? "" : " · ";
      if (!line.isEmpty() && Cells.width(line + joint + piece) > width) {
        flowed.add(line.toString());
        line.setLength(0);
        joint = "";
      }
      line.append(joint).append(Cells.cut(piece, width));
    }
    if (!line.isEmpty()) {
      flowed.add(line.toString());
    }
    return flowed;
  }

  private String word(String en, String zh) {
    return new Text(en, zh).in(locale);
  }
}
