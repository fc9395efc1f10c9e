package io.firedamp.clock.sync;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.clock.ClockTrust;
import io.firedamp.clock.SiteClock;
import io.firedamp.health.Health;
import io.firedamp.testkit.NtpResponder;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The component in a framework of paper that notes which services come and go. */
class NtpClockTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private final List<String> events = new ArrayList<>();
  private final List<SiteClock> clocks = new ArrayList<>();
  private Optional<NtpClock> component = Optional.empty();
  private NtpResponder server;

  @BeforeEach
  void begin() throws IOException {
    server = new NtpResponder();
  }

  @AfterEach
  void end() {
    component.ifPresent(NtpClock::stop);
    server.close();
  }

  private static <T> T fake(Class<T> type, BiFunction<String, Object[], Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.apply(method.getName(), arguments)));
  }

  private NtpClock start(String... pairs) {
    Map<String, Object> configuration = new HashMap<>();
    configuration.put("servers", "127.0.0.1:" + server.port());
    for (int i = 0; i < pairs.length; i += 2) {
      configuration.put(pairs[i], pairs[i + 1]);
    }
    BundleContext context =
        fake(
            BundleContext.class,
            (method, arguments) ->
                method.equals("getProperty") ? folder.toString() : registered(arguments));
    NtpClock started = new NtpClock(context, configuration);
    component = Optional.of(started);
    return started;
  }

  private ServiceRegistration<?> registered(Object... arguments) {
    String name = arguments[0] == SiteClock.class ? "clock" : "desk";
    events.add(name + " comes");
    if (arguments[1] instanceof SiteClock clock) {
      clocks.add(clock);
    }
    return fake(ServiceRegistration.class, (method, none) -> events.add(name + " goes"));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("clock-sync-"))
        .toList();
  }

  @Test
  @DisplayName("Issue 6: own: before the first frame the clock is set to the servers' time")
  void itsOwnDisciplineBeginsAtTheServersTime() {
    server.offset(HOUR.negated());
    start("discipline", "own", "serve.port", "0");
    assertEquals(List.of("clock comes", "desk comes"), events);
    Duration off = Duration.between(Instant.now().minus(HOUR), clocks.get(0).instant());
    assertTrue(off.abs().compareTo(CLOSE) < 0, off.toString());
  }

  @Test
  void itEndsWithItsThreadsAndServicesTheClockLast() throws IOException {
    int port;
    try (DatagramSocket free = new DatagramSocket()) {
      port = free.getLocalPort();
    }
    NtpClock started = start("serve.port", Integer.toString(port));
    assertEquals(port, started.server().orElseThrow().port());
    started.stop();
    component = Optional.empty();
    assertEquals(List.of("clock comes", "desk comes", "desk goes", "clock goes"), events);
    eventually("no thread", SOON, () -> threads().isEmpty());
  }

  @Test
  @DisplayName("Issue 6: back by hand only: it is another clock, and only if there is need")
  void aStepIsAnotherClockAndOnlyIfThereIsNeed() {
    NtpClock started = start("discipline", "own", "poll.s", "8");
    events.clear();
    assertEquals(Duration.ZERO, started.step());
    assertEquals(List.of(), events, "nothing starts again for nothing");
    server.offset(HOUR.negated());
    eventually("left behind", SOON, () -> started.keeper().time().tell().leftBehind());
    Instant before = clocks.get(0).instant();
    Duration by = started.step();
    assertTrue(by.plus(HOUR).abs().compareTo(CLOSE) < 0, by.toString());
    assertEquals(List.of("clock goes", "clock comes"), events);
    assertTrue(clocks.get(1).instant().isBefore(before.minus(HOUR).plus(CLOSE)));
    assertTrue(!clocks.get(0).instant().isBefore(before), "the former does not go back");
  }

  @Test
  void aPortThatIsTakenIsTold() throws IOException {
    try (DatagramSocket taken = new DatagramSocket()) {
      NtpClock started = start("serve.port", Integer.toString(taken.getLocalPort()));
      List<String> codes = started.health().stream().map(Health::code).toList();
      assertTrue(codes.contains("clock.not-serving"), codes::toString);
      assertEquals(Optional.empty(), started.server());
    }
  }

  @Test
  @DisplayName("Issue 6: a typo in the clock's file does not stop the site")
  void aWrongConfigurationIsToldAndTheSystemsClockGoesOn() {
    NtpClock started = start("discipline", "both");
    assertEquals(List.of("clock comes", "desk comes"), events);
    Health wrong = started.health().get(started.health().size() - 1);
    assertEquals("config.wrong", wrong.code());
    assertEquals("io.firedamp.clock.sync.cfg", wrong.subject());
    assertTrue(wrong.cause().en().contains("discipline = both"), wrong.cause().en());
    assertEquals(ClockTrust.NOT_CHECKED, clocks.get(0).state().trust());
  }
}
