package io.firedamp.simulator.platform;

import io.firedamp.settings.Settings;
import io.firedamp.simulator.platform.Step.Act;
import io.firedamp.simulator.platform.Step.Fault;
import io.firedamp.simulator.platform.Step.When;
import io.firedamp.simulator.platform.Step.Wrong;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the platform is to do wrong, and what it is to ask for: a step a line (or between
 * semicolons), {@code #} begins a comment.
 *
 * <pre>
 * after 30 s: refuse 5 packets because 数值异常
 * every 100th packet: no reply
 * packet 20: late reply 15 s
 * after 2 min: command last 1 min
 * after 5 min: away for 20 s
 * </pre>
 */
record Script(List<Step> steps) {
  private static final String START = "at start";
  private static final String TIME = "(\\d{1,6}) ?(ms|s|min|h)";
  private static final String KIND = "(packet|heartbeat|key request)s?";

  private static final Pattern AFTER = Pattern.compile("after " + TIME);
  private static final Pattern EACH = Pattern.compile("every " + TIME);
  private static final Pattern NTH =
      Pattern.compile("every (?:(\\d{1,6})(?:st|nd|rd|th) )?" + KIND);
  private static final Pattern NUMBERED = Pattern.compile(KIND + " (\\d{1,6})");

  private static final Pattern FAULT =
      Pattern.compile(
          "("
              + Stream.of(Wrong.values()).map(Wrong::words).collect(Collectors.joining("|"))
              + ")(?: "
              + TIME
              + ")?(?: (?:to )?(\\d{1,6}) "
              + KIND
              + ")?(?: because (.+))?");
  private static final Pattern PHASE = Pattern.compile("status ([0-3])");
  private static final Pattern AWAY = Pattern.compile("(away|deaf|refuse logins) for " + TIME);
  private static final String MOMENT = "(?:(now)|" + TIME + " (ago|ahead))";
  private static final Pattern ASK =
      Pattern.compile(
          "command (?:last "
              + TIME
              + "|from "
              + MOMENT
              + " to "
              + MOMENT
              + ")(?: type (\\w{1,16}))?( sample-like)?( twice)?");

  private static final Text WHENS =
      new Text(
          "at start, after 30 s, every 5 min, every 100th packet, packet 20"
              + " (s, ms, min, h; packet, heartbeat, key request), then a colon",
          "应为 at start、after 30 s、every 5 min、every 100th packet、packet 20"
              + "（单位 s、ms、min、h；packet、heartbeat、key request），后接冒号");
  private static final Text ACTS =
      new Text(
          "refuse [5 packets] [because WORDS], no reply, late reply 12 s, wrong response_id, wrong"
              + " topic, undecryptable reply, sample-like reply (each: to 5 packets), status 0 to 3,"
              + " drop connections, away for 20 s, deaf for 20 s, refuse logins for 20 s, command last"
              + " 15 min, command from 2 h ago to now [type T] [sample-like] [twice]",
          "应为 refuse [5 packets] [because 原因]、no reply、late reply 12 s、wrong response_id、wrong"
              + " topic、undecryptable reply、sample-like reply（均可加 to 5 packets）、status 0 至 3、"
              + "drop connections、away for 20 s、deaf for 20 s、refuse logins for 20 s、command last 15"
              + " min、command from 2 h ago to now [type T] [sample-like] [twice]");
  private static final Text SCOPE =
      new Text(
          "to how many? e.g. refuse 5 packets, no reply to 2 heartbeats",
          "缺少数量，例如 refuse 5 packets、no reply to 2 heartbeats");
  private static final Text REASON = new Text("refused by the script", "演练脚本拒收");

  Script {
    steps = List.copyOf(steps);
  }

  /**
   * A line that is no step.
   *
   * @param line from 1
   * @param found what stands there
   * @param allowed what would be right
   */
  record Mistake(int line, String found, Text allowed) {
    Text words() {
      return new Text(
          "line " + line + ": " + found + ": " + allowed.en(),
          "第" + line + "行: " + found + ": " + allowed.zh());
    }
  }

  /** What was read. */
  record Reading(Script script, List<Mistake> mistakes) {}

  /** Asks for {@code script}: the steps, or {@code file:PATH}. */
  static Script of(Settings settings) {
    Reading reading = read(settings.document("script"));
    reading.mistakes().forEach(mistake -> settings.problem("script", mistake.words()));
    return reading.script();
  }

  /** Reads all lines; those that are wrong are told, the others are in the script. */
  static Reading read(String text) {
    return read(text, "");
  }

  /** The same, where a step that does not say when is for now. */
  static Reading now(String text) {
    return read(text, START + ": ");
  }

  private static Reading read(String text, String preset) {
    List<Step> steps = new ArrayList<>();
    List<Mistake> mistakes = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      for (String part : line.replaceFirst("#.*", "").split(";")) {
        String step = part.strip().replaceAll("\\s+", " ");
        if (!step.isEmpty()) {
          read(step.contains(":") ? step : preset + step, number, steps, mistakes);
        }
      }
    }
    return new Reading(new Script(steps), mistakes);
  }

  private static void read(String text, int line, List<Step> steps, List<Mistake> mistakes) {
    int colon = text.indexOf(':');
    Optional<When> when = colon < 0 ? Optional.empty() : when(text.substring(0, colon).strip());
    if (when.isEmpty()) {
      mistakes.add(new Mistake(line, text, WHENS));
      return;
    }
    String what = text.substring(colon + 1).strip();
    Matcher fault = FAULT.matcher(what);
    if (fault.matches()) {
      fault(fault, when.get())
          .ifPresentOrElse(
              act -> steps.add(new Step(text, when.get(), act)),
              () -> mistakes.add(new Mistake(line, what, fault.group(2) == null ? SCOPE : ACTS)));
    } else {
      act(what)
          .ifPresentOrElse(
              act -> steps.add(new Step(text, when.get(), act)),
              () -> mistakes.add(new Mistake(line, what, ACTS)));
    }
  }

  private static Optional<When> when(String text) {
    if (text.equals(START)) {
      return Optional.of(new Step.After(Duration.ZERO));
    }
    Matcher after = AFTER.matcher(text);
    if (after.matches()) {
      return Optional.of(new Step.After(time(after, 1)));
    }
    Matcher each = EACH.matcher(text);
    if (each.matches() && !time(each, 1).isZero()) {
      return Optional.of(new Step.Each(time(each, 1)));
    }
    Matcher nth = NTH.matcher(text);
    if (nth.matches()) {
      int number = nth.group(1) == null ? 1 : Integer.parseInt(nth.group(1));
      return number == 0
          ? Optional.empty()
          : Optional.of(new Step.At(kind(nth.group(2)), number, true));
    }
    Matcher numbered = NUMBERED.matcher(text);
    if (numbered.matches() && Integer.parseInt(numbered.group(2)) > 0) {
      return Optional.of(
          new Step.At(kind(numbered.group(1)), Integer.parseInt(numbered.group(2)), false));
    }
    return Optional.empty();
  }

  /** Empty if it is late without a time, timed without being late, or of no number of messages. */
  private static Optional<Act> fault(Matcher found, When when) {
    Wrong wrong =
        Stream.of(Wrong.values())
            .filter(one -> one.words().equals(found.group(1)))
            .findFirst()
            .orElseThrow();
    boolean timed = found.group(2) != null;
    boolean counted = found.group(4) != null;
    if (timed != (wrong == Wrong.LATE)
        || (found.group(6) != null && wrong != Wrong.REFUSED)
        || !(counted || when instanceof Step.At)) {
      return Optional.empty();
    }
    return Optional.of(
        new Fault(
            wrong,
            timed ? time(found, 2) : Duration.ZERO,
            found.group(6) == null ? REASON : Text.same(found.group(6)),
            counted ? kind(found.group(5)) : ((Step.At) when).kind(),
            counted ? Integer.parseInt(found.group(4)) : 1));
  }

  private static Optional<Act> act(String what) {
    Matcher phase = PHASE.matcher(what);
    if (phase.matches()) {
      return Optional.of(new Step.Phase(Integer.parseInt(phase.group(1))));
    }
    if (what.equals("drop connections")) {
      return Optional.of(new Step.Drop());
    }
    Matcher away = AWAY.matcher(what);
    if (away.matches()) {
      Duration time = time(away, 2);
      return Optional.of(
          away.group(1).equals("refuse logins")
              ? new Step.Locked(time)
              : new Step.Away(time, away.group(1).equals("deaf")));
    }
    Matcher ask = ASK.matcher(what);
    if (ask.matches()) {
      boolean last = ask.group(1) != null;
      return Optional.of(
          new Step.Ask(
              ask.group(11) == null ? "1" : ask.group(11),
              last ? time(ask, 1).negated() : moment(ask, 3),
              last ? Duration.ZERO : moment(ask, 7),
              ask.group(12) != null,
              ask.group(13) != null));
    }
    return Optional.empty();
  }

  private static Duration moment(Matcher found, int at) {
    if (found.group(at) != null) {
      return Duration.ZERO;
    }
    Duration time = time(found, at + 1);
    return found.group(at + 3).equals("ago") ? time.negated() : time;
  }

  private static Duration time(Matcher found, int at) {
    long number = Long.parseLong(found.group(at));
    return switch (found.group(at + 1)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static Kind kind(String words) {
    return switch (words) {
      case "packet" -> Kind.DATA;
      case "heartbeat" -> Kind.HEARTBEAT;
      default -> Kind.KEY_REQUEST;
    };
  }
}
