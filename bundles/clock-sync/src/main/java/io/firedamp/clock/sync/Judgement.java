package io.firedamp.clock.sync;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How far the site's clock can be believed. What is not known exactly is counted as wrong: an error
 * that was measured grows by {@link Sample#DRIFT} until it is measured again. Any thread.
 */
final class Judgement implements SiteTime.Judge {
  private static final String SUBJECT = "clock";

  /** So long the first answers may take, and so long a step is told that nobody checks, ns. */
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private static final Text NAME_SERVERS =
      new Text(
          "Name time servers in etc/io.firedamp.clock.sync.cfg (CCER 附录F: NTPv4).",
          "请在 etc/io.firedamp.clock.sync.cfg 中配置 NTP 服务器（附录F：NTPv4）。");
  private static final Text CHECK_SERVERS =
      new Text(
          "Check network and time servers; firedamp:clock shows them.",
          "请检查网络和时间服务器，见 firedamp:clock。");
  private static final Text SET_RIGHT =
      new Text(
          "Set the machine's clock right. If that is right and the gateway's is not: firedamp:clock"
              + " --step.",
          "请校准主机时钟。若主机时钟正确而网关时间有误: firedamp:clock --step。");
  private static final Text MADE_GOOD =
      new Text(
          "The gateway sets its time right by itself, unless it has to go back: firedamp:clock"
              + " --step.",
          "网关将自动校正自身时间；如需回拨: firedamp:clock --step。");

  /** What is found, why, and what to do. */
  private record Finding(ClockTrust trust, Level level, String code, Text cause, Text remedy) {}

  private final ClockSettings settings;
  private final Supplier<Optional<Fix>> lastFix;
  private final long start;
  private final Since<ClockTrust> trustSince;
  private final Since<String> codeSince;

  /**
   * @param lastFix what the servers said last
   * @param begin the site's time
   * @param start monotonic, the same instant
   */
  Judgement(ClockSettings settings, Supplier<Optional<Fix>> lastFix, Instant begin, long start) {
    this.settings = settings;
    this.lastFix = lastFix;
    this.start = start;
    trustSince = new Since<>(ClockTrust.NOT_CHECKED, begin);
    codeSince = new Since<>("", begin);
  }

  @Override
  public synchronized ClockState state(SiteTime.Told told) {
    Finding finding = finding(told);
    Instant since = trustSince.of(finding.trust(), Machine.instant(told.time()));
    Text why = finding.cause().equals(Text.NONE) ? good(told) : finding.cause();
    return new ClockState(finding.trust(), since, why);
  }

  /** Subject {@code clock}. */
  synchronized Health health(SiteTime.Told told) {
    Finding finding = finding(told);
    Instant since = codeSince.of(finding.code(), Machine.instant(told.time()));
    return new Health(
        SUBJECT,
        finding.level(),
        since,
        finding.code(),
        finding.cause(),
        finding.remedy(),
        figures(told));
  }

  private Finding finding(SiteTime.Told told) {
    Finding finding =
        settings.servers().isEmpty()
            ? unchecked(told)
            : lastFix.get().map(fix -> checked(fix, told)).orElseGet(() -> unanswered(told));
    return told.leftBehind() ? leftBehind(finding.trust(), told) : finding;
  }

  private static Finding unchecked(SiteTime.Told told) {
    if (told.leftBehind() || told.sinceStep() < MINUTE) {
      return new Finding(
          ClockTrust.UNSYNCHRONISED,
          Level.NOTICE,
          "clock.stepped",
          new Text(
              "The system's clock was set; before or now it is wrong, and no time server is asked.",
              "系统时钟刚被调整，调整前或调整后有误，且未配置时间服务器。"),
          NAME_SERVERS);
    }
    return new Finding(
        ClockTrust.NOT_CHECKED,
        Level.NOTICE,
        "clock.not-checked",
        new Text(
            "The system's clock is used as it is; nobody compares it with a time server.",
            "直接使用系统时钟，未与时间服务器比对。"),
        NAME_SERVERS);
  }

  private Finding unanswered(SiteTime.Told told) {
    boolean early = told.nanos() - start < MINUTE;
    return new Finding(
        ClockTrust.UNSYNCHRONISED,
        early ? Level.NOTICE : Level.MAJOR,
        early ? "clock.starting" : "clock.no-server",
        new Text("No time server has told the time yet.", "尚未从时间服务器获得时间。"),
        CHECK_SERVERS);
  }

  private Finding checked(Fix fix, SiteTime.Told told) {
    boolean wrong = fix.estimate(told) >= settings.alarm().toNanos();
    Text off = off(fix, told);
    if (fix.heldOver(told.nanos())) {
      Text age = Lasting.span(fix.age(told.nanos()));
      return new Finding(
          wrong ? ClockTrust.UNSYNCHRONISED : ClockTrust.DRIFTING,
          wrong ? Level.MAJOR : Level.NOTICE,
          wrong ? "clock.no-server" : "clock.drifting",
          new Text(
              "No time server has told the time for " + age.en() + "; " + off.en() + ".",
              "已有 " + age.zh() + " 未从时间服务器获得时间；" + off.zh() + "。"),
          CHECK_SERVERS);
    }
    if (wrong) {
      return new Finding(
          ClockTrust.UNSYNCHRONISED,
          Level.MAJOR,
          "clock.off",
          new Text("The clock is wrong: " + off.en() + ".", "时钟有误：" + off.zh() + "。"),
          remedy());
    }
    if (fix.estimate(told) >= settings.warn().toNanos()) {
      return new Finding(
          ClockTrust.SYNCHRONISED,
          Level.NOTICE,
          "clock.inaccurate",
          new Text("The clock is not exact: " + off.en() + ".", "时钟不准：" + off.zh() + "。"),
          remedy());
    }
    return new Finding(ClockTrust.SYNCHRONISED, Level.OK, Health.OK, Text.NONE, Text.NONE);
  }

  private Finding leftBehind(ClockTrust trust, SiteTime.Told told) {
    String by = Lasting.of(told.ahead());
    return new Finding(
        trust,
        Level.MAJOR,
        "clock.stepped-back",
        new Text(
            "The clock that the gateway follows is "
                + by
                + " behind it; time does not go back: the gateway runs on by its own.",
            "网关所跟随的时钟落后 " + by + "；时间不倒退，网关按自身时间继续运行。"),
        remedy());
  }

  private Text remedy() {
    return settings.discipline() == SiteTime.Discipline.OS ? SET_RIGHT : MADE_GOOD;
  }

  private static Text off(Fix fix, SiteTime.Told told) {
    String by = Lasting.of(fix.estimate(told));
    return new Text(
        "it may be off by " + by + " from " + fix.server(), "与 " + fix.server() + " 的偏差估计为 " + by);
  }

  private Text good(SiteTime.Told told) {
    return lastFix.get().map(fix -> off(fix, told)).orElse(Text.NONE);
  }

  private List<Figure> figures(SiteTime.Told told) {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.of(
            "ahead",
            "Ahead of the clock that it follows",
            "超前所跟随的时钟",
            Lasting.seconds(told.ahead()),
            "s"));
    lastFix
        .get()
        .ifPresent(
            fix -> {
              figures.add(
                  Figure.of(
                      "offset",
                      "Behind the true time",
                      "落后于标准时间",
                      Lasting.millis(fix.error(told)),
                      "ms"));
              figures.add(
                  Figure.of(
                      "estimate",
                      "Error estimated",
                      "误差估计",
                      Lasting.millis(fix.estimate(told)),
                      "ms"));
              figures.add(
                  Figure.of(
                      "age", "Last answer", "距上次应答", Lasting.seconds(fix.age(told.nanos())), "s"));
            });
    return figures;
  }
}
