package io.firedamp.clock.sync;

import io.firedamp.clock.ClockState;
import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * The system's clock, but never backwards. Nobody compares it with another clock.
 *
 * <table>
 * <caption>What it does when the system's clock is</caption>
 * <tr><td>at ours or ahead of it</td><td>follows at once</td></tr>
 * <tr><td>behind by at most 10 s</td><td>runs at 95 % until both are equal, 200 s at the most</td></tr>
 * <tr><td>behind by more</td><td>runs on by the processor's monotonic clock; health is MAJOR</td></tr>
 * </table>
 *
 * <p>Any thread. Never blocks longer than another thread reads the clock.
 */
@Component(
    service = {SiteClock.class, Vital.class},
    configurationPid = "io.firedamp.clock.sync",
    configurationPolicy = ConfigurationPolicy.OPTIONAL)
public final class SystemClock implements SiteClock, Vital {
  private static final Duration SLEWED = Duration.ofSeconds(10);
  private static final int SLOWER_BY = 20; // one part in 20: 95 %
  private static final Text NOT_CHECKED =
      new Text(
          "The system's clock is used as it is; nobody compares it with a time server.",
          "直接使用系统时钟，未与时间服务器比对。");

  private final InstantSource system;
  private final LongSupplier monotonicNanos;
  private final Instant start;

  private Instant told;
  private long toldNanos;
  private Duration behind = Duration.ZERO;
  private Instant steppedBack = Instant.MIN;

  /**
   * @param configuration no keys yet
   */
  @Activate
  public SystemClock(Map<String, Object> configuration) {
    this(InstantSource.system(), System::nanoTime);
    Settings.of(configuration).check();
  }

  SystemClock(InstantSource system, LongSupplier monotonicNanos) {
    this.system = system;
    this.monotonicNanos = monotonicNanos;
    start = system.instant();
    told = start;
    toldNanos = monotonicNanos.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    Instant now = system.instant();
    long nanos = monotonicNanos.getAsLong();
    long elapsed = nanos - toldNanos;
    Instant onward = told.plusNanos(elapsed);
    Instant slower = told.plusNanos(elapsed - elapsed / SLOWER_BY);
    Duration lag = Duration.between(now, onward);
    if (lag.compareTo(SLEWED) > 0) {
      steppedBack = steppedBack.equals(Instant.MIN) ? onward : steppedBack;
      told = onward;
    } else {
      steppedBack = Instant.MIN;
      told = now.isAfter(slower) ? now : slower;
    }
    toldNanos = nanos;
    behind = told.isAfter(now) ? Duration.between(now, told) : Duration.ZERO;
    return told;
  }

  @Override
  public ClockState state() {
    return new ClockState(ClockTrust.NOT_CHECKED, start, NOT_CHECKED);
  }

  @Override
  public synchronized List<Health> health() {
    instant();
    List<Figure> figures =
        List.of(
            Figure.of(
                "behind", "System clock behind ours", "系统时钟落后", behind.toMillis() / 1000.0, "s"));
    if (!steppedBack.equals(Instant.MIN)) {
      String seconds = behind.toSeconds() + " s";
      return List.of(
          new Health(
              "clock",
              Level.MAJOR,
              steppedBack,
              "clock.stepped-back",
              new Text(
                  "The system's clock was set back by "
                      + seconds
                      + "; the gateway runs on by its own time, which is ahead by that.",
                  "系统时钟被回拨 " + seconds + "；网关按自身时间继续运行，时间超前该值。"),
              new Text(
                  "Set the system's clock right; if it is right as it is, restart the gateway.",
                  "请校准系统时钟；如系统时钟已正确，请重启网关。"),
              figures));
    }
    return List.of(
        new Health(
            "clock",
            Level.NOTICE,
            start,
            "clock.not-checked",
            NOT_CHECKED,
            new Text(
                "Let the operating system follow a time server (CCER 附录F: NTPv4).",
                "请由操作系统与时间服务器同步（附录F：NTPv4）。"),
            figures));
  }
}
