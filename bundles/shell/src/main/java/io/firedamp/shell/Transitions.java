package io.firedamp.shell;

import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has changed from look to look, a line for each change and none where nothing has. One
 * thread.
 */
final class Transitions {
  /** Looks for which a trouble must stand: at a start or a hot swap things fall into place. */
  static final int PATIENCE = 3;

  /**
   * A line of the log.
   *
   * @param level how urgent it is
   * @param words in both languages
   */
  record Line(Level level, String words) {}

  /** Which part: subjects should be unique, but two parts of one name must not flap. */
  private record Part(String subject, int nth) {}

  private record State(String code, Level level, boolean there) {
    static final State NEW = new State(Health.OK, Level.OK, true);
  }

  private final Map<Part, State> states = new HashMap<>();
  private final Map<Trouble, Integer> seen = new LinkedHashMap<>();

  /** The changes since the last look at the parts. */
  List<Line> parts(List<Health> healths) {
    List<Line> lines = new ArrayList<>();
    Map<String, Integer> count = new HashMap<>();
    Set<Part> present = new HashSet<>();
    for (Health health : healths) {
      Part part = new Part(health.subject(), count.merge(health.subject(), 1, Integer::sum));
      present.add(part);
      State now = new State(health.code(), health.level(), true);
      State before = states.put(part, now);
      if (!now.equals(before == null ? State.NEW : before)) {
        lines.add(new Line(health.level(), words(health)));
      }
    }
    states.replaceAll(
        (part, state) -> {
          if (present.contains(part) || !state.there()) {
            return state;
          }
          lines.add(
              new Line(
                  Level.OK,
                  Cells.clean(part.subject()) + ": " + new Text("is gone", "已不存在").both()));
          return new State("", Level.OK, false);
        });
    return lines;
  }

  /** The troubles that have come to stay since the last look, and those that are over. */
  List<Line> troubles(List<Trouble> now) {
    List<Line> lines = new ArrayList<>();
    Set<Trouble> present = new LinkedHashSet<>(now);
    for (Trouble trouble : present) {
      if (seen.merge(trouble, 1, Integer::sum) == PATIENCE) {
        lines.add(new Line(trouble.level(), words(trouble)));
      }
    }
    seen.entrySet()
        .removeIf(
            entry -> {
              boolean over = !present.contains(entry.getKey());
              if (over && entry.getValue() >= PATIENCE) {
                lines.add(
                    new Line(
                        Level.OK,
                        Cells.clean(entry.getKey().subject())
                            + ": "
                            + new Text("is settled", "已解决").both()
                            + " ("
                            + entry.getKey().code()
                            + ")"));
              }
              return over;
            });
    return lines;
  }

  private static String words(Health health) {
    String head = Cells.clean(health.subject()) + ": " + health.level().text().both();
    String since = ", since " + Wording.timeWithZone(health.since());
    String code = health.code().equals(Health.OK) ? "" : " (" + Cells.clean(health.code()) + ")";
    return head + code + since + sentence(health.cause()) + sentence(health.remedy());
  }

  private static String words(Trouble trouble) {
    StringBuilder words =
        new StringBuilder(Cells.clean(trouble.subject()))
            .append(": ")
            .append(trouble.level().text().both())
            .append(" (")
            .append(trouble.code())
            .append(')')
            .append(sentence(trouble.cause()));
    trouble.complaints().forEach(complaint -> words.append(sentence(complaint.text())));
    return words.append(sentence(trouble.remedy())).toString();
  }

  private static String sentence(Text text) {
    return text.en().isBlank() && text.zh().isBlank() ? "" : "; " + Cells.clean(text.both());
  }
}
