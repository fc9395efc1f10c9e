package io.firedamp.point;

import java.util.regex.Pattern;

/**
 * Names a point within the site: its code 点位编号 alone for the site's own project, {@code NAME:CODE}
 * for a further project of the same gateway.
 *
 * @param value at most 64 characters, no blank; one colon at most, with something on both sides of
 *     it
 */
public record PointId(String value) implements Comparable<PointId> {
  private static final Pattern FORM = Pattern.compile("([^\\s:]+:)?[^\\s:]+");
  private static final int LONGEST = 64;

  /**
   * @throws IllegalArgumentException if the value has not the form above
   */
  public PointId {
    if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not a point: \""
              + value
              + "\" (CODE or PROJECT:CODE, no blanks, at most 64 characters)");
    }
  }

  /** The point of that code in that project; an empty project is the site's own. */
  public static PointId of(String project, String code) {
    return new PointId(project.isEmpty() ? code : project + ":" + code);
  }

  /** The project's name, empty for the site's own. */
  public String project() {
    int colon = value.indexOf(':');
    return colon < 0 ? "" : value.substring(0, colon);
  }

  /** The code 点位编号, as the platform knows it. */
  public String code() {
    return value.substring(value.indexOf(':') + 1);
  }

  @Override
  public int compareTo(PointId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
