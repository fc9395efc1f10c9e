package io.firedamp.clock.sync;

import io.firedamp.clock.ClockEvent;
import io.firedamp.clock.SiteClock;
import io.firedamp.clock.Timekeeper;
import io.firedamp.clock.Timekeeping;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.settings.SettingsException;
import io.firedamp.text.Text;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site's clock as a service, and what it needs to run: the thread {@code clock-sync-watch}, and
 * {@code clock-sync-serve} if others may ask for the time.
 *
 * <p>It registers the {@link SiteClock} itself: a clock that has to go back is another service, and
 * all that stands on the former one starts anew.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = NtpClock.PID,
    configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = ClockForm.class)
public final class NtpClock implements Vital, Timekeeper {
  private static final Logger LOG = LoggerFactory.getLogger(NtpClock.class);
  static final String PID = "io.firedamp.clock.sync";
  private static final long TURN_MS = 500;

  /** One server's time to answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** With {@code discipline = own} so long the servers may take before the gateway begins. */
  private static final Duration FIRST_FIX = Duration.ofSeconds(3);

  private static final Duration END = Duration.ofSeconds(5);

  private final BundleContext context;
  private final Keeper keeper;
  private final Optional<TimeServer> server;
  private final Optional<Health> serverTrouble;
  private final Optional<Health> configurationTrouble;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "clock-sync-watch"));
  private final ServiceRegistration<?> desk;
  private ServiceRegistration<SiteClock> clock;

  /**
   * Blocks for three seconds at the most, and only with {@code discipline = own}. Without a clock
   * nothing is measured at all: a wrong configuration is told, and counts as none.
   */
  @Activate
  public NtpClock(BundleContext context, Map<String, Object> configuration) {
    this.context = context;
    Optional<Health> wrong = Optional.empty();
    ClockSettings settings;
    try {
      settings = ClockSettings.of(configuration);
    } catch (SettingsException refused) {
      settings = ClockSettings.of(Map.of());
      wrong = Optional.of(refused(refused));
      LOG.error("the clock's configuration is wrong, and counts as none: {}", refused.getMessage());
    }
    configurationTrouble = wrong;
    String base = Objects.requireNonNullElse(context.getProperty("karaf.base"), "");
    ClockLog log = new ClockLog(Path.of(base, "state", "clock.csv"));
    Machine machine = Machine.REAL;
    keeper = new Keeper(settings, machine, new UdpLine(machine.monotonic(), PATIENCE), log);
    Future<?> first = watch.submit(this::turn);
    if (settings.discipline() == SiteTime.Discipline.OWN) {
      await(first);
      keeper.begin();
    }
    watch.scheduleWithFixedDelay(this::turn, TURN_MS, TURN_MS, TimeUnit.MILLISECONDS);
    clock = register();
    Optional<TimeServer> serving = Optional.empty();
    Optional<Health> trouble = Optional.empty();
    if (settings.servePort() > 0) {
      try {
        serving = Optional.of(new TimeServer(keeper, settings.servePort()));
      } catch (SocketException taken) {
        trouble = Optional.of(notServing(settings.servePort(), taken));
      }
    }
    server = serving;
    serverTrouble = trouble;
    desk =
        context.registerService(
            new String[] {Vital.class.getName(), Timekeeper.class.getName()},
            this,
            new Hashtable<>());
  }

  /** Ends both threads; blocks for ten seconds at the worst. */
  @Deactivate
  void stop() {
    desk.unregister();
    server.ifPresent(TimeServer::close);
    synchronized (this) {
      clock.unregister();
    }
    watch.shutdownNow();
    try {
      if (!watch.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("the clock's thread does not end | 时钟线程未能结束");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(Future<?> first) {
    try {
      first.get(FIRST_FIX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      LOG.warn("no time server has answered yet; the system's clock begins | 时间服务器尚无应答");
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) { // a turn keeps its exceptions
      throw new IllegalStateException(impossible);
    }
  }

  private void turn() {
    try {
      keeper.turn();
    } catch (RuntimeException | Error defect) { // else the schedule would end
      LOG.error("the clock cannot be checked | 无法校验时钟", defect);
    }
  }

  private ServiceRegistration<SiteClock> register() {
    return context.registerService(SiteClock.class, keeper.time(), new Hashtable<>());
  }

  private static Health refused(SettingsException wrong) {
    return new Health(
        PID + ".cfg",
        Level.MAJOR,
        Machine.REAL.system().instant(),
        "config.wrong",
        new Text(
            "The configuration is refused, and the system's clock used as it is: "
                + wrong.getMessage(),
            "配置有误，直接使用系统时钟: " + wrong.getMessage()),
        new Text(
            "Correct the file; it takes effect at once, without a restart.",
            "请修改该文件；保存后立即生效，无需重启。"),
        List.of());
  }

  private Health notServing(int port, SocketException taken) {
    return new Health(
        "clock server",
        Level.MAJOR,
        keeper.time().instant(),
        "clock.not-serving",
        new Text(
            "Time is not served on UDP port " + port + ": " + taken.getMessage(),
            "无法在 UDP 端口 " + port + " 提供时间服务: " + taken.getMessage()),
        new Text(
            "Choose a serve.port above 1023 that is free, then touch the file.",
            "请选择 1023 以上的空闲端口作为 serve.port。"),
        List.of());
  }

  @Override
  public List<Health> health() {
    List<Health> all = new ArrayList<>(keeper.health());
    serverTrouble.ifPresent(all::add);
    configurationTrouble.ifPresent(all::add);
    return all;
  }

  /** Who tells the time to others; empty if that is off. */
  Optional<TimeServer> server() {
    return server;
  }

  /** Who keeps the clock. */
  Keeper keeper() {
    return keeper;
  }

  @Override
  public Timekeeping timekeeping() {
    return Testimony.of(keeper, server);
  }

  @Override
  public List<ClockEvent> events() {
    return keeper.events();
  }

  @Override
  public synchronized Duration step() {
    if (!keeper.isAstray()) {
      return Duration.ZERO;
    }
    clock.unregister();
    Duration by = keeper.restart();
    clock = register();
    LOG.warn("the site's clock was set by {}, by hand | 站点时钟已手动校正", by);
    return by;
  }
}
