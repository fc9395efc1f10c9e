package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.simulator.platform.Scorecard.Outcome;
import io.firedamp.simulator.platform.Scorecard.Row;
import io.firedamp.testkit.ManualClock;
import io.firedamp.text.Text;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the platform judges beyond single messages: order, pace, completeness, what comes again. */
class DutiesTest {
  private static final String GATEWAY = "GATEWAYTEST001";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T04:00:00Z"));
  private final List<String> told = new ArrayList<>();
  private int number;

  private Desk desk(String... keysAndValues) {
    Map<String, String> configuration = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      configuration.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    Settings settings = Settings.of(configuration);
    Access access =
        new Access("tcp://127.0.0.1:1", "PLATFORMTEST01", "", Secret.NONE, "/FIREDAMPTEST");
    Desk desk =
        new Desk(
            clock,
            Envelope.of(settings),
            Terms.of(settings, access),
            (odd, text) -> told.add(text.en()));
    settings.check();
    desk.linked();
    return desk;
  }

  private Optional<String> send(Desk desk, String topic, String message) {
    return desk.take(topic, message.getBytes(StandardCharsets.UTF_8), clock.instant())
        .map(reply -> new String(reply.payload(), StandardCharsets.UTF_8));
  }

  private Optional<String> data(Desk desk) {
    return send(desk, Desk.DATA, Messages.data(++number, clock.instant()));
  }

  private Optional<String> beat(Desk desk) {
    return send(desk, Desk.HEART, Messages.heartbeat(++number, clock.instant()));
  }

  private void pass(Desk desk, Duration time) {
    for (long ms = 0; ms < time.toMillis(); ms += 1000) {
      clock.advance(Duration.ofMillis(Math.min(1000, time.toMillis() - ms)));
      desk.look(clock.instant());
    }
  }

  private static Row row(Desk desk, Kind kind, Rule rule) {
    return desk.report("").rows().stream()
        .filter(row -> row.kind() == kind && row.rule() == rule)
        .findFirst()
        .orElseThrow();
  }

  private static void judged(Desk desk, Kind kind, Rule rule, long passed, long failed) {
    Row row = row(desk, kind, rule);
    assertEquals(passed + " " + failed, row.passed() + " " + row.failed(), row.toString());
  }

