package io.firedamp.accounting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.account.Account;
import io.firedamp.account.Accounts;
import io.firedamp.account.Check;
import io.firedamp.account.Explanation;
import io.firedamp.account.Gap;
import io.firedamp.account.Interruptions;
import io.firedamp.account.Trial;
import io.firedamp.clock.SiteClock;
import io.firedamp.courier.Courier;
import io.firedamp.courier.Route;
import io.firedamp.health.Health;
import io.firedamp.health.Vital;
import io.firedamp.point.PointTable;
import io.firedamp.store.FrameStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledgers of all uplinks that have ever run, each in {@code state/accounts/NAME/}, with the
 * route that the uplink had last in {@code route.json}; and the thread {@code accounting-hours},
 * which counts each hour once it is over and settled.
 */
@Component(
    immediate = true,
    service = {Accounts.class, Vital.class})
public final class Ledgers implements Accounts, Vital {
  private static final Logger LOG = LoggerFactory.getLogger(Ledgers.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROUTE = "route.json";
  private static final Duration ROUND = Duration.ofMinutes(1);
  private static final long END_S = 5;

  private final Path directory;
  private final PointTable tables;
  private final SiteClock clock;
  private final Facts facts;
  private final Hours hours;
  private final Map<String, Ledger> ledgers = new ConcurrentSkipListMap<>();
  private final Set<String> alive = ConcurrentHashMap.newKeySet(); // their uplinks have run
  private final Checkup checkup;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "accounting-hours");

  /**
   * Called by the framework.
   *
   * @throws IOException if what people have said cannot be read
   */
  @Activate
  public Ledgers(
      BundleContext context,
      @Reference FrameStore store,
      @Reference PointTable tables,
      @Reference SiteClock clock)
      throws IOException {
    this(
        Path.of(Optional.ofNullable(context.getProperty("karaf.base")).orElse(""), "state"),
        store,
        tables,
        clock);
    Duration up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    facts.started(clock.instant().minus(up).truncatedTo(ChronoUnit.SECONDS));
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.setDaemon(true);
    thread.start();
  }

  /** Without a thread: {@link #count} is called by who wants it. */
  Ledgers(Path state, FrameStore store, PointTable tables, SiteClock clock) throws IOException {
    directory = state.resolve("accounts");
    this.tables = tables;
    this.clock = clock;
    facts = new Facts(state.resolve("accounts.jsonl"));
    hours = new Hours(store);
    checkup = new Checkup(facts.unreadable(), clock.instant());
    Files.createDirectories(directory);
    try (Stream<Path> books = Files.list(directory)) {
      for (Path book : books.sorted().toList()) {
        if (Files.exists(book.resolve(ROUTE))) {
          open(read(book.resolve(ROUTE)));
        }
      }
    }
  }

  private static Route read(Path file) throws IOException {
    JsonNode json = JSON.readTree(file.toFile());
    return new Route(
        json.path("uplink").asText(),
        json.path("project").asText(),
        json.path("late").asText(),
        json.path("sends_late").asBoolean(),
        json.path("out_of_range").asBoolean(),
        json.path("recalls_outside").asBoolean());
  }

  private Path folder(Route route) {
    return directory.resolve(URLEncoder.encode(route.uplink(), StandardCharsets.UTF_8));
  }

  private Ledger open(Route route) throws IOException {
    Ledger ledger = new Ledger(route, new Book(folder(route)), hours, tables, facts::starts);
    ledgers.put(route.uplink(), ledger);
    return ledger;
  }

  /** When the gateway was started; for tests, whose process does not start anew. */
  void started(Instant at) throws IOException {
    facts.started(at);
  }

  // ---- uplinks

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addCourier(Courier courier) {
    Route route = courier.route();
    try {
      add(route);
    } catch (IOException failed) {
      checkup.failed(route.uplink(), failed, clock.instant());
    }
  }

  /**
   * An uplink that has gone is still owed everything, until the gateway starts without it. Then its
   * ledger rests; if it comes back, what it has missed is counted.
   */
  void removeCourier(Courier courier) {
    // nothing changes
  }

