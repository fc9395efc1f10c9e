package io.firedamp.clock.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firedamp.clock.ClockEvent;
import io.firedamp.clock.ClockState;
import io.firedamp.clock.TimeSource;
import io.firedamp.clock.TimeSource.Measure;
import io.firedamp.clock.TimeSource.Verdict;
import io.firedamp.clock.Timekeeping;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The clock, its servers and its log, for people and for scripts. */
final class ClockPage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter BEIJING =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneOffset.ofHours(8));
  private static final Duration YEAR = Duration.ofDays(366);
  private static final List<Text> COLUMNS =
      List.of(
          new Text("Server", "服务器"),
          new Text("Offset ms", "偏差 ms"),
          new Text("Delay ms", "时延 ms"),
          new Text("Jitter ms", "抖动 ms"),
          new Text("Stratum", "层级"),
          new Text("Reach", "可达"),
          new Text("Every", "间隔"),
          new Text("", ""));
  private static final List<Text> LOG_COLUMNS =
      List.of(
          new Text("Beijing time", "北京时间"),
          new Text("Event", "事件"),
          new Text("What", "对象"),
          new Text("Against", "比对"),
          new Text("Difference ms", "偏差 ms"),
          new Text("Limit ms", "限值 ms"),
          new Text("Result", "结果"));

  private ClockPage() {}

  // ---- people

  static List<String> lines(Timekeeping kept, Locale locale) {
    ClockState state = kept.state();
    List<String> lines = new ArrayList<>();
    lines.add(
        new Text("Clock: ", "时钟: ").in(locale)
            + state.trust().text().in(locale)
            + new Text(" since ", "，自 ").in(locale)
            + BEIJING.format(state.since()));
    lines.add("  " + state.explanation().in(locale));
    lines.add(
        new Text("Time: ", "时间: ").in(locale)
            + BEIJING.format(kept.time())
            + new Text(" Beijing; follows ", " 北京时间；跟随 ").in(locale)
            + follows(kept).in(locale));
    kept.serving()
        .ifPresent(
            serving ->
                lines.add(
                    new Text(
                            "Serves time on UDP port "
                                + serving.port()
                                + ": "
                                + serving.answered()
                                + " answered, "
                                + serving.ignored()
                                + " ignored",
                            "UDP 端口 "
                                + serving.port()
                                + " 提供时间服务: 已应答 "
                                + serving.answered()
                                + "，忽略 "
                                + serving.ignored())
                        .in(locale)));
    if (!kept.servers().isEmpty()) {
      lines.addAll(
          table(COLUMNS, kept.servers().stream().map(one -> row(one, locale)).toList(), locale));
    }
    return lines;
  }

  private static Text follows(Timekeeping kept) {
    return kept.own()
        ? new Text("the time servers", "时间服务器")
        : new Text("the system's clock", "系统时钟");
  }

  private static List<String> row(TimeSource server, Locale locale) {
    Optional<Measure> measure = server.measure();
    return List.of(
        server.address(),
        measure.map(Measure::offset).map(Lasting::inMillis).orElse("-"),
        measure.map(Measure::delay).map(Lasting::inMillis).orElse("-"),
        measure.map(Measure::jitter).map(Lasting::inMillis).orElse("-"),
        measure.map(one -> String.valueOf(one.stratum())).orElse("-"),
        Integer.toOctalString(server.reach()),
        server.interval().toSeconds() + " s",
        remark(server).in(locale));
  }

  /** The verdict; of a server that has said why it does not answer, that. */
  private static Text remark(TimeSource server) {
    boolean mute = server.verdict() == Verdict.SILENT || server.verdict() == Verdict.REFUSES;
    return mute && !server.kiss().isEmpty() ? Text.same(server.kiss()) : server.verdict().text();
  }

  /** The checks of the secondary server and the steps of a year. */
  static List<String> report(List<ClockEvent> events, Instant now, Locale locale) {
    List<List<String>> rows =
        year(events, now)
            .map(
                event ->
                    List.of(
                        BEIJING.format(event.time()),
                        event.kind().text().in(locale),
                        event.subject(),
                        event.against(),
                        event.difference().map(Lasting::inMillis).orElse("-"),
                        event.limit().map(limit -> String.valueOf(limit.toMillis())).orElse("-"),
                        event.result().text().in(locale)))
            .toList();
    return table(LOG_COLUMNS, rows, locale);
  }

  private static Stream<ClockEvent> year(List<ClockEvent> events, Instant now) {
    return events.stream().filter(event -> event.time().isAfter(now.minus(YEAR)));
  }

  private static List<String> table(List<Text> heading, List<List<String>> rows, Locale locale) {
    List<List<String>> all = new ArrayList<>();
    all.add(heading.stream().map(text -> text.in(locale)).toList());
    all.addAll(rows);
    List<String> lines = new ArrayList<>();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int widest = all.stream().mapToInt(one -> width(one.get(column))).max().orElse(0);
        line.append(row.get(i)).append(" ".repeat(widest - width(row.get(i)) + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Cells of a terminal: a Chinese character takes two. */
  private static int width(String text) {
    return text.codePoints().map(c -> Character.isIdeographic(c) || c >= 0xFF00 ? 2 : 1).sum();
  }

  // ---- scripts

  static String json(Timekeeping kept) {
    ClockState state = kept.state();
    ObjectNode page = JSON.createObjectNode();
    page.put("time", kept.time().toString());
    page.put("state", state.trust().name().toLowerCase(Locale.ROOT));
    page.put("since", state.since().toString());
    page.put("discipline", kept.own() ? "own" : "os");
    page.put("ahead_s", Lasting.seconds(kept.ahead()));
    kept.comparison()
        .ifPresent(
            truth -> {
              page.put("offset_ms", Lasting.millis(truth.offset()));
              page.put("estimate_ms", Lasting.millis(truth.estimate()));
              page.put("age_s", Lasting.seconds(truth.age()));
            });
    ArrayNode servers = page.putArray("servers");
    for (TimeSource server : kept.servers()) {
      ObjectNode one = servers.addObject().put("server", server.address());
      server
          .measure()
          .ifPresent(
              measure ->
                  one.put("offset_ms", Lasting.millis(measure.offset()))
                      .put("delay_ms", Lasting.millis(measure.delay()))
                      .put("jitter_ms", Lasting.millis(measure.jitter()))
                      .put("stratum", measure.stratum())
                      .put("leap", measure.leap()));
      one.put("reach", server.reach())
          .put("poll_s", server.interval().toSeconds())
          .put("kiss", server.kiss())
          .put("ignored", server.ignored())
          .put("remark", remark(server).en());
    }
    kept.serving()
        .ifPresent(
            serving ->
                page.putObject("serving")
                    .put("port", serving.port())
                    .put("answered", serving.answered())
                    .put("ignored", serving.ignored()));
    return page.toString();
  }

  /** The log of a year. */
  static String jsonReport(List<ClockEvent> events, Instant now) {
    ArrayNode log = JSON.createArrayNode();
    year(events, now)
        .forEach(
            event -> {
              ObjectNode one =
                  log.addObject()
                      .put("time", event.time().toString())
                      .put("event", event.kind().name().toLowerCase(Locale.ROOT))
                      .put("subject", event.subject())
                      .put("against", event.against());
              event.difference().ifPresent(by -> one.put("ms", Lasting.millis(by)));
              event.limit().ifPresent(limit -> one.put("limit_ms", limit.toMillis()));
              one.put("result", event.result().name().toLowerCase(Locale.ROOT));
            });
    return log.toString();
  }
}
