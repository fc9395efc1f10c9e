package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.container.Mine.Row;
import io.firedamp.container.guest.Defect;
import io.firedamp.container.guest.Meter;
import io.firedamp.container.guest.Witness;
import io.firedamp.testkit.FakePlatform.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

/**
 * Parts of the running gateway are replaced; the rest does not notice. Next to the gateway's own
 * driver there is another one, and a bundle that writes down every start, stop and refresh.
 */
class HotSwapIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** The longest that a swap may cost the source that is swapped. */
  private static final int MOST_LOST = 2;

  private static final String MODBUS = "io.firedamp.driver.modbus";
  private static final String UPLINK = "io.firedamp.uplink.ccer";
  private static final String PAHO = "org.eclipse.paho.client.mqttv3";
  private static final String METER = "io.firedamp.itest.other";
  private static final String NEEDY = "io.firedamp.itest.needy";
  private static final String WITNESS = "io.firedamp.itest.witness";
  private static final Version SHIPPED = new Version(System.getProperty("firedamp.version"));
  private static final String DRIVER =
      "system/io/firedamp/firedamp-driver-modbus/%1$s/firedamp-driver-modbus-%1$s.jar"
          .formatted(SHIPPED);

  /** The point of the driver that stays, and those of the driver that is swapped. */
  private static final String STAYS = "FOCH003";

  private static final List<String> SWAPPED = List.of("FOCH001", "FOCH002");

  private static final Pattern COMPONENT =
      Pattern.compile("component\\.id = (\\d+)\\s+component\\.name = (io\\.firedamp\\.\\S+)");

  @TempDir Path folder;

  /** ISC-4.3-01, CCER-4.3-05. */
  @Test
  void aDriverOrUplinkIsReplacedAtNoCostToAnyOtherPart() throws Exception {
    try (Mine mine = new Mine(folder)) {
      startWithGuests(mine);
      int seen = witness(mine).size();
      Map<String, String> bundles = bundles(mine);
      Map<String, String> components = components(mine);
      assertTrue(components.containsKey("io.firedamp.pipeline.Pipeline"), components::toString);
      Instant begin = newest(mine);

      Path newer = mine.gateway.path("deploy/driver-modbus-newer.jar");
      List<Instant> swaps = new ArrayList<>();
      swaps.add(newest(mine));
      deploy(mine, newer, later(1));
      awaitInForce(mine, later(1));
      swaps.add(newest(mine));
      deploy(mine, newer, later(2));
      awaitInForce(mine, later(2));
      swaps.add(newest(mine));
      deploy(mine, newer, later(1)); // and back
      awaitInForce(mine, later(1));
      swaps.add(newest(mine));
      Files.delete(newer);
      awaitInForce(mine, SHIPPED);
      swaps.add(newest(mine));
      mine.gateway.shell("bundle:update " + MODBUS);
      assertTrue(witness(mine).contains("updated " + MODBUS + " " + SHIPPED));
      awaitInForce(mine, SHIPPED);

      withoutUplink(
          mine, "feature:uninstall firedamp-uplink-ccer", "feature:install firedamp-uplink-ccer");
      withoutUplink(
          mine,
          "bundle:uninstall " + UPLINK,
          "bundle:install -s mvn:io.firedamp/firedamp-uplink-ccer/" + SHIPPED);

      Instant end = newest(mine);
      eventually("all until now is settled", SOON, () -> mine.unsettled(end.plusMillis(1)) == 0);
      assertEveryTickIsStoredOnceAndSentWithThePointThatStays(mine, begin, end);
      Set<Instant> lost = lost(mine, begin);
      for (Instant swap : swaps) {
        List<Instant> cost = lost.stream().filter(time -> isNear(swap, time)).toList();
        assertTrue(cost.size() <= MOST_LOST, () -> "the swap at " + swap + " cost " + cost);
        lost.removeAll(cost);
      }
      assertEquals(Set.of(), lost, "lost without a swap");

      List<String> events = witness(mine);
      Set<String> touched = new TreeSet<>();
      events.subList(seen, events.size()).forEach(event -> touched.add(event.split(" ")[1]));
      assertEquals(Set.of(MODBUS, UPLINK, PAHO), touched, events::toString);
      Map<String, String> after = bundles(mine);
      for (String swapped : List.of(UPLINK, PAHO)) {
        assertNotEquals(bundles.remove(swapped), after.remove(swapped), "a new bundle id");
      }
      assertEquals(bundles, after);
      assertEquals(components, components(mine));
    }
  }

  /** ISC-4.3-01. */
  @Test
  void aDriverThatDoesNotStartLeavesTheFormerInForceAndIsSaid() throws Exception {
    try (Mine mine = new Mine(folder)) {
      startWithGuests(mine);
      int seen = witness(mine).size();
      Instant begin = newest(mine);

      Path broken = mine.gateway.path("deploy/driver-modbus-broken.jar");
      Jars.repack(
          mine.gateway.path(DRIVER),
          broken,
          Map.of("Bundle-Version", later(1).toString(), "Bundle-Activator", Defect.class.getName()),
          Defect.class);
      eventually(
          "status says that it does not run",
          SOON,
          () -> isSaid(mine, MODBUS, later(1).toString()));
      awaitInForce(mine, SHIPPED);
      assertTrue(isSaid(mine, MODBUS, later(1).toString()), "as long as it is there");
      Files.delete(broken);
      eventually("nothing to say", SOON, () -> mine.status().path("troubles").isEmpty());
      awaitWhole(mine);

      assertEquals(Set.of(), lost(mine, begin));
      List<String> events = witness(mine);
      Set<String> touched = new TreeSet<>(events.subList(seen, events.size()));
      assertTrue(touched.remove("uninstalled " + MODBUS + " " + later(1)), events::toString);
      touched.removeIf(event -> event.endsWith(" " + MODBUS + " " + later(1)));
      assertEquals(Set.of(), touched, "nothing else was touched");
    }
  }

  /** ISC-4.3-01, CCER-4.3-05. */
  @Test
  void whatIsPutInWrongIsSaidAndCostsNothing() throws Exception {
    try (Mine mine = new Mine(folder)) {
      startWithGuests(mine);
      int seen = witness(mine).size();
      Map<String, String> bundles = bundles(mine);
      Map<String, String> components = components(mine);
      Instant begin = newest(mine);
      Path deploy = mine.gateway.path("deploy");

      Files.writeString(deploy.resolve("text.jar"), "no jar at all");
      Files.copy(mine.gateway.path(DRIVER), deploy.resolve("again.jar"));
      eventually(
          "both are refused",
          SOON,
          () -> refused(mine).equals(Set.of("deploy text.jar", "deploy again.jar")));
      mine.gateway.awaitLog("again\\.jar is " + MODBUS, SOON);
      Jars.pack(deploy.resolve("needy.jar"), NEEDY, Meter.class, "org.example.missing");
      eventually("what it needs is said", SOON, () -> isSaid(mine, NEEDY, "org.example.missing"));

      Instant swap = newest(mine);
      Path whole = folder.resolve("whole.jar");
      deploy(mine, whole, later(1));
      byte[] bytes = Files.readAllBytes(whole);
      Path copied = deploy.resolve("copied.jar");
      Files.write(copied, Arrays.copyOf(bytes, bytes.length / 2));
      eventually("half a copy", SOON, () -> refused(mine).contains("deploy copied.jar"));
      Files.write(copied, bytes);
      awaitInForce(mine, later(1));
      Files.delete(copied);
      awaitInForce(mine, SHIPPED);
      Files.delete(deploy.resolve("needy.jar"));
      Files.delete(deploy.resolve("text.jar"));
      eventually(
          "the rest is settled", SOON, () -> refused(mine).equals(Set.of("deploy again.jar")));
      awaitWhole(mine);

      Set<Instant> lost = lost(mine, begin);
      lost.removeIf(time -> !time.isBefore(swap));
      assertEquals(Set.of(), lost, "lost without a swap");
      assertTouched(mine, seen, Set.of(MODBUS + " " + later(1), NEEDY + " 1.0.0"));
      assertEquals(bundles, bundles(mine));
      assertEquals(components, components(mine));

      mine.gateway.stop();
      mine.gateway.start();
      eventually("still refused", SOON, () -> refused(mine).equals(Set.of("deploy again.jar")));
      Files.delete(deploy.resolve("again.jar"));
      eventually("nothing to say", SOON, () -> refused(mine).isEmpty());
      awaitInForce(mine, SHIPPED);
      assertEquals(bundles, bundles(mine));
    }
  }

  /** ISC-4.3-01. */
  @Test
  void anArchiveOfAFeatureAndAnotherConfigurationTouchTheirOwnSourceOnly() throws Exception {
    try (Mine mine = new Mine(folder)) {
      startWithGuests(mine);
      Files.delete(mine.gateway.path("deploy/meter.jar"));
      eventually(
          "the meter is gone",
          SOON,
          () -> witness(mine).contains("uninstalled " + METER + " 1.0.0") && !reads(mine, STAYS));
      int seen = witness(mine).size();
      Map<String, String> components = components(mine);
      Instant begin = newest(mine);

      Path archive = mine.gateway.path("deploy/meter.kar");
      Jars.archive(archive, METER, Meter.class, Meter.IMPORTS);
      eventually("its source is read", SOON, () -> reads(mine, STAYS));
      Files.delete(archive);
      eventually("its source is gone", SOON, () -> !reads(mine, STAYS));
      assertTouched(mine, seen, Set.of(METER + " 1.0.0"));

      Instant change = newest(mine);
      mine.gateway.set("io.firedamp.driver.modbus-second.cfg", "timeout.ms", "300");
      mine.gateway.awaitLog("source second from .* goes", SOON);
      Instant changed = Instant.now();
      eventually(
          "both points", SOON, () -> packets(mine, changed).stream().anyMatch(HotSwapIT::hasBoth));
      List<Received> packets = packets(mine, begin);
      assertEquals(
          List.of(),
          packets.stream().filter(packet -> Mine.value(packet, SWAPPED.get(0)).isEmpty()).toList(),
          "the first source lost nothing");
      List<Instant> cost =
          packets.stream()
              .filter(packet -> Mine.value(packet, SWAPPED.get(1)).isEmpty())
              .map(packet -> packet.time("ctime"))
              .toList();
      assertTrue(cost.size() <= MOST_LOST, cost::toString);
      assertTrue(cost.stream().allMatch(time -> isNear(change, time)), cost::toString);
      assertEquals(components, components(mine));
      assertTouched(mine, seen, Set.of(METER + " 1.0.0", MODBUS + " " + SHIPPED));
    }
  }

  /** Whether the newest packet has a value of that point. */
  private static boolean reads(Mine mine, String code) {
    return packets(mine, newest(mine)).stream()
        .anyMatch(packet -> !Mine.value(packet, code).isEmpty());
  }

  private static void assertTouched(Mine mine, int seen, Set<String> bundles) throws IOException {
    List<String> events = witness(mine);
    Set<String> touched = new TreeSet<>();
    events
        .subList(seen, events.size())
        .forEach(event -> touched.add(event.substring(event.indexOf(' ') + 1)));
    assertEquals(bundles, touched, events::toString);
  }

  /** The files that status says are refused. */
  private static Set<String> refused(Mine mine) throws Exception { // as status() does
    Set<String> files = new TreeSet<>();
    for (JsonNode health : mine.status().path("health")) {
      if (health.path("code").asText().equals("deploy.refused")) {
        files.add(health.path("subject").asText());
      }
    }
    return files;
  }

  private static void startWithGuests(Mine mine) throws Exception { // as start() does
    List<String> table = mine.table(2);
    table.add(STAYS + "," + Meter.NAME + ",anywhere,uint16,0.01");
    mine.gateway.etc("points.csv", table.toArray(String[]::new));
    mine.gateway.start();
    Path deploy = mine.gateway.path("deploy");
    Jars.pack(deploy.resolve("witness.jar"), WITNESS, Witness.class, Witness.IMPORTS);
    eventually("the witness", SOON, () -> witness(mine).contains("started " + WITNESS + " 1.0.0"));
    Jars.pack(deploy.resolve("meter.jar"), METER, Meter.class, Meter.IMPORTS);
    eventually("the meter", SOON, () -> witness(mine).contains("started " + METER + " 1.0.0"));
    awaitWhole(mine);
  }

  /** The uplink goes, some frames later it comes back, and catches up. */
  private static void withoutUplink(Mine mine, String remove, String add) throws Exception {
    mine.gateway.shell(remove);
    assertFalse(bundles(mine).containsKey(UPLINK), remove);
    Instant until = Instant.now().plusSeconds(3);
    eventually("frames without it", SOON, () -> mine.newestFrame().isAfter(until));
    mine.gateway.shell(add);
    awaitWhole(mine);
  }

  private static void assertEveryTickIsStoredOnceAndSentWithThePointThatStays(
      Mine mine, Instant begin, Instant end) throws Exception { // as figure() does
    List<Row> frames = mine.frames();
    for (int i = 0; i < frames.size(); i++) {
      assertEquals(frames.get(0).time().plusSeconds(i), frames.get(i).time());
    }
    Set<Instant> sent = new HashSet<>();
    for (Received packet : packets(mine, begin)) {
      sent.add(packet.time("ctime"));
      assertEquals("0.07", Mine.value(packet, STAYS), packet::text);
    }
    List<Instant> unsent =
        frames.stream()
            .map(Row::time)
            .filter(time -> !time.isBefore(begin) && !time.isAfter(end))
            .filter(time -> !sent.contains(time))
            .toList();
    assertEquals(List.of(), unsent, "not sent");
    for (String figure : List.of("errors", "late", "overrun", "missing", "stale")) {
      assertEquals(0, mine.figure("source " + Meter.NAME, figure), figure);
    }
    assertEquals(0, mine.figure("pipeline", "missed"));
    assertEquals(0, mine.figure("pipeline", "lost"));
    assertTrue(mine.figure("pipeline", "frames") >= frames.size(), "counted since the start");
  }

  /** The ticks whose packet lacks a point of the driver that is swapped. */
  private static Set<Instant> lost(Mine mine, Instant begin) {
    Set<Instant> lost = new TreeSet<>();
    for (Received packet : packets(mine, begin)) {
      if (!isWhole(packet)) {
        lost.add(packet.time("ctime"));
      }
    }
    return lost;
  }

  private static boolean isNear(Instant swap, Instant time) {
    return !time.isBefore(swap) && time.isBefore(swap.plusSeconds(10));
  }

  private static boolean isSaid(Mine mine, String bundle, String words)
      throws Exception { // as status() does
    for (JsonNode trouble : mine.status().path("troubles")) {
      if (trouble.path("code").asText().equals("bundle.inactive")
          && trouble.path("subject").asText().equals(bundle)
          && trouble.path("cause").path("en").asText().contains(words)) {
        return true;
      }
    }
    return false;
  }

  /** The shipped version, that many steps on. */
  private static Version later(int steps) {
    return new Version(SHIPPED.getMajor(), SHIPPED.getMinor(), SHIPPED.getMicro() + steps);
  }

  private static void deploy(Mine mine, Path target, Version version) throws IOException {
    Jars.repack(mine.gateway.path(DRIVER), target, Map.of("Bundle-Version", version.toString()));
  }

  /**
   * Waits until that version reads both sources, and the shipped one is shadowed if it is another.
   */
  private static void awaitInForce(Mine mine, Version version) {
    eventually(
        version + " is in force",
        SOON,
        () -> {
          List<String> shadowed = shadowed(mine);
          return version.equals(SHIPPED)
              ? shadowed.isEmpty()
              : shadowed.size() == SWAPPED.size()
                  && shadowed.stream().allMatch(why -> why.contains(MODBUS + " " + version));
        });
    awaitWhole(mine);
  }

  /** Why the sources of the shipped driver are not used, as far as they are not. */
  private static List<String> shadowed(Mine mine) throws Exception { // as status() does
    List<String> causes = new ArrayList<>();
    for (JsonNode health : mine.status().path("health")) {
      if (health.path("code").asText().equals("source.shadowed")
          && health.path("subject").asText().contains(" of " + MODBUS + " " + SHIPPED + " ")) {
        causes.add(health.path("cause").path("en").asText());
      }
    }
    return causes;
  }

  /** Waits for a packet of a tick from now on that has all points. */
  private static void awaitWhole(Mine mine) {
    Instant now = Instant.now();
    eventually("all points", SOON, () -> packets(mine, now).stream().anyMatch(HotSwapIT::isWhole));
  }

  private static boolean hasBoth(Received packet) {
    return Mine.value(packet, SWAPPED.get(0)).equals("0.01")
        && Mine.value(packet, SWAPPED.get(1)).equals("0.02");
  }

  private static boolean isWhole(Received packet) {
    return hasBoth(packet) && !Mine.value(packet, STAYS).isEmpty();
  }

  /** The packets of that tick and later ones. */
  private static List<Received> packets(Mine mine, Instant from) {
    return mine.platform.packets().stream()
        .filter(packet -> !packet.time("ctime").isBefore(from))
        .toList();
  }

  private static Instant newest(Mine mine) {
    return mine.platform.packets().stream()
        .map(packet -> packet.time("ctime"))
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /** Id, state and version of each bundle, by its symbolic name. */
  private static Map<String, String> bundles(Mine mine) throws Exception { // as shell() does
    Map<String, String> bundles = new TreeMap<>();
    for (String line : mine.gateway.shell("bundle:list -t 0 -s --no-format").lines().toList()) {
      String[] fields = line.strip().split("\\s+");
      bundles.merge(
          fields[4],
          fields[0] + " " + fields[1] + " " + fields[3],
          (one, other) -> one + ", " + other);
    }
    return bundles;
  }

  /**
   * The id of each of our components that offers a service, but for those of the uplink's bundle,
   * which is swapped; a new activation gets a new one.
   */
  private static Map<String, String> components(Mine mine) throws Exception { // as shell() does
    Map<String, String> components = new TreeMap<>();
    Matcher matcher = COMPONENT.matcher(mine.gateway.shell("service:list"));
    while (matcher.find()) {
      components.put(matcher.group(2), matcher.group(1));
    }
    components.keySet().removeIf(name -> name.startsWith("io.firedamp.uplink.ccer."));
    return components;
  }

  private static List<String> witness(Mine mine) throws IOException {
    Path file = mine.gateway.path("data").resolve(Witness.FILE);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
