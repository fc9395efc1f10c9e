package io.firedamp.shell;

import io.firedamp.explore.Live;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.Quality;
import io.firedamp.setup.Step;
import io.firedamp.setup.Step.Field;
import io.firedamp.setup.Step.Name;
import io.firedamp.setup.Step.State;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gateway at one moment, as the first steps look at it.
 *
 * @param healths every part that speaks for itself
 * @param troubles what cannot
 * @param points what the instruments say
 */
record SetupView(List<Health> healths, List<Trouble> troubles, List<Live> points) {
  private static final int MOST_SHOWN = 20;

  /** A part that waits for another one is not wrong: that one's step is open. */
  private static final String WAITING = "component.waiting";

  /** Of the table, not of the device. */
  private static final String BAD_ADDRESS = "source.bad-address";

  private Optional<Health> part(String subject) {
    return healths.stream().filter(health -> health.subject().equals(subject)).findFirst();
  }

  private List<Health> parts(String kind) {
    return healths.stream().filter(health -> health.subject().startsWith(kind)).toList();
  }

  /** What is wrong with these files. */
  private List<Health> wrong(List<String> files) {
    return troubles.stream()
        .filter(trouble -> files.contains(trouble.subject()))
        .filter(trouble -> !trouble.code().equals(WAITING))
        .map(Trouble::health)
        .toList();
  }

  /**
   * @param file the name of the site's
   */
  Step project(String file, SetupFile site) {
    List<Field> fields = SetupForms.project(site);
    List<Health> wrong = site.exists() ? wrong(List.of(file)) : List.of();
    if (!wrong.isEmpty()) {
      return wrong(Name.PROJECT, wrong, fields);
    }
    if (part("pipeline").isPresent()) {
      String found =
          Stream.of("project.name", "project.registration", "project.type")
              .map(site::value)
              .collect(Collectors.joining(", "));
      return done(Name.PROJECT, Text.same(found), fields);
    }
    return open(
        Name.PROJECT,
        site.exists() ? soon(file) : Text.NONE,
        new Text(
            "Say what the gateway is for; it is written into etc/" + file + ".",
            "填写项目信息，将写入 etc/" + file + "。"),
        fields);
  }

  /**
   * @param files the names of all uplinks'
   * @param uplink the one that is asked about
   */
  Step access(List<String> files, SetupFile uplink) {
    List<Field> fields = SetupForms.access(uplink);
    List<Health> wrong = wrong(files);
    if (!wrong.isEmpty()) {
      return wrong(Name.ACCESS, wrong, fields);
    }
    List<Health> running = parts("uplink ");
    if (!running.isEmpty()) {
      return done(Name.ACCESS, subjects(running), fields);
    }
    return open(
        Name.ACCESS,
        files.isEmpty() ? Text.NONE : soon(String.join(", ", files)),
        new Text(
            "Read the document that the platform has handed out with firedamp:access FILE, or fill"
                + " in what it says.",
            "用 firedamp:access 文件 读入平台下发的接入信息，或按其内容填写。"),
        fields);
  }

  /**
   * @param files the names of all drivers'
   */
  Step source(List<String> files) {
    List<Field> fields = SetupForms.source();
    List<Health> wrong = new ArrayList<>(wrong(files));
    List<Health> sources = parts("source ");
    sources.stream()
        .filter(s -> s.level().compareTo(Level.MAJOR) >= 0 && !s.code().equals(BAD_ADDRESS))
        .forEach(wrong::add);
    if (!wrong.isEmpty()) {
      return wrong(Name.SOURCE, wrong, fields);
    }
    if (!sources.isEmpty()) {
      return done(Name.SOURCE, subjects(sources), fields);
    }
    return open(
        Name.SOURCE,
        files.isEmpty() ? Text.NONE : soon(String.join(", ", files)),
        new Text(
            "Say where the first PLC or meter is. Serial lines and everything else: etc/examples.",
            "填写第一台 PLC 或仪表的地址。串口及其他设置见 etc/examples。"),
        fields);
  }

  /**
   * @param there whether there is a file, perhaps a wrong one
   */
  Step table(boolean there) {
    Text next =
        new Text(
            "Fill in a table as etc/examples/points.csv, and import it: the page Point table, or"
                + " firedamp:import FILE. firedamp:read --raw SOURCE ADDRESS tries an address.",
            "按 etc/examples/points.csv 填写点位表，用点位表页面或 firedamp:import 导入。"
                + "可用 firedamp:read --raw 数据源 地址 试读。");
    Optional<Health> table = part("points");
    boolean in = table.filter(health -> figure(health, "table") > 0).isPresent();
    boolean refused = table.filter(health -> health.level() == Level.MAJOR).isPresent();
    if (refused || !in && there && table.isPresent()) {
      return wrong(Name.TABLE, table.stream().toList(), List.of());
    }
    if (!in) {
      return open(Name.TABLE, there ? soon("points.csv") : Text.NONE, next, List.of());
    }
    Health health = table.orElseThrow();
    String rows = Long.toString(Math.round(figure(health, "rows")));
    Text found = new Text(rows + " points", rows + " 个点位");
    return done(Name.TABLE, lines(Stream.of(found, health.cause())), List.of());
  }

