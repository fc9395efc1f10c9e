package io.firedamp.simulator.platform;

import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks the answers to commands (表6) against the document and against what was accepted live. No
 * I/O, no clock; it remembers the last hours of live data and the last commands. One thread at a
 * time, but for {@link #read}.
 *
 * <p>The document has no mark for the end of an answer (AMB-32). What must be there is therefore
 * judged as the packets go on: all live seconds up to a packet's last one are in it or in those
 * before. What is left is judged when no packet came for {@link #SILENCE}.
 */
final class Recall {
  /** So long without a packet, and an answer counts as ended. */
  static final Duration SILENCE = Duration.ofMinutes(2);

  /** 数据包之间的上传间隔为5秒. */
  private static final Duration SPACING = Duration.ofSeconds(5);

  /** What the way through the broker may take off the spacing. */
  private static final Duration JITTER = Duration.ofMillis(250);

  /** 按1小时一个数据包合包上传. */
  private static final Duration HOUR = Duration.ofHours(1);

  /** What is that young at the command may not be stored yet (AMB-29). */
  private static final Duration YOUNG = Duration.ofSeconds(2);

  private static final int SECONDS_KEPT = 20_000;
  private static final int COMMANDS_KEPT = 200;
  private static final int PACKETS_KEPT = 100;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  private final Parameters parameters;
  private final NavigableMap<Instant, String> live = new TreeMap<>();
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  Recall(Parameters parameters) {
    this.parameters = parameters;
  }

  /** How far an answer is. */
  private static final class Answer {
    private final Command command;

    /** The first second that no packet has reached yet. */
    private Instant next;

    private final List<Answered> log = new ArrayList<>();
    private Instant heard;
    private long packets;
    private boolean ended;

    Answer(Command command) {
      this.command = command;
      this.next = command.from();
      this.heard = command.sent();
    }

    /** The last second that must be there. */
    Instant due() {
      Instant young = command.sent().minus(YOUNG);
      return young.isBefore(command.to()) ? young : command.to();
    }
  }

  /**
   * A packet of an answer, as it was judged.
   *
   * @param success as it stands there
   * @param seconds how many records it has
   * @param span its first and last; empty if it has none
   * @param objections what is wrong with it; empty words if nothing is
   */
  record Answered(Instant at, String success, int seconds, Optional<Span> span, Text objections) {}

  /** From one second to another, both included. */
  record Span(Instant from, Instant to) {}

  /** A command and the first packets of its answer. */
  record Progress(Command command, List<Answered> packets) {}

  /** The last commands, the oldest first. */
  List<Progress> progress() {
    return answers.values().stream()
        .map(answer -> new Progress(answer.command, List.copyOf(answer.log)))
        .toList();
  }

  /** Whether that is the first packet of an answer. */
  boolean firstPacket(String id) {
    Answer answer = answers.get(id);
    return answer != null && answer.packets == 1;
  }

  /** Remembers what was accepted live; two flags of a second are one here (AMB-38). */
  void live(Sample sample) {
    live.merge(
        sample.ctime(),
        sample.points(),
        (before, more) -> {
          Set<String> both = tokens(before);
          both.addAll(tokens(more));
          return String.join(" ", both);
        });
    while (live.size() > SECONDS_KEPT) {
      live.pollFirstEntry();
    }
  }

  /** Remembers what was asked for. */
  void asked(Command command) {
    answers.put(command.id(), new Answer(command));
    if (answers.size() > COMMANDS_KEPT) {
      answers.remove(answers.keySet().iterator().next());
    }
  }

  /**
   * A packet of an answer, checked as far as that needs nothing but itself.
   *
   * @param notes what was found so far
   * @param readable whether there is more than that
   * @param type its cmd_type; empty if there is none, which is noted
   * @param filled whether it has data
   */
  record Packet(
      Sheet notes,
      boolean readable,
      String id,
      Optional<String> type,
      String success,
      String reason,
      boolean filled,
      NavigableMap<Instant, String> seconds,
      Instant received) {}

  /**
   * Reads one packet of an answer. An hour of many points takes a while; this touches nothing that
   * other messages need, and any thread may call it.
   *
   * @param text the message in clear
   * @param received when it arrived
   */
  Packet read(String text, Instant received) {
    Sheet sheet = new Sheet(parameters, 1);
    Optional<Json.Obj> read = sheet.message(text);
    if (read.isEmpty()) {
      return new Packet(
          sheet, false, "", Optional.empty(), "", "", false, new TreeMap<>(), received);
    }
    Json.Obj message = read.get();
    sheet.exactly(message, "", Set.of("ts", "response_id", "cmd_type", "result"));
    sheet.ts(message);
    String id = sheet.text(message, "", "response_id");
    String type = sheet.text(message, "", "cmd_type");
    Json.Obj result = sheet.object(message, "", "result");
    sheet.exactly(result, "result.", Set.of("success", "reason", "value"));
    String success = sheet.bit(result, "result.", "success", Rule.ANSWER);
    String reason = sheet.text(result, "result.", "reason");
    List<Json> value = sheet.array(result, "result.", "value");
    return new Packet(
        sheet,
        true,
        id,
        Sheet.present(message, "cmd_type") ? Optional.of(type) : Optional.empty(),
        success,
        reason,
        !value.isEmpty(),
        seconds(sheet, value, received),
        received);
  }

  /** Judges one packet of an answer. */
  Verdict answer(Packet packet) {
    Sheet sheet = packet.notes();
    if (!packet.readable()) {
      return sheet.verdict("", false, false);
    }
    String id = packet.id();
    Answer answer = answers.get(id);
    if (answer == null) {
      sheet.object(
          Rule.UNASKED,
          "response_id " + id + " is that of no command",
          "response_id " + id + " 与已下发的指令不符");
      return sheet.verdict(id, false, false);
    }
    String asked = answer.command.type();
    if (!packet.type().orElse(asked).equals(asked)) {
      sheet.object(
          Rule.CMD_TYPE,
          "cmd_type " + packet.type().get() + " is not that of the command, " + asked,
          "cmd_type " + packet.type().get() + " 与指令的 " + asked + " 不符");
    }
    spacing(sheet, answer, packet.received());
    answer.packets++;
    answer.heard = packet.received();
    answer.ended = false;
    success(sheet, answer, packet.success(), packet.reason(), packet.filled());
    if (!packet.seconds().isEmpty()) {
      compare(sheet, answer, packet.seconds());
    }
    Verdict verdict = sheet.verdict(id, false, false);
    if (answer.log.size() < PACKETS_KEPT) {
      answer.log.add(logged(packet, verdict));
    }
    return verdict;
  }

  private static Answered logged(Packet packet, Verdict verdict) {
    NavigableMap<Instant, String> seconds = packet.seconds();
    return new Answered(
        packet.received(),
        packet.success(),
        seconds.size(),
        seconds.isEmpty()
            ? Optional.empty()
            : Optional.of(new Span(seconds.firstKey(), seconds.lastKey())),
        verdict.words());
  }

  private NavigableMap<Instant, String> seconds(Sheet sheet, List<Json> value, Instant received) {
    NavigableMap<Instant, String> seconds = new TreeMap<>();
    Optional<Instant> before = Optional.empty();
    for (int i = 0; i < value.size(); i++) {
      String path = "result.value[" + i + "].";
      if (!(value.get(i) instanceof Json.Obj second)) {
        sheet.object(Rule.TYPE, path + " must be an object", path + " 应为对象");
        continue;
      }
      sheet.exactly(second, path, Set.of("ctime", "utime", "values"));
      Optional<Instant> ctime = sheet.time(second, path, "ctime");
      Optional<Instant> utime = sheet.time(second, path, "utime");
      String points = sheet.points(second, path, "values");
      if (ctime.isPresent() && utime.isPresent() && utime.get().isBefore(ctime.get())) {
        sheet.object(
            Rule.AGE,
            path + "utime is before its ctime " + TIME.format(ctime.get()),
            path + "utime 早于 ctime " + TIME.format(ctime.get()));
      }
      if (utime.isPresent() && utime.get().isAfter(received.plus(Duration.ofMinutes(1)))) {
        sheet.object(Rule.AHEAD, path + "utime lies in the future", path + "utime 晚于接收时间，应为北京时间");
      }
      if (ctime.isPresent()) {
        if (before.isPresent() && !ctime.get().isAfter(before.get())) {
          String now = TIME.format(ctime.get());
          String then = TIME.format(before.get());
          sheet.object(
              Rule.ORDER,
              "ctime " + now + " after " + then,
              "ctime " + now + " 排在 " + then + " 之后");
        }
        before = ctime;
        seconds.put(ctime.get(), points);
      }
    }
    return seconds;
  }

  private static void spacing(Sheet sheet, Answer answer, Instant received) {
    if (answer.packets > 0) {
      Duration pause = Duration.between(answer.heard, received);
      if (pause.compareTo(SPACING.minus(JITTER)) < 0) {
        sheet.object(
            Rule.SPACING,
            pause.toMillis() + " ms after the packet before, not 5 s",
            "距上一包 " + pause.toMillis() + " 毫秒，应间隔5秒");
      }
    }
  }

  private static void success(
      Sheet sheet, Answer answer, String success, String reason, boolean filled) {
    if (success.equals("0") && reason.isBlank()) {
      sheet.object(Rule.REASON, "success 0 without a reason", "success 为0但无失败原因");
    }
    if (success.equals("0") && filled) {
      sheet.object(Rule.ANSWER, "success 0 with data", "success 为0但有数据");
    }
    if (success.equals("1") && !answer.command.sensible()) {
      sheet.object(
          Rule.ANSWER, "success 1 to a command that cannot be carried out", "指令无法执行，success 却为1");
    } else if (success.equals("1") && !filled) {
      sheet.object(Rule.ANSWER, "success 1 without data", "success 为1但无数据");
    }
  }

  private void compare(Sheet sheet, Answer answer, NavigableMap<Instant, String> seconds) {
    Instant first = seconds.firstKey();
    Instant last = seconds.lastKey();
    if (Duration.between(first, last).compareTo(HOUR) > 0) {
      sheet.object(
          Rule.HOUR,
          "more than an hour in a packet: " + TIME.format(first) + " to " + TIME.format(last),
          "一个包超过1小时: " + TIME.format(first) + " 至 " + TIME.format(last));
    }
    for (Instant edge : List.of(first, last)) {
      if (edge.isBefore(answer.command.from()) || edge.isAfter(answer.command.to())) {
        sheet.object(
            Rule.SPAN,
            "ctime " + TIME.format(edge) + " was not asked for",
            "ctime " + TIME.format(edge) + " 不在指令时间段内");
      }
    }
    if (first.isBefore(answer.next) && !first.isBefore(answer.command.from())) {
      String at = TIME.format(first);
      sheet.object(
          Rule.ORDER,
          "ctime " + at + " comes after later ones, or again",
          "ctime " + at + " 晚于其后的数据，或重复");
    }
    if (!last.isBefore(answer.next)) {
      missing(sheet, answer, last, seconds.keySet());
      answer.next = last.plusSeconds(1);
    }
    seconds.forEach(
        (ctime, points) -> {
          String accepted = live.get(ctime);
          if (accepted != null && !accepted.equals(points)) {
            differs(sheet, TIME.format(ctime), tokens(accepted), tokens(points));
          }
        });
  }

  private void missing(Sheet sheet, Answer answer, Instant until, Set<Instant> there) {
    Instant end = until.isBefore(answer.due()) ? until : answer.due();
    if (end.isBefore(answer.next)) {
      return;
    }
    for (Instant ctime : live.subMap(answer.next, true, end, true).keySet()) {
      if (!there.contains(ctime)) {
        String at = TIME.format(ctime);
        sheet.object(Rule.MISSING, at + " was accepted live and is missing", at + " 曾实时接收，补传中缺失");
      }
    }
  }

  private static void differs(Sheet sheet, String at, Set<String> accepted, Set<String> sent) {
    for (String point : accepted) {
      if (!sent.contains(point)) {
        String code = point.substring(0, point.indexOf('='));
        String found =
            sent.stream().filter(other -> other.startsWith(code + "=")).findFirst().orElse(code);
        sheet.object(
            Rule.DIFFERS,
            at + " live " + point + ", in the answer " + (found.equals(code) ? "nothing" : found),
            at + " 实时 " + point + "，补传 " + (found.equals(code) ? "缺失" : found));
      }
    }
    for (String point : sent) {
      String code = point.substring(0, point.indexOf('=') + 1);
      if (accepted.stream().noneMatch(other -> other.startsWith(code))) {
        sheet.remark(
            Rule.EXTRA, at + " " + point + " was not accepted live", at + " " + point + " 未曾实时接收");
      }
    }
  }

  private static Set<String> tokens(String points) {
    Set<String> tokens = new TreeSet<>(List.of(points.split(" ")));
    tokens.remove("");
    return tokens;
  }

  /** Judges what ended in the meantime: what it should have brought and did not. */
  List<Verdict> ended(Instant now) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Answer answer : answers.values()) {
      if (!answer.ended && !now.isBefore(answer.heard.plus(SILENCE))) {
        answer.ended = true;
        Sheet sheet = new Sheet(parameters, 1);
        if (answer.packets == 0) {
          sheet.object(Rule.SILENT, "the command was not answered", "指令未得到回复");
        } else if (answer.command.sensible()) {
          missing(sheet, answer, answer.due(), Set.of());
          answer.next = max(answer.next, answer.due().plusSeconds(1));
        }
        if (!sheet.clean()) {
          verdicts.add(sheet.verdict(answer.command.id(), false, false));
        }
      }
    }
    return verdicts;
  }

  private static Instant max(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
