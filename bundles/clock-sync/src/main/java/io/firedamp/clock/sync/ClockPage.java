package io.firedamp.clock.sync;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firedamp.clock.ClockState;
import io.firedamp.clock.sync.ClockLog.Entry;
import io.firedamp.clock.sync.ClockLog.Event;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The clock, its servers and its log, for people and for scripts. */
final class ClockPage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter BEIJING =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneOffset.ofHours(8));
  private static final Duration YEAR = Duration.ofDays(366);
  private static final Text NO_ANSWER = new Text("no answer", "无应答");
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

  private final Keeper keeper;
  private final Optional<TimeServer> server;

  ClockPage(Keeper keeper, Optional<TimeServer> server) {
    this.keeper = keeper;
    this.server = server;
  }

  // ---- people

  List<String> lines(Locale locale) {
    SiteTime.Told told = keeper.time().tell();
    ClockState state = keeper.time().state();
    List<String> lines = new ArrayList<>();
    lines.add(
        new Text("Clock: ", "时钟: ").in(locale)
            + state.trust().text().in(locale)
            + new Text(" since ", "，自 ").in(locale)
            + BEIJING.format(state.since()));
    lines.add("  " + state.explanation().in(locale));
    lines.add(
        new Text("Time: ", "时间: ").in(locale)
            + BEIJING.format(Machine.instant(told.time()))
            + new Text(" Beijing; follows ", " 北京时间；跟随 ").in(locale)
            + follows().in(locale));
    server.ifPresent(
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
    List<List<String>> rows = new ArrayList<>();
    for (Server.View view : keeper.views()) {
      rows.add(row(view, told, locale));
    }
    if (!rows.isEmpty()) {
      lines.addAll(table(COLUMNS, rows, locale));
    }
    return lines;
  }

  private Text follows() {
    return keeper.settings().discipline() == SiteTime.Discipline.OS
        ? new Text("the system's clock", "系统时钟")
        : new Text("the time servers", "时间服务器");
  }

  private List<String> row(Server.View view, SiteTime.Told told, Locale locale) {
    Optional<Fix> fix = view.fix();
    return List.of(
        view.address().toString(),
        fix.map(one -> millis(Lasting.millis(one.error(told)))).orElse("-"),
        fix.map(one -> millis(Lasting.millis(one.sample().delay()))).orElse("-"),
        fix.map(one -> millis(Lasting.millis(one.jitter()))).orElse("-"),
        fix.map(one -> String.valueOf(one.sample().stratum())).orElse("-"),
        Integer.toOctalString(view.reach()),
        view.interval().toSeconds() + " s",
        remark(view).in(locale));
  }

  private Text remark(Server.View view) {
    String name = view.address().toString();
    Selection selection = keeper.selection();
    if (view.stopped()) {
      return Text.same(view.kiss());
    }
    if (view.fix().isEmpty()) {
      return view.kiss().isEmpty() ? NO_ANSWER : Text.same(view.kiss());
    }
    if (selection.chosen().filter(fix -> fix.server().equals(name)).isPresent()) {
      return new Text("believed", "采用");
    }
    if (selection.liars().stream().anyMatch(fix -> fix.server().equals(name))) {
      return new Text("contradicts the majority", "与多数不一致");
    }
    if (!keeper.settings().servers().contains(view.address())) {
      return new Text("secondary, only compared", "二级服务器，仅比对");
    }
    return selection.contradiction() ? new Text("differs", "不一致") : new Text("agrees", "一致");
  }

  /** The checks of the secondary server and the steps of a year. */
  List<String> report(Instant now, Locale locale) {
    List<List<String>> rows =
        year(now).stream()
            .map(
                entry ->
                    List.of(
                        BEIJING.format(entry.time()),
                        event(entry).in(locale),
                        entry.subject(),
                        entry.against(),
                        entry.ms().map(ClockPage::millis).orElse("-"),
                        entry.limitMs().map(String::valueOf).orElse("-"),
                        result(entry).in(locale)))
            .toList();
    return table(LOG_COLUMNS, rows, locale);
  }

  private List<Entry> year(Instant now) {
    return keeper.log().stream().filter(e -> e.time().isAfter(now.minus(YEAR))).toList();
  }

  private static Text event(Entry entry) {
    return entry.event() == Event.CHECK
        ? new Text("daily check", "每日核查")
        : new Text("clock was set", "时钟调整");
  }

  private static Text result(Entry entry) {
    return switch (entry.result()) {
      case OK -> new Text("ok", "合格");
      case OFF -> new Text("over the limit", "超限");
      case SILENT -> NO_ANSWER;
      case NONE -> Text.NONE;
    };
  }

  private static String millis(double ms) {
    return String.format(Locale.ROOT, "%.3f", ms);
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

  String json() {
    SiteTime.Told told = keeper.time().tell();
    ClockState state = keeper.time().state();
    ObjectNode page = JSON.createObjectNode();
    page.put("time", Machine.instant(told.time()).toString());
    page.put("state", state.trust().name().toLowerCase(Locale.ROOT));
    page.put("since", state.since().toString());
    page.put("discipline", keeper.settings().discipline().name().toLowerCase(Locale.ROOT));
    page.put("ahead_s", Lasting.seconds(told.ahead()));
    keeper
        .fix()
        .ifPresent(
            fix -> {
              page.put("offset_ms", Lasting.millis(fix.error(told)));
              page.put("estimate_ms", Lasting.millis(fix.estimate(told)));
              page.put("age_s", Lasting.seconds(fix.age(told.nanos())));
            });
    ArrayNode servers = page.putArray("servers");
    for (Server.View view : keeper.views()) {
      ObjectNode one = servers.addObject().put("server", view.address().toString());
      view.fix()
          .ifPresent(
              fix ->
                  one.put("offset_ms", Lasting.millis(fix.error(told)))
                      .put("delay_ms", Lasting.millis(fix.sample().delay()))
                      .put("jitter_ms", Lasting.millis(fix.jitter()))
                      .put("stratum", fix.sample().stratum())
                      .put("leap", fix.sample().leap()));
      one.put("reach", view.reach())
          .put("poll_s", view.interval().toSeconds())
          .put("kiss", view.kiss())
          .put("ignored", view.ignored())
          .put("remark", remark(view).en());
    }
    server.ifPresent(
        serving ->
            page.putObject("serving")
                .put("port", serving.port())
                .put("answered", serving.answered())
                .put("ignored", serving.ignored()));
    return page.toString();
  }

  /** The log of a year. */
  String jsonReport(Instant now) {
    ArrayNode log = JSON.createArrayNode();
    for (Entry entry : year(now)) {
      ObjectNode one =
          log.addObject()
              .put("time", entry.time().toString())
              .put("event", entry.event().name().toLowerCase(Locale.ROOT))
              .put("subject", entry.subject())
              .put("against", entry.against());
      entry.ms().ifPresent(ms -> one.put("ms", ms));
      entry.limitMs().ifPresent(limit -> one.put("limit_ms", limit));
      one.put("result", entry.result().name().toLowerCase(Locale.ROOT));
    }
    return log.toString();
  }
}
