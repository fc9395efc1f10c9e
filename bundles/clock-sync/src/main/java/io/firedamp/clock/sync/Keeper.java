package io.firedamp.clock.sync;

import io.firedamp.clock.ClockEvent;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the site's clock: asks the servers, leads the clock, checks the secondary server, and notes
 * what happens. Has no thread: one calls {@link #turn} about twice a second, any may do the rest.
 */
final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  /**
   * A step forward needs so many answers one after the other, which takes at least four seconds.
   */
  private static final int CONFIRMATIONS = 3;

  private final ClockSettings settings;
  private final Machine machine;
  private final Servers servers;
  private final ClockLog log;
  private final Judgement judgement;
  private final Optional<DailyCheck> daily;
  private final Since<String> serversSince;
  private final Instant start;
  private volatile SiteTime time;
  private int confirmed;
  private YearMonth month;

  Keeper(ClockSettings settings, Machine machine, Line line, ClockLog log) {
    this.settings = settings;
    this.machine = machine;
    this.log = log;
    long nanos = machine.look().nanos();
    servers =
        new Servers(
            settings.servers().stream()
                .map(one -> new Server(one, settings.poll(), nanos))
                .toList(),
            settings.secondary().map(one -> new Server(one, settings.poll(), nanos)),
            line,
            machine.monotonic());
    start = machine.system().instant();
    judgement = new Judgement(settings, servers::fix, start, nanos);
    daily =
        settings
            .secondary()
            .map(one -> new DailyCheck(one, settings.secondaryLimit(), log.events()));
    serversSince = new Since<>("", start);
    begin();
  }

  /** The site's clock; another one after {@link #begin}. */
  SiteTime time() {
    return time;
  }

  /**
   * Begins a life of the clock: at the servers' time if that is followed and known, else at the
   * system's. It may lie before what the former life told.
   */
  final synchronized void begin() {
    time = life();
    month = month(time.instant());
  }

  private SiteTime life() {
    return new SiteTime(machine, settings.discipline(), servers.fix().map(Fix::epoch), judgement);
  }

  /** Whether {@link #restart} would set the clock by more than 128 ms (RFC 5905 STEPT). */
  boolean isAstray() {
    return Duration.between(time.instant(), life().instant()).abs().toNanos() > SiteTime.STEP;
  }

  /**
   * Begins another life, and keeps a record of it.
   *
   * @return how far the clock was set forward; negative if back
   */
  synchronized Duration restart() {
    SiteTime former = time;
    begin();
    Instant before = former.instant();
    Duration by = Duration.between(before, time.instant());
    noteStep("site", before, by);
    return by;
  }

  /** Does what is due; blocks as {@link Servers#ask} does. */
  void turn() {
    noteSteps();
    if (servers.ask()) {
      lead();
    }
    leap();
    time.state(); // so that it is known since when it is so, also if nobody asks
    SiteTime.Told now = time.tell();
    daily
        .flatMap(
            check ->
                check.check(
                    Machine.instant(now.time()),
                    now.nanos(),
                    servers.secondary(),
                    servers.official()))
        .ifPresent(this::note);
  }

  private void noteSteps() {
    time.tell();
    for (SiteTime.Step step : time.steps()) {
      LOG.warn("the system's clock was set by {} | 系统时钟被调整", step.by());
      noteStep("system", step.at(), step.by());
      servers.hurry();
    }
  }

  private synchronized void lead() {
    if (settings.discipline() == SiteTime.Discipline.OS) {
      return;
    }
    servers.fix().map(Fix::epoch).ifPresent(time::lead);
    SiteTime.Told told = time.tell();
    if (told.ahead() >= -SiteTime.SLEWED) {
      confirmed = 0;
      return;
    }
    confirmed++;
    servers.hurry();
    if (confirmed >= CONFIRMATIONS) {
      confirmed = 0;
      Instant before = Machine.instant(told.time());
      Duration by = time.step();
      LOG.warn("the site's clock was set forward by {} to the servers' time | 站点时钟已向前校正", by);
      noteStep("site", before, by);
    }
  }

  private void noteStep(String whose, Instant at, Duration by) {
    note(
        new ClockEvent(
            at,
            ClockEvent.Kind.STEP,
            whose,
            "",
            Optional.of(by),
            Optional.empty(),
            ClockEvent.Result.NONE));
  }

  private void note(ClockEvent event) {
    try {
      log.add(event);
    } catch (IOException unwritten) {
      LOG.error("cannot keep the clock's log: {} | 无法写入时钟日志", unwritten.toString());
    }
  }

  /** A leap second comes at the end of a UTC month; what was measured before it misleads. */
  private synchronized void leap() {
    YearMonth now = month(time.instant());
    if (!now.equals(month) && servers.fix().filter(fix -> fix.sample().leap() > 0).isPresent()) {
      LOG.info("a leap second has gone by; it is made good slowly | 闰秒已过，逐步修正");
      servers.forget();
      servers.hurry();
    }
    month = now;
  }

  private static YearMonth month(Instant time) {
    return YearMonth.from(time.atOffset(ZoneOffset.UTC));
  }

  // ---- what others ask

  ClockSettings settings() {
    return settings;
  }

  /** The last time that the servers agreed on. */
  Optional<Fix> fix() {
    return servers.fix();
  }

  Selection selection() {
    return servers.selection();
  }

  /** How the servers are, in their order; the secondary last. */
  List<Server.View> views() {
    return servers.views();
  }

  /** What happened, oldest first. */
  List<ClockEvent> events() {
    return log.events();
  }

  /** Subjects {@code clock}, {@code clock servers} and {@code clock secondary}. */
  List<Health> health() {
    List<Health> all = new ArrayList<>();
    all.add(judgement.health(time.tell()));
    if (!settings.servers().isEmpty()) {
      all.add(serversHealth());
    }
    daily.ifPresent(check -> all.add(check.health(start)));
    return all;
  }

  private synchronized Health serversHealth() {
    List<Server.View> views = views();
    Selection selection = selection();
    String silent = names(views, view -> view.reach() == 0 && !view.stopped());
    String stopped = names(views, Server.View::stopped);
    if (selection.contradiction() && selection.chosen().isEmpty()) {
      return serversHealth(
          Level.MAJOR,
          "clock.no-majority",
          new Text(
              "The time servers contradict each other, and no more than half of them agree.",
              "时间服务器互相矛盾，无半数以上一致。"));
    }
    if (selection.contradiction()) {
      String by = Lasting.of(Math.abs(selection.spread()));
      String first = selection.chosen().get().server();
      return serversHealth(
          Level.MAJOR,
          "clock.servers-differ",
          new Text(
              "The two time servers differ by " + by + "; " + first + " is believed.",
              "两台时间服务器相差 " + by + "；采用 " + first + "。"));
    }
    if (!selection.liars().isEmpty()) {
      String liars = selection.liars().stream().map(Fix::server).collect(Collectors.joining(", "));
      return serversHealth(
          Level.NOTICE,
          "clock.liar",
          new Text(
              "This time server contradicts the majority: " + liars + ".",
              "此时间服务器与多数不一致: " + liars + "。"));
    }
    if (!stopped.isEmpty()) {
      return serversHealth(
          Level.NOTICE,
          "clock.denied",
          new Text(
              "This time server does not want to be asked: " + stopped + ".",
              "此时间服务器拒绝服务: " + stopped + "。"));
    }
    if (!silent.isEmpty() && servers.fix().isPresent()) {
      return serversHealth(
          Level.NOTICE,
          "clock.silent",
          new Text(
              "This time server does not answer: " + silent + ".", "此时间服务器无应答: " + silent + "。"));
    }
    return serversHealth(Level.OK, Health.OK, Text.NONE);
  }

  private static String names(List<Server.View> views, Predicate<Server.View> which) {
    return views.stream()
        .filter(which)
        .map(view -> view.address().toString())
        .collect(Collectors.joining(", "));
  }

  private Health serversHealth(Level level, String code, Text cause) {
    Text remedy =
        level == Level.OK
            ? Text.NONE
            : new Text(
                "Look at firedamp:clock; correct servers in etc/io.firedamp.clock.sync.cfg.",
                "请查看 firedamp:clock；修改 etc/io.firedamp.clock.sync.cfg 中的 servers。");
    List<Figure> figures =
        List.of(
            Figure.of(
                "answering",
                "Servers that answer",
                "有应答的服务器",
                views().stream().filter(view -> view.reach() != 0).count(),
                ""),
            Figure.of(
                "ignored",
                "Packets that were no answers",
                "忽略的数据包",
                views().stream().mapToLong(Server.View::ignored).sum(),
                ""));
    Instant since = serversSince.of(code, time.instant());
    return new Health("clock servers", level, since, code, cause, remedy, figures);
  }
}
