package io.firedamp.shell;

import io.firedamp.explore.Live;
import io.firedamp.health.Condition;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The gateway at one moment, as its commands show it.
 *
 * @param at that moment
 * @param healths every part that speaks for itself
 * @param troubles what cannot
 * @param points what the instruments say; empty if nobody knows
 */
record Picture(Instant at, List<Health> healths, List<Trouble> troubles, List<Live> points) {
  Picture {
    Objects.requireNonNull(at);
    healths = List.copyOf(healths);
    troubles = List.copyOf(troubles);
    points = List.copyOf(points);
  }

  /** The same with points. */
  Picture with(List<Live> newPoints) {
    return new Picture(at, healths, troubles, newPoints);
  }

  /** The same for those who are not commands. */
  Condition condition() {
    List<Health> problems =
        Stream.concat(troubles.stream().map(Trouble::health), healths.stream())
            .filter(health -> health.level() != Level.OK)
            .sorted(Comparator.comparing(Health::level).reversed())
            .toList();
    return new Condition(at, level(), verdict(), healths, problems);
  }

  /** The worst level of all. */
  Level level() {
    return levels().max(Comparator.naturalOrder()).orElse(Level.OK);
  }

  /** Whether nothing is MAJOR or CRITICAL. */
  boolean well() {
    return level().compareTo(Level.MAJOR) < 0;
  }

  /** How the whole is, in one sentence. */
  Text verdict() {
    long critical = count(Level.CRITICAL);
    long major = count(Level.MAJOR);
    long notices = count(Level.NOTICE);
    int parts = healths.size();
    if (critical + major == 0) {
      String en = "All well: " + parts + (parts == 1 ? " part" : " parts");
      String zh = "一切正常：" + parts + " 个部分";
      return notices == 0
          ? new Text(en, zh)
          : new Text(
              en + ", " + notices + (notices == 1 ? " notice" : " notices"),
              zh + "，提示 " + notices + " 项");
    }
    StringBuilder en = new StringBuilder("Not well: ");
    StringBuilder zh = new StringBuilder("异常：");
    if (critical > 0) {
      en.append(critical).append(" critical");
      zh.append("紧急 ").append(critical).append(" 项");
    }
    if (major > 0) {
      en.append(critical > 0 ? ", " : "").append(major).append(" major");
      zh.append(critical > 0 ? "，" : "").append("重要 ").append(major).append(" 项");
    }
    return new Text(en.toString(), zh.toString());
  }

  private long count(Level level) {
    return levels().filter(level::equals).count();
  }

  private Stream<Level> levels() {
    return Stream.concat(
        healths.stream().map(Health::level), troubles.stream().map(Trouble::level));
  }
}
