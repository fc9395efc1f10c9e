package io.firedamp.shell;

import io.firedamp.point.PointId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which code somebody may have meant. */
final class Nearness {
  private static final int MOST = 5;
  private static final int FARTHEST = 2;

  private Nearness() {}

  /** Those that differ in at most two characters, or begin so; the nearest first. */
  static List<PointId> nearest(String code, List<PointId> known) {
    String wanted = code.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(id -> distance(wanted, id) <= FARTHEST)
        .sorted(Comparator.<PointId>comparingInt(id -> distance(wanted, id)))
        .limit(MOST)
        .toList();
  }

  private static int distance(String wanted, PointId id) {
    String there = id.value().toLowerCase(Locale.ROOT);
    int edits = Math.min(edits(wanted, there), edits(wanted, id.code().toLowerCase(Locale.ROOT)));
    boolean alike = wanted.length() > 1 && there.startsWith(wanted);
    return alike ? Math.min(edits, FARTHEST) : edits;
  }

  /** Characters to insert, remove or replace (Levenshtein 1966). */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