  /** Whether every point that was due has a good value. */
  Step read() {
    int all = points.size();
    List<Live> notGood =
        points.stream().filter(live -> live.sample().quality() != Quality.GOOD).toList();
    int good = all - notGood.size();
    List<Live> bad = notGood.stream().filter(live -> !isAwaited(live)).toList();
    Text count = new Text(good + " of " + all + " points are good", all + " 个点位中 " + good + " 个正常");
    if (all == 0) {
      return open(
          Name.READ,
          Text.NONE,
          new Text("It begins by itself with the point table.", "点位表生效后自动开始。"),
          List.of());
    }
    Text compare =
        new Text(
            "Compare each value with its instrument: the page Points, or firedamp:points.",
            "请将各点数值与仪表显示核对：点位页面，或 firedamp:points。");
    if (bad.isEmpty()) {
      State state = good == all ? State.DONE : State.OPEN;
      return new Step(Name.READ, state, count, compare, List.of());
    }
    Stream<Text> shown = bad.stream().limit(MOST_SHOWN).map(SetupView::line);
    return new Step(
        Name.READ,
        State.WRONG,
        lines(Stream.concat(Stream.of(count), shown)),
        new Text(
            "Look at the device, then at address and type of these points.",
            "请检查设备，再检查这些点位的地址和类型。"),
        List.of());
  }

  /** Whether it was not due yet. */
  private static boolean isAwaited(Live live) {
    return live.time().equals(Instant.EPOCH) && live.note().equals(Text.NONE);
  }

  private static Text line(Live live) {
    String id = live.point().id() + " ";
    Text quality = live.sample().quality().text();
    Text note = live.note();
    return new Text(
        id + quality.en() + (note.en().isEmpty() ? "" : ": " + note.en()),
        id + quality.zh() + (note.zh().isEmpty() ? "" : ": " + note.zh()));
  }

  /** Whether the platform has taken anything since the start. */
  Step packet() {
    List<Health> uplinks = parts("uplink ");
    double acknowledged = sum(uplinks, "acknowledged");
    double published = sum(uplinks, "published");
    if (acknowledged > 0) {
      long count = Math.round(acknowledged);
      return done(
          Name.PACKET,
          new Text(
              count + " packets acknowledged by the platform since the start",
              "启动以来平台已确认 " + count + " 个数据包"),
          List.of());
    }
    if (published > 0) {
      return done(
          Name.PACKET,
          new Text("handed over; no reply is asked for (rsp = 0)", "已交付，未要求应答 (rsp = 0)"),
          List.of());
    }
    List<Health> wrong =
        uplinks.stream().filter(u -> u.level().compareTo(Level.MAJOR) >= 0).toList();
    if (!wrong.isEmpty()) {
      return wrong(Name.PACKET, wrong, List.of());
    }
    return open(
        Name.PACKET,
        Text.NONE,
        new Text(
            "It goes by itself, a second after access information and point table are there.",
            "接入信息和点位表就绪后自动发送。"),
        List.of());
  }

  private static double sum(List<Health> uplinks, String key) {
    return uplinks.stream().mapToDouble(uplink -> figure(uplink, key)).sum();
  }

  /** Zero if there is none. */
  private static double figure(Health health, String key) {
    return health.figures().stream()
        .filter(figure -> figure.key().equals(key))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(0);
  }

  private static Text soon(String files) {
    return new Text(files + " is there, but not yet at work", files + " 已存在，尚未生效");
  }

  private static Text subjects(List<Health> parts) {
    return Text.same(
        parts.stream()
            .map(part -> part.subject().substring(part.subject().indexOf(' ') + 1))
            .collect(Collectors.joining(", ")));
  }

  private static Step open(Name name, Text found, Text next, List<Field> fields) {
    return new Step(name, State.OPEN, found, next, fields);
  }

  private static Step done(Name name, Text found, List<Field> fields) {
    return new Step(name, State.DONE, found, Text.NONE, fields);
  }

  private static Step wrong(Name name, List<Health> wrong, List<Field> fields) {
    return new Step(
        name,
        State.WRONG,
        lines(wrong.stream().map(SetupView::named)),
        lines(wrong.stream().map(Health::remedy).distinct()),
        fields);
  }

  private static Text named(Health health) {
    String subject = health.subject() + ": ";
    return new Text(subject + health.cause().en(), subject + health.cause().zh());
  }

  private static Text lines(Stream<Text> texts) {
    List<Text> all = texts.filter(text -> !text.equals(Text.NONE)).toList();
    return new Text(joined(all, Text::en), joined(all, Text::zh));
  }

  private static String joined(List<Text> texts, Function<Text, String> language) {
    return texts.stream().map(language).collect(Collectors.joining("\n"));
  }
}