  /** An uplink runs. */
  synchronized void add(Route route) throws IOException {
    alive.add(route.uplink());
    Ledger ledger = ledgers.get(route.uplink());
    if (ledger == null) {
      open(route);
    } else if (ledger.route().equals(route)) {
      return;
    } else {
      ledger.route(route);
    }
    Files.createDirectories(folder(route));
    Files.writeString(
        folder(route).resolve(ROUTE),
        JSON.createObjectNode()
            .put("uplink", route.uplink())
            .put("project", route.project())
            .put("late", route.late())
            .put("sends_late", route.sendsLate())
            .put("out_of_range", route.outOfRange())
            .put("recalls_outside", route.recallsOutside())
            .toString(),
        StandardCharsets.UTF_8);
  }

  // ---- the thread

  private void run() {
    try {
      do {
        count();
      } while (!stopping.await(ROUND.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt(); // it ends
    }
  }

  /** Counts every hour that is over; returns how many. */
  int count() {
    int written = 0;
    for (Ledger ledger : ledgers.values()) {
      String uplink = ledger.route().uplink();
      if (!alive.contains(uplink)) {
        continue;
      }
      try {
        int pages = ledger.count(clock.instant(), () -> stopping.getCount() == 0);
        written += pages;
        if (pages > 0 || !checkup.knows(uplink)) {
          checkup.examine(uplink, this, clock.instant());
        }
      } catch (IOException | RuntimeException failed) {
        // whatever it is must not end the thread: the next round tries again
        LOG.debug("hours of uplink {} are not counted", uplink, failed);
        checkup.failed(uplink, failed, clock.instant());
      }
    }
    return written;
  }

  /** Ends the thread; blocks for some seconds at the most. */
  @Deactivate
  public void stop() {
    stopping.countDown();
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_S));
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- the contract

  private Judgement judge(String uplink) {
    Ledger ledger = ledgers.get(uplink);
    if (ledger == null) {
      throw new IllegalArgumentException("no accounts of an uplink " + uplink);
    }
    return new Judgement(ledger, facts::explanations, clock.instant());
  }

  @Override
  public List<Route> routes() {
    return ledgers.values().stream().map(Ledger::route).toList();
  }

  @Override
  public Account account(String uplink, Instant from, Instant to) throws IOException {
    return judge(uplink).account(from, to);
  }

  @Override
  public List<Account> accounts(String uplink, List<Instant> bounds) throws IOException {
    return judge(uplink).accounts(bounds);
  }

  @Override
  public List<Gap> gaps(String uplink, Instant from, Instant to) throws IOException {
    return judge(uplink).gaps(from, to);
  }

  @Override
  public Interruptions interruptions(String uplink, Instant from, Instant to) throws IOException {
    return judge(uplink).interruptions(from, to);
  }

  @Override
  public Trial trial(String uplink) throws IOException {
    return judge(uplink).trial(facts.trial(uplink));
  }

  @Override
  public void beginTrial(String uplink, Instant begin, String by) throws IOException {
    judge(uplink); // there must be one
    facts.beginTrial(uplink, begin, by, clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  @Override
  public void explain(String gap, String text, String by) throws IOException {
    if (text.isBlank() || text.length() > Explanation.LONGEST) {
      throw new IllegalArgumentException(
          "an explanation has 1 to " + Explanation.LONGEST + " characters");
    }
    if (!known(gap)) {
      throw new IllegalArgumentException("there is no gap " + gap);
    }
    Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    facts.explain(new Explanation(gap, text, by, at));
  }

  private boolean known(String gap) throws IOException {
    for (String uplink : ledgers.keySet()) {
      if (judge(uplink).knows(gap)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void keep(Check check) throws IOException {
    facts.keep(check);
  }

  @Override
  public List<Check> checks() {
    return facts.checks();
  }

  /** Subject {@code accounts NAME}. */
  @Override
  public List<Health> health() {
    return checkup.health();
  }
}