  /** The ten tables of the requirement matrix, which the bundle's own file must agree with. */
  private static Set<String> required(String row) throws Exception {
    try (InputStream stream = Profile.class.getResourceAsStream("profiles.csv");
        BufferedReader table =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return table
          .lines()
          .filter(line -> line.startsWith(row))
          .map(line -> line.substring(line.lastIndexOf(',') + 1))
          .map(codes -> new TreeSet<>(Set.of(codes.split(" "))))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  @DisplayName("CCER-D-01: 16, 18, 20, 22 / 15, 17 / 15, 17, 19, 21 parameters")
  void theTenTablesOfAnnexDAreThere() {
    List<Integer> sizes = new ArrayList<>();
    for (String type : List.of("chp", "heat", "power")) {
      for (String heat : List.of("direct", "indirect")) {
        for (String flow : List.of("direct", "indirect")) {
          sizes.add(
              Profile.of(
                      Settings.of(
                          Map.of(
                              "project.type", type,
                              "heat.monitoring", heat,
                              "flow.monitoring", flow)))
                  .orElseThrow()
                  .size());
        }
      }
    }
    assertEquals(List.of(16, 18, 20, 22, 15, 17, 19, 21, 15, 17, 15, 17), sizes);
  }

  @Test
  @DisplayName("CCER-D-02, CCER-D-01: what annex D asks for and does not come is named")
  void aMissingParameterIsNamed() throws Exception {
    Desk desk = desk("project.type", "chp");
    List<String> codes = required("chp,direct,direct,").stream().map(code -> code + "001").toList();
    List<String> lacking =
        codes.stream().filter(code -> !code.startsWith("PLPA")).collect(Collectors.toList());
    // a slow instrument may come once a minute
    List<String> fast =
        codes.stream().filter(code -> !code.startsWith("EXHE")).collect(Collectors.toList());
    for (int second = 0; second <= 120; second++) {
      List<String> now = second < 60 ? (second == 30 ? codes : fast) : lacking;
      send(desk, Desk.DATA, Messages.points(++number, clock.instant(), now));
      clock.advance(SECOND);
    }
    judged(desk, Kind.DATA, Rule.PROFILE, 1, 1);
    assertEquals(
        "within a minute no PLPA",
        row(desk, Kind.DATA, Rule.PROFILE).first().orElseThrow().text().en());
  }

  @Test
  void aShortRunIsJudgedByWhatCameSoFar() {
    Desk desk = desk("project.type", "power", "flow.monitoring", "indirect");
    data(desk);
    assertEquals(Outcome.UNSEEN, row(desk, Kind.DATA, Rule.PROFILE).outcome());
    pass(desk, Duration.ofSeconds(3));
    data(desk);
    Row row = row(desk, Kind.DATA, Rule.PROFILE);
    assertEquals(Outcome.FAILED, row.outcome());
    assertTrue(row.first().orElseThrow().text().en().contains("FOPA"));
  }

  @Test
  @DisplayName("CCER-7.8-01, CCER-7.8-05: the first heartbeat at once, then one a minute")
  void heartbeatsComeAtOnceAndThenOnceAMinute() {
    Desk desk = desk();
    desk.entered(GATEWAY);
    pass(desk, SECOND);
    beat(desk);
    pass(desk, Duration.ofSeconds(60));
    beat(desk);
    judged(desk, Kind.HEARTBEAT, Rule.FIRST, 1, 0);
    judged(desk, Kind.HEARTBEAT, Rule.PERIOD, 1, 0);
    pass(desk, Duration.ofSeconds(30));
    beat(desk);
    judged(desk, Kind.HEARTBEAT, Rule.PERIOD, 1, 1);
    assertEquals(
        "only 30 s after the one before",
        row(desk, Kind.HEARTBEAT, Rule.PERIOD).first().orElseThrow().text().en());
    pass(desk, Duration.ofSeconds(70));
    judged(desk, Kind.HEARTBEAT, Rule.PERIOD, 1, 2);
    // a new connection begins anew
    desk.left(GATEWAY);
    pass(desk, Duration.ofSeconds(300));
    desk.entered(GATEWAY);
    pass(desk, Duration.ofSeconds(11));
    judged(desk, Kind.HEARTBEAT, Rule.FIRST, 1, 1);
    judged(desk, Kind.HEARTBEAT, Rule.PERIOD, 1, 2);
  }

  @Test
  @DisplayName("CCER-7.8-04: a heartbeat that is refused comes again, and not only a minute later")
  void aRefusedHeartbeatComesAgain() {
    Desk desk = desk("script", "heartbeat 1: refuse; heartbeat 3: refuse");
    desk.entered(GATEWAY);
    assertTrue(beat(desk).orElseThrow().contains("\"success\":\"0\""));
    pass(desk, Duration.ofSeconds(5));
    beat(desk);
    judged(desk, Kind.HEARTBEAT, Rule.RESENT, 1, 0);
    pass(desk, Duration.ofSeconds(55));
    beat(desk);
    judged(desk, Kind.HEARTBEAT, Rule.PERIOD, 2, 0);
    pass(desk, Duration.ofSeconds(60));
    beat(desk);
    judged(desk, Kind.HEARTBEAT, Rule.RESENT, 1, 1);
  }

  @Test
  @DisplayName("CCER-7.6-09: data that are refused come again within the minute they are young")
  void refusedDataComeAgain() {
    Desk desk = desk("script", "at start: refuse 2 packets because 数值异常");
    desk.entered(GATEWAY);
    String first = Messages.data(++number, clock.instant());
    assertTrue(send(desk, Desk.DATA, first).orElseThrow().contains("数值异常"));
    pass(desk, SECOND);
    data(desk);
    send(desk, Desk.DATA, first);
    judged(desk, Kind.DATA, Rule.RESENT, 1, 0);
    pass(desk, Duration.ofSeconds(61));
    judged(desk, Kind.DATA, Rule.RESENT, 1, 1);
    // and it is counted once
    assertEquals(1, desk.report("").delays().count());
  }

  @Test
  void whoIsGoneOwesNothing() {
    Desk desk = desk("script", "at start: refuse 2 packets");
    desk.entered(GATEWAY);
    data(desk);
    desk.left(GATEWAY);
    pass(desk, Duration.ofSeconds(61));
    judged(desk, Kind.DATA, Rule.RESENT, 0, 0);
  }

  @Test
  @DisplayName("CCER-4.7-01: more than a minute without data is found, if the gateway is there")
  void dataComeAtLeastEachMinute() {
    Desk desk = desk();
    desk.entered(GATEWAY);
    data(desk);
    pass(desk, Duration.ofSeconds(60));
    data(desk);
    judged(desk, Kind.DATA, Rule.PERIOD, 1, 0);
    pass(desk, Duration.ofSeconds(61));
    data(desk);
    judged(desk, Kind.DATA, Rule.PERIOD, 1, 1);
    desk.left(GATEWAY);
    desk.entered(GATEWAY);
    pass(desk, Duration.ofSeconds(100));
    data(desk);
    judged(desk, Kind.DATA, Rule.PERIOD, 1, 1);
    // and if none comes at all any more
    pass(desk, Duration.ofSeconds(300));
    judged(desk, Kind.DATA, Rule.PERIOD, 1, 2);
  }

  @Test
  @DisplayName("CCER-3-03, CCER-4.6-03: 90 % of what is due, without what the platform missed")
  void theTransferRateIsOfWhatIsDue() {
    Desk desk = desk();
    for (int second = 0; second < 20; second++) {
      if (second != 5 && second != 6) {
        data(desk);
      }
      clock.advance(SECOND);
    }
    Transfer.Figures figures = desk.report("").transfer();
    assertEquals(40, figures.due());
    assertEquals(36, figures.onTime());
    assertEquals(90.0, figures.rate());
    assertEquals(Duration.ofSeconds(2), figures.gap());
    assertEquals(Outcome.PASSED, row(desk, Kind.DATA, Rule.RATE).outcome());

    Instant away = clock.instant();
    clock.advance(Duration.ofSeconds(30));
    desk.wasAway(away, clock.instant().minus(SECOND));
    data(desk);
    assertEquals(42, desk.report("").transfer().due());
    clock.advance(Duration.ofSeconds(2));
    data(desk);
    assertEquals(Outcome.FAILED, row(desk, Kind.DATA, Rule.RATE).outcome());
  }

  @Test
  @DisplayName("CCER-4.6-02, CCER-4.5-03: three days in a row and twenty in all are the limits")
  void longInterruptionsAreFound() {
    Desk desk = desk("period.s", "60");
    data(desk);
    clock.advance(Duration.ofDays(3));
    data(desk);
    assertEquals(Outcome.PASSED, row(desk, Kind.DATA, Rule.GAP).outcome());
    clock.advance(Duration.ofDays(3).plusHours(1));
    data(desk);
    assertEquals(Outcome.FAILED, row(desk, Kind.DATA, Rule.GAP).outcome());
    assertEquals(Outcome.PASSED, row(desk, Kind.DATA, Rule.LOST).outcome());
    clock.advance(Duration.ofDays(15));
    data(desk);
    assertEquals(Outcome.FAILED, row(desk, Kind.DATA, Rule.LOST).outcome());
  }

  @Test
  @DisplayName("CCER-7.6-10: what was delayed is received, and not counted as on time")
  void lateDataAreCountedApart() {
    Desk desk = desk();
    data(desk);
    String late = Messages.data(++number, clock.instant().plusSeconds(1));
    clock.advance(Duration.ofSeconds(70));
    send(desk, Desk.DATA, late);
    Transfer.Figures figures = desk.report("").transfer();
    assertEquals(50.0, figures.rate());
    assertEquals(100.0, figures.rateWithLate());
    assertEquals(69_000, desk.report("").delays().mostMs());
  }

  @Test
  @DisplayName("CCER-7.4-05, CCER-7.4-03, AMB-03: logins are judged where the platform sees them")
  void loginsAreJudged() {
    Desk desk = desk();
    assertTrue(desk.report("").rows().stream().noneMatch(row -> row.kind() == Kind.LOGIN));
    desk.turnedAway("OTHER", new Text("wrong", "错误"));
    desk.entered("SHORT");
    desk.denied("SHORT", "/X/client/cmd", true);
    desk.entered("PLATFORMTEST01");
    judged(desk, Kind.LOGIN, Rule.CREDENTIALS, 1, 1);
    assertEquals(Outcome.REMARK, row(desk, Kind.LOGIN, Rule.CLIENT_ID).outcome());
    assertEquals(
        "SHORT: may not publish on /X/client/cmd",
        row(desk, Kind.LOGIN, Rule.RIGHTS).first().orElseThrow().text().en());
    assertEquals(2, desk.report("").seen().get(Kind.LOGIN));
  }

  @Test
  @DisplayName("CCER-7.6-11: the phase changes when the script says so")
  void thePhaseChanges() {
    Desk desk = desk("script", "after 1 s: status 3");
    assertTrue(data(desk).orElseThrow().contains("\"status\":\"0\""));
    clock.advance(SECOND);
    desk.due(clock.instant());
    assertTrue(data(desk).orElseThrow().contains("\"status\":\"3\""));
    assertTrue(told.contains("script: status 3"));
  }

  @Test
  @DisplayName("AMB-01, AMB-44: replies go wrong in each way a script can say")
  void repliesGoWrongAsTheScriptSays() {
    Desk desk =
        desk(
            "script",
            "packet 1: wrong response_id; packet 2: wrong topic; packet 3: undecryptable reply;"
                + " packet 4: sample-like reply; packet 5: late reply 12 s; packet 6: no reply");
    List<Optional<Desk.Reply>> replies = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      clock.advance(SECOND);
      byte[] packet = Messages.data(i, clock.instant()).getBytes(StandardCharsets.UTF_8);
      replies.add(desk.take(Desk.DATA, packet, clock.instant()));
    }
    List<String> words =
        replies.stream()
            .map(
                reply ->
                    reply.map(one -> new String(one.payload(), StandardCharsets.UTF_8)).orElse(""))
            .toList();
    assertTrue(words.get(0).contains("\"response_id\":\"1000000000000000000\""), words.get(0));
    assertEquals("client/heart/reply", replies.get(1).orElseThrow().topic());
    assertFalse(words.get(2).contains("response_id"), words.get(2));
    assertTrue(words.get(3).contains("\"response_id\"：\u00a0\"1742106155427680004\"，"));
    assertTrue(words.get(3).contains("\"success\":\u00a0\" 1\""), words.get(3));
    assertEquals(Duration.ofSeconds(12), replies.get(4).orElseThrow().delay());
    assertEquals(Optional.empty(), replies.get(5));
    assertTrue(words.get(6).contains("\"response_id\":\"1742106155427680007\""));
    assertEquals(6, desk.report("").played().size());
  }

  @Test
  void anUndecryptableReplyIsStillBase64AndHolds() throws Exception {
    String key = "000102030405060708090a0b0c0d0e0f";
    Envelope envelope = Envelope.of(Settings.of(Map.of("cipher", "aes", "aes.key", key)));
    byte[] sealed = envelope.seal("{\"success\":\"1\"}");
    byte[] garbled = Replies.garbled(sealed);
    assertEquals(sealed.length, garbled.length);
    assertTrue(new String(garbled, StandardCharsets.US_ASCII).matches("[A-Za-z0-9+/]+=*"));
    Optional<String> opened = Optional.empty();
    try {
      opened = Optional.of(envelope.open(garbled));
    } catch (Envelope.Unreadable expected) {
      assertFalse(expected.text().en().isEmpty());
    }
    assertFalse(opened.orElse("").contains("success"));
  }

  @Test
  void aRunIsPassedOnlyIfAllCameThatMustCome() {
    Desk desk = desk();
    assertFalse(desk.report("").passed());
    assertEquals(
        "INCOMPLETE: did not come: data packet, heartbeat", desk.report("").verdict().en());
    data(desk);
    beat(desk);
    assertTrue(desk.report("").passed());
    desk.command("1", clock.instant(), clock.instant(), false).orElseThrow();
    assertEquals("不完整: 未收到 指令回复", desk.report("").verdict().zh());
    send(desk, "server/else", "");
    assertEquals("NOT PASSED", desk.report("").verdict().en());
  }
}
