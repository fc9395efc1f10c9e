package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.testkit.ManualClock;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeskTest {
  private static final String KEY = "000102030405060708090a0b0c0d0e0f";

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T04:00:00Z"));

  private Desk desk(Map<String, String> configuration) {
    Settings settings = Settings.of(configuration);
    Access access =
        new Access("tcp://127.0.0.1:1", "PLATFORMTEST01", "", Secret.NONE, "/FIREDAMPTEST");
    Desk desk =
        new Desk(clock, Envelope.of(settings), Terms.of(settings, access), (odd, text) -> {});
    settings.check();
    desk.linked();
    return desk;
  }

  private static Envelope key(String key) {
    return Envelope.of(Settings.of(Map.of("cipher", "aes", "aes.key", key)));
  }

  /** The reply in clear; empty if there is none. */
  private Optional<String> take(Desk desk, String topic, String message) {
    return desk.take(topic, message.getBytes(StandardCharsets.UTF_8), clock.instant())
        .map(reply -> reply.topic() + " " + new String(reply.payload(), StandardCharsets.UTF_8));
  }

  private static double figure(Desk desk, String key) {
    return desk.health().get(0).figures().stream()
        .filter(figure -> figure.key().equals(key))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static Health health(Desk desk) {
    assertEquals(1, desk.health().size());
    assertEquals("platform (simulated)", desk.health().get(0).subject());
    return desk.health().get(0);
  }

  @Test
  @DisplayName("CCER-7.6-08, CCER-7.6-11: M4 as table 4 has it, with the phase")
  void aGoodPacketIsAcknowledged() {
    Desk desk = desk(Map.of("status", "2"));
    assertEquals(
        "client/data/upload/reply {\"ts\":\"1795233600000\",\"response_id\":"
            + "\"1742106155427680001\",\"result\":{\"success\":\"1\",\"status\":\"2\","
            + "\"reason\":\"\"}}",
        take(desk, Desk.DATA, Messages.data(1, clock.instant())).orElseThrow());
    assertEquals(Level.OK, health(desk).level());
    assertEquals(1, figure(desk, "received"));
    assertEquals(1, figure(desk, "accepted"));
  }

  @Test
  @DisplayName("CCER-7.6-12: a bad packet is refused with its reason in Chinese")
  void aBadPacketIsRefusedWithItsReason() {
    Desk desk = desk(Map.of());
    String bad = Messages.data(1, clock.instant()).replace("FOCH001", "FOCX001");
    String reply = take(desk, Desk.DATA, bad).orElseThrow();
    assertTrue(
        reply.endsWith(
            "\"result\":{\"success\":\"0\",\"status\":\"0\","
                + "\"reason\":\"FOCX001 不是附录C的点位编号\"}}"),
        reply);
    assertEquals(1, figure(desk, "refused"));
    assertEquals("platform.refuses", health(desk).code());
    assertTrue(health(desk).cause().en().contains("FOCX001 is no point code of annex C"));

    clock.advance(Desk.PEACE);
    assertEquals(Level.OK, health(desk).level());
  }

  @Test
  @DisplayName("CCER-7.8-04: M8 as table 8 has it")
  void aHeartbeatIsAnswered() {
    Desk desk = desk(Map.of());
    assertEquals(
        "client/heart/reply {\"ts\":\"1795233600000\",\"response_id\":"
            + "\"1742106155427680002\",\"result\":{\"success\":\"1\",\"reason\":\"\"}}",
        take(desk, Desk.HEART, Messages.heartbeat(2, clock.instant())).orElseThrow());
    assertEquals(1, figure(desk, "heartbeats"));
  }

  @Test
  @DisplayName("CCER-7.8-05: three heartbeats missing are noticed")
  void missingHeartbeatsAreNoticed() {
    Desk desk = desk(Map.of());
    take(desk, Desk.HEART, Messages.heartbeat(2, clock.instant()));
    clock.advance(Desk.SILENCE);
    assertEquals(Level.OK, health(desk).level());
    clock.advance(Duration.ofSeconds(1));
    assertEquals("platform.no-heartbeat", health(desk).code());
    assertEquals(181, figure(desk, "heartbeat.age"));
  }

  @Test
  @DisplayName("CCER-7.6-07: rsp 0 gets no answer")
  void rspZeroGetsNoAnswer() {
    Desk desk = desk(Map.of());
    String quiet = Messages.data(1, clock.instant()).replace("\"rsp\":\"1\"", "\"rsp\":\"0\"");
    assertEquals(Optional.empty(), take(desk, Desk.DATA, quiet));
    assertEquals(1, figure(desk, "accepted"));
  }

  @Test
  void everyThirdIsRefusedAndEverySecondLeftWithoutReply() {
    Desk desk = desk(Map.of("script", "every 2nd packet: no reply; every 3rd packet: refuse"));
    StringBuilder seen = new StringBuilder();
    for (int i = 1; i <= 6; i++) {
      seen.append(
          take(desk, Desk.DATA, Messages.data(i, clock.instant()))
              .map(reply -> reply.contains("\"success\":\"1\"") ? "1" : "0")
              .orElse("-"));
      clock.advance(Duration.ofSeconds(1));
    }
    // the sixth is owed both: no reply first, refused with the next one
    assertEquals("1-0-1-", seen.toString());
    assertEquals(3, figure(desk, "muted"));
    assertEquals(1, figure(desk, "refused"));
  }

  @Test
  @DisplayName("CCER-7.3-04: replies are encrypted as the packets are")
  void repliesAreEncryptedLikewise() throws Exception {
    Desk desk = desk(Map.of("cipher", "aes", "aes.key", KEY));
    byte[] packet = key(KEY).seal(Messages.data(1, clock.instant()));
    Desk.Reply reply = desk.take(Desk.DATA, packet, clock.instant()).orElseThrow();
    assertTrue(key(KEY).open(reply.payload()).contains("\"success\":\"1\""));
    assertTrue(!Envelope.clear(reply.payload()));
  }

  @Test
  void anotherKeyIsReportedAndCannotBeAnswered() {
    Desk desk = desk(Map.of("cipher", "aes", "aes.key", KEY));
    byte[] packet = key("f00102030405060708090a0b0c0d0e0f").seal(Messages.data(1, clock.instant()));
    assertEquals(Optional.empty(), desk.take(Desk.DATA, packet, clock.instant()));
    assertEquals("platform.cannot-read", health(desk).code());
    assertEquals(1, figure(desk, "unreadable"));
  }

  @Test
  void aPacketInClearIsRefusedWhereEncryptionWasAgreedOn() throws Exception {
    Desk desk = desk(Map.of("cipher", "aes", "aes.key", KEY));
    byte[] packet = Messages.data(1, clock.instant()).getBytes(StandardCharsets.UTF_8);
    Desk.Reply reply = desk.take(Desk.DATA, packet, clock.instant()).orElseThrow();
    String clear = key(KEY).open(reply.payload());
    assertTrue(clear.contains("\"success\":\"0\"") && clear.contains("未按约定加密"), clear);
  }

  @Test
  @DisplayName("CCER-7.6-10: a packet that was delayed on its way is received and says so")
  void aDelayedPacketIsReceivedAndCounted() {
    Desk desk = desk(Map.of());
    String packet = Messages.data(1, clock.instant());
    clock.advance(Duration.ofSeconds(61));
    String reply = take(desk, Desk.DATA, packet).orElseThrow();
    assertTrue(reply.contains("\"success\":\"1\"") && reply.contains("延迟状态"), reply);
    assertEquals(1, figure(desk, "delayed"));
    assertEquals("platform.remarks", health(desk).code());
  }

  @Test
  void anUnknownTopicIsReported() {
    Desk desk = desk(Map.of());
    assertEquals(Optional.empty(), take(desk, "server/data", "{}"));
    assertEquals("platform.unexpected-topic", health(desk).code());
  }

  @Test
  void aBrokerOutOfReachIsTheWorst() {
    Desk desk = desk(Map.of());
    desk.unlinked(Text.same("gone"));
    assertEquals(Level.MAJOR, health(desk).level());
    assertEquals(clock.instant(), health(desk).since());
    clock.advance(Duration.ofSeconds(5));
    desk.linked();
    assertEquals(Level.OK, health(desk).level());
    assertEquals(clock.instant(), health(desk).since());
  }

  /** A gateway with a key pair of its own, by the JDK's own words. */
  private static final class Gateway {
    private final KeyPair own = pair();
    private final KeyPair platform = pair();

    static KeyPair pair() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        return generator.generateKeyPair();
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    /** The platform's private key as its configuration has it. */
    String pem() {
      return Base64.getEncoder().encodeToString(platform.getPrivate().getEncoded());
    }

    String key() {
      return Base64.getEncoder().encodeToString(own.getPublic().getEncoded());
    }

    String up(String clear) throws GeneralSecurityException {
      byte[] text = clear.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder()
          .encodeToString(blocks(Cipher.ENCRYPT_MODE, platform.getPublic(), text, 117));
    }

    String down(String payload) throws GeneralSecurityException {
      byte[] sealed = Base64.getDecoder().decode(payload);
      return new String(
          blocks(Cipher.DECRYPT_MODE, own.getPrivate(), sealed, 128), StandardCharsets.UTF_8);
    }

    private static byte[] blocks(int mode, Key key, byte[] input, int size)
        throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(mode, key);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int from = 0; from < input.length; from += size) {
        out.writeBytes(cipher.doFinal(input, from, Math.min(size, input.length - from)));
      }
      return out.toByteArray();
    }
  }

  private static String keyReply(String reply) {
    String topic = "client/crypto/upload/reply ";
    assertTrue(reply.startsWith(topic), reply);
    return reply.substring(topic.length());
  }

  @Test
  @DisplayName("CCER-7.5-03/-04/-06, AMB-07, AMB-11: the field key is encrypted; M2 as table 2")
  void theKeyIsNegotiatedByField() throws Exception {
    Gateway gateway = new Gateway();
    Desk desk = desk(Map.of("cipher", "rsa", "rsa.private.key", gateway.pem()));
    String request = Messages.key(1, gateway.up(gateway.key()), clock.instant());
    assertEquals(
        "{\"ts\":\"1795233600000\",\"request_id\":\"1742106155427680001\","
            + "\"result\":{\"success\":\"1\",\"reason\":\"\"}}",
        gateway.down(keyReply(take(desk, Desk.KEY, request).orElseThrow())));

    String data = gateway.up(Messages.data(2, clock.instant()));
    String reply = take(desk, Desk.DATA, data).orElseThrow();
    String clear = gateway.down(reply.substring(reply.indexOf(' ') + 1));
    assertTrue(clear.contains("\"success\":\"1\""), clear);
    assertEquals(Level.OK, health(desk).level());
  }

  @Test
  @DisplayName("AMB-07: the whole of M1 is encrypted, if agreed so; else it is refused")
  void theKeyIsNegotiatedByMessage() throws Exception {
    Gateway gateway = new Gateway();
    Desk desk =
        desk(Map.of("cipher", "rsa", "rsa.private.key", gateway.pem(), "rsa.handshake", "message"));
    String request = Messages.key(1, gateway.key(), clock.instant());
    String inClear = keyReply(take(desk, Desk.KEY, request).orElseThrow());
    assertTrue(inClear.contains("\"success\":\"0\"") && inClear.contains("加密"), inClear);
    String reply = keyReply(take(desk, Desk.KEY, gateway.up(request)).orElseThrow());
    assertTrue(gateway.down(reply).contains("\"success\":\"1\""));
  }

  @Test
  @DisplayName("CCER-7.5-05: the first keys are refused, and nothing may come before the key")
  void theFirstKeysAreRefused() throws Exception {
    Gateway gateway = new Gateway();
    Desk desk =
        desk(
            Map.of(
                "cipher",
                "rsa",
                "rsa.private.key",
                gateway.pem(),
                "script",
                "at start: refuse 2 key requests"));
    StringBuilder seen = new StringBuilder();
    for (int i = 1; i <= 3; i++) {
      String request = Messages.key(i, gateway.up(gateway.key()), clock.instant());
      String m2 = gateway.down(keyReply(take(desk, Desk.KEY, request).orElseThrow()));
      seen.append(m2.contains("\"success\":\"1\"") ? "1" : "0");
      if (i == 1) {
        String early = gateway.up(Messages.data(9, clock.instant()));
        String reply = take(desk, Desk.DATA, early).orElseThrow();
        String clear = gateway.down(reply.substring(reply.indexOf(' ') + 1));
        assertTrue(clear.contains("密钥协商成功之前发送"), clear);
      }
    }
    assertEquals("001", seen.toString());
    assertEquals(3, figure(desk, "keys"));
    assertEquals(1, figure(desk, "refused"));
  }

  @Test
  @DisplayName("AMB-80: a key that cannot be decrypted is refused in clear")
  void aKeyThatCannotBeReadIsRefusedInClear() throws Exception {
    Gateway gateway = new Gateway();
    Desk desk = desk(Map.of("cipher", "rsa", "rsa.private.key", gateway.pem()));
    String wrong = new Gateway().up(gateway.key());
    String reply =
        keyReply(take(desk, Desk.KEY, Messages.key(1, wrong, clock.instant())).orElseThrow());
    assertTrue(reply.startsWith("{") && reply.contains("\"success\":\"0\""), reply);
    assertEquals("platform.refuses", health(desk).code());
    // without a key nothing else can be answered
    String data = gateway.up(Messages.data(2, clock.instant()));
    assertEquals(Optional.empty(), take(desk, Desk.DATA, data));
    assertEquals(1, figure(desk, "refused"));
  }

  @Test
  @DisplayName("CCER-7.5-07: without RSA there is no key request")
  void withoutRsaAKeyRequestIsUnexpected() {
    Desk desk = desk(Map.of());
    assertEquals(Optional.empty(), take(desk, Desk.KEY, Messages.key(1, "AA==", clock.instant())));
    assertEquals("platform.unexpected-topic", health(desk).code());
  }

  private static String line(List<String> report, String kind, String rule) {
    int from = report.indexOf(kind);
    assertTrue(from >= 0, () -> kind + " in " + String.join("\n", report));
    return report.stream().skip(from).filter(line -> line.contains(rule)).findFirst().orElseThrow();
  }

  @Test
  void theReportHasAVerdictForEachCheckWithTheFirstOffender() {
    Desk desk = desk(Map.of("script", "packet 4: refuse"));
    take(desk, Desk.DATA, Messages.data(1, clock.instant()));
    for (int i = 2; i <= 4; i++) {
      clock.advance(Duration.ofSeconds(1));
      String bad = Messages.data(i, clock.instant()).replace("1.00", i + ".0");
      take(desk, Desk.DATA, i == 4 ? bad.replace("4.0", "4.00") : bad);
    }
    clock.advance(Duration.ofSeconds(1));
    String late = Messages.data(5, clock.instant());
    clock.advance(Duration.ofSeconds(61));
    take(desk, Desk.DATA, late);
    take(desk, "server/data", "{}");

    List<String> report = TextReport.lines(desk.report("demo"), Locale.ENGLISH);
    assertEquals("NOT PASSED. 18 passed, 3 failed, 1 with remarks, 33 not checked", report.get(0));
    assertTrue(report.contains("every message: 6"));
    assertEquals(
        "  pass    5               JSON         one valid JSON object  [表3 · CCER-7.3-04]",
        line(report, "data packet: 5", " JSON "));
    String decimals = line(report, "data packet: 5", " DECIMALS ");
    assertEquals(
        "  FAIL    3 / 2           DECIMALS     decimals as the document asks  [表3 · CCER-D-04]",
        decimals);
    assertEquals(
        "          first 2026-11-21 12:00:01 1742106155427680002: FOCH001 2.0 must have 2 decimals;"
            + " stored as 2.00",
        report.get(report.indexOf(decimals) + 1));
    assertTrue(report.get(report.indexOf(decimals) + 2).contains("\"FOCH001\":{\"val\":2.0}"));
    assertTrue(line(report, "data packet: 5", " DELAYED ").startsWith("  remark  "));
    // one of five is refused by the script, one came late
    assertTrue(line(report, "data packet: 5", " RATE ").startsWith("  FAIL "));
    assertTrue(line(report, "every message: 6", " TOPIC ").startsWith("  FAIL "));
    assertTrue(line(report, "heartbeat: 0", " JSON ").startsWith("  -  "));
    assertTrue(report.contains("  1 × packet 4: refuse"));
    assertTrue(report.contains("Transfer rate 60.00 % (6 / 10 values; with late ones 80.00 %)"));

    List<String> chinese = TextReport.lines(desk.report("demo"), Locale.CHINESE);
    assertEquals("不通过。通过 18 项，不通过 3 项，提示 1 项，未检 33 项", chinese.get(0));
    assertTrue(line(chinese, "数据包: 5", " DECIMALS ").startsWith("  不通过  3 / 2 "));
    assertTrue(chinese.stream().anyMatch(line -> line.contains("FOCH001 2.0 应保留2位小数")));
  }

  @Test
  void theReportForScriptsIsJson() throws Exception {
    Desk desk = desk(Map.of());
    String wrong = Messages.data(1, clock.instant()).replace("FOCH001", "\\\"x");
    take(desk, Desk.DATA, wrong);
    Json.Obj report = (Json.Obj) Json.read(JsonReport.of(desk.report("demo")));
    assertEquals(new Json.Num("1"), report.fields().get("failed"));
    Json.Obj messages = (Json.Obj) report.fields().get("messages");
    assertEquals(new Json.Num("1"), messages.fields().get("data"));
    Json.Obj failed =
        ((Json.Arr) report.fields().get("checks"))
            .elements().stream()
                .map(Json.Obj.class::cast)
                .filter(check -> check.fields().get("outcome").equals(new Json.Str("failed")))
                .findFirst()
                .orElseThrow();
    assertEquals(new Json.Str("code"), failed.fields().get("rule"));
    Json.Obj first = (Json.Obj) failed.fields().get("first");
    assertEquals(new Json.Str("\"x 不是附录C的点位编号"), first.fields().get("zh"));
    assertEquals(new Json.Str("2026-11-21T04:00:00Z"), first.fields().get("at"));
  }

  @Test
  void everyFindingOfAKindHasItsLineInTheReport() {
    for (Rule rule : Rule.values()) {
      boolean listed = Stream.of(Kind.values()).anyMatch(kind -> kind.rules().contains(rule));
      assertEquals(rule != Rule.REHEARSAL, listed, rule.name());
      assertEquals(listed, !rule.right().en().isEmpty() && !rule.right().zh().isEmpty());
    }
  }

  @Test
  @DisplayName("CCER-7.7-06: data that nobody asked for on the topic of answers are found")
  void whatNobodyAskedForIsFound() {
    Desk desk = desk(Map.of());
    String answer = Messages.answer("1742106155427680009", clock.instant(), clock.instant());
    assertEquals(Optional.empty(), take(desk, Desk.ANSWER, answer));
    assertEquals("platform.refuses", health(desk).code());
    assertEquals(1, figure(desk, "answers.wrong"));
    List<String> report = TextReport.lines(desk.report("demo"), Locale.ENGLISH);
    assertTrue(line(report, "answer to command: 1", " UNASKED ").startsWith("  FAIL "));
  }

  @Test
  void anUnansweredCommandIsFoundInTime() {
    Desk desk = desk(Map.of());
    desk.command("1", clock.instant().minusSeconds(60), clock.instant(), false).orElseThrow();
    clock.advance(Recall.SILENCE.minusSeconds(1));
    desk.look(clock.instant());
    assertEquals(Level.OK, health(desk).level());
    clock.advance(Duration.ofSeconds(1));
    desk.look(clock.instant());
    assertEquals(1, figure(desk, "answers.wrong"));
    List<String> report = TextReport.lines(desk.report("demo"), Locale.ENGLISH);
    assertTrue(line(report, "answer to command: 0", " SILENT ").startsWith("  FAIL "));
  }
}
