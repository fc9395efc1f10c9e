package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.simulator.platform.Verdict.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
  /** 2025-07-30 08:12:02 in Beijing, and a bit. */
  private static final Instant RECEIVED = Instant.parse("2025-07-30T00:12:02.250Z");

  /** As the document wants it. */
  private static final String GOOD =
      "{\"ts\":\"1753834321000\",\"request_id\":\"1742106155427680258\",\"flag\":\"1\","
          + "\"value\":{\"rsp\":\"1\",\"utime\":\"2025-07-30 08:12:02\","
          + "\"ctime\":\"2025-07-30 08:12:01\",\"data\":{\"FONP001\":{\"val\":91800.000},"
          + "\"FOCH001\":{\"val\":1.00},\"PPTE001\":{\"val\":-0.10}}}}";

  private static final String HEARTBEAT =
      "{\"ts\":\"1753834321000\",\"request_id\":\"1742106155427680259\",\"value\":{"
          + "\"cpu_usage\":7.25,\"up_time\":1800,\"mem_usage\":60.00,"
          + "\"sn\":\"D9034ACFED5F407195226B903FCA8DBC911101126996050290\",\"os\":\"Linux\","
          + "\"supplier_name\":\"佳华智联\"}}";

  private final Judge judge = new Judge(Parameters.annexC());

  private static String sample(String name) throws IOException {
    try (InputStream stream =
        JudgeTest.class.getResourceAsStream("/ccer-samples/" + name + ".verbatim.txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> rules(List<Finding> findings) {
    return findings.stream().map(finding -> finding.rule().name()).toList();
  }

  @Test
  @DisplayName("CCER-C-01: annex C has 24 parameters")
  void annexHasTwentyFourParameters() {
    assertEquals(24, Parameters.annexC().size());
    assertEquals(3, Parameters.annexC().decimals("EXEC002").orElseThrow());
    assertEquals(2, Parameters.annexC().decimals("EXHE001").orElseThrow());
  }

  @Test
  @DisplayName("AMB-14, CCER-D-05: the document's own data sample is rounded here, and accepted")
  void theSampleOfTable3DeservesItsTwoFaults() throws Exception {
    Verdict verdict = judge.data(sample("table3-data-upload"), RECEIVED);
    assertEquals(List.of(), verdict.objections());
    assertTrue(verdict.faulty() && verdict.rounded());
    // its ts is of another day: AMB-17
    assertEquals(List.of("TS_FAR", "DECIMALS", "DECIMALS"), rules(verdict.remarks()));
    assertTrue(verdict.words().zh().contains("FONP001 1.00 应保留3位小数，按1.000存储"));
    assertTrue(verdict.words().zh().contains("EXEC001 0.39 应保留3位小数，按0.390存储"));
    assertEquals("1742106155427680258", verdict.id());
    assertTrue(verdict.replyDue());
  }

  @Test
  @DisplayName("AMB-47: the document's own heartbeat sample lacks the two decimals it asks for")
  void theSampleOfTable7DeservesItsTwoFaults() throws Exception {
    Verdict verdict = judge.heartbeat(sample("table7-heart"));
    assertEquals(List.of(), verdict.objections());
    assertEquals(List.of("DECIMALS", "DECIMALS"), rules(verdict.remarks()));
  }

  @Test
  @DisplayName("CCER-7.6-03, CCER-7.8-03: what is as the document has it is accepted silently")
  void whatIsRightIsAcceptedSilently() {
    assertEquals("", judge.data(GOOD, RECEIVED).rules());
    assertEquals("", judge.heartbeat(HEARTBEAT).rules());
  }

  @ParameterizedTest(name = "{2}: {0} -> {1}")
  @DisplayName("CCER-7.6-03/-04/-05/-06/-12, CCER-4.7-02, CCER-C-01: each rule finds its packet")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        // what stands in the good packet | what stands in the wrong one | the rule
        "}}}}                            | }}}                              | JSON",
        "}}}}                            | }}}} x                           | JSON",
        "`\"flag\":\"1\"`                | `\"flag\":\"1\",\"flag\":\"1\"`  | JSON",
        "`\"flag\":\"1\"`                | `\"flag\"：\"1\"`                | JSON",
        "`\"val\":1.00`                  | `\"val\":01.00`                  | JSON",
        "`\"val\":1.00`                  | `\"val\":NaN`                    | JSON",
        "`\"flag\":\"1\",`               | ``                               | FIELDS",
        "`\"rsp\":\"1\",`                | ``                               | FIELDS",
        "`\"flag\":\"1\"`                | `\"flag\":\"1\",\"qos\":\"1\"`   | FIELDS",
        "`\"val\":1.00`                  | `\"val\":1.00,\"q\":0`           | FIELDS",
        "`\"val\":1.00`                  | `\"value\":1.00`                 | FIELDS",
        "`\"flag\":\"1\"`                | `\"flag\":1`                     | TYPE",
        "`\"ts\":\"1753834321000\"`      | `\"ts\":1753834321000`           | TYPE",
        "`\"val\":1.00`                  | `\"val\":\"1.00\"`               | TYPE",
        "`\"val\":1.00`                  | `\"val\":null`                   | TYPE",
        "`{\"val\":1.00}`                | `1.00`                           | TYPE",
        "`{\"val\":1.00}`                | `[1.00]`                         | TYPE",
        "1753834321000                   | 1753834321                       | TS",
        "1753834321000                   | 1753834321000000                 | TS",
        "1742106155427680258             | 174210615542768025               | ID",
        "1742106155427680258             | 9942106155427680258              | ID",
        "1742106155427680258             | 17421061-5427680258              | ID",
        "`\"flag\":\"1\"`                | `\"flag\":\"2\"`                 | FLAG",
        "`\"rsp\":\"1\"`                 | `\"rsp\":\" 1\"`                 | RSP",
        "2025-07-30 08:12:01             | 2025-07-30T08:12:01              | TIME",
        "2025-07-30 08:12:01             | 2025-7-30 08:12:01               | TIME",
        "2025-07-30 08:12:01             | 2025-06-31 08:12:01              | TIME",
        "2025-07-30 08:12:02             | 2025-07-30 08:12:02.000          | TIME",
        "2025-07-30 08:12:01             | 2025-07-30 08:11:02              | AGE",
        "2025-07-30 08:12:01             | 2025-07-30 08:12:03              | AGE",
        "2025-07-30 08:12:02             | 2025-07-30 08:13:00              | ``",
        "2025-07-30 08:12:02             | 2025-07-30 16:12:02              | AGE AHEAD",
        "FOCH001                         | FOCH01                           | CODE",
        "FOCH001                         | foch001                          | CODE",
        "FOCH001                         | XXCH001                          | CODE",
        "`\"val\":1.00`                  | `\"val\":1`                      | DECIMALS",
        "`\"val\":1.00`                  | `\"val\":1.0`                    | DECIMALS",
        "`\"val\":1.00`                  | `\"val\":1.000`                  | DECIMALS",
        "`\"val\":91800.000`             | `\"val\":9.1800000E4`            | DECIMALS",
        "`\"val\":91800.000`             | `\"val\":91800.00`               | DECIMALS",
      })
  void aWrongPacketIsFound(String right, String wrong, String rules) {
    assertTrue(GOOD.contains(right), right);
    Verdict verdict = judge.data(GOOD.replace(right, wrong), RECEIVED);
    assertEquals(rules.isEmpty() || rules.equals("DECIMALS"), verdict.accepted());
    assertEquals(!rules.isEmpty(), verdict.faulty());
    assertEquals(rules, verdict.rules());
    assertFalse(!rules.isEmpty() && verdict.words().zh().isEmpty());
  }

  @ParameterizedTest(name = "{0} is stored as {1}")
  @DisplayName("CCER-D-05: what the gateway has not rounded is rounded half up here")
  @CsvSource({
    "1.005, 1.01",
    "1.004, 1.00",
    "1, 1.00",
    "0.995, 1.00",
    "-1.005, -1.01",
    "1.5e2, 150.00",
    "1e999999, 1e999999"
  })
  void whatIsNotRoundedIsRoundedHere(String sent, String stored) {
    Verdict verdict = judge.data(GOOD.replace("\"val\":1.00", "\"val\":" + sent), RECEIVED);
    assertTrue(verdict.accepted() && verdict.rounded());
    assertEquals("FOCH001 " + sent + " 应保留2位小数，按" + stored + "存储", verdict.words().zh());
  }

  @Test
  void aPacketWithoutPointsIsFound() {
    String empty = GOOD.replaceFirst("\"data\":\\{.*", "\"data\":{}}}");
    assertEquals("EMPTY", judge.data(empty, RECEIVED).rules());
    assertEquals("JSON", judge.data("[]", RECEIVED).rules());
    assertEquals("JSON", judge.data("", RECEIVED).rules());
  }

  @Test
  @DisplayName("CCER-4.7-02: 59 s are young enough, 60 s are not")
  void ageIsJudgedToTheSecond() {
    String young = GOOD.replace("08:12:01", "08:11:03");
    assertTrue(judge.data(young, RECEIVED).accepted());
    String old = GOOD.replace("08:12:01", "08:11:02");
    assertFalse(judge.data(old, RECEIVED).accepted());
  }

  @Test
  @DisplayName("CCER-7.6-10: more than a minute from utime to arrival is delayed, but received")
  void aLatePacketIsMarkedNotRefused() {
    assertFalse(judge.data(GOOD, RECEIVED.plusSeconds(60)).delayed());
    Verdict late = judge.data(GOOD, RECEIVED.plusSeconds(61));
    assertTrue(late.accepted());
    assertTrue(late.delayed());
    assertEquals("接收时间比 utime 晚 61 秒，标记为延迟状态", late.words().zh());
  }

  @Test
  @DisplayName("AMB-18: a clock in another zone is found")
  void timesInUtcAreFound() {
    String ahead = GOOD.replace("30 08:12", "30 16:12");
    assertEquals("AHEAD TS_FAR", judge.data(ahead, RECEIVED).rules());
    String utc = GOOD.replace("7680258", "7680300").replace("30 08:12", "30 00:12");
    assertEquals("DELAYED TS_FAR", judge.data(utc, RECEIVED).rules());
  }

  @Test
  @DisplayName("CCER-7.6-07: rsp 0 wants no answer")
  void withoutRspNoAnswerIsDue() {
    assertFalse(judge.data(GOOD.replace("\"rsp\":\"1\"", "\"rsp\":\"0\""), RECEIVED).replyDue());
    assertTrue(judge.data(GOOD.replace("\"rsp\":\"1\",", ""), RECEIVED).replyDue());
  }

  @Test
  @DisplayName("CCER-7.6-09, AMB-21: the same content again is a repetition and no offence")
  void theSameContentMayComeAgain() {
    assertFalse(judge.data(GOOD, RECEIVED).repeated());
    String again = GOOD.replace("7680258", "7680300").replace("08:12:02", "08:12:12");
    Verdict second = judge.data(again, RECEIVED.plusSeconds(10));
    assertEquals("", second.rules());
    assertTrue(second.repeated());
    Verdict sameId = judge.data(GOOD.replace("08:12:02", "08:12:22"), RECEIVED.plusSeconds(20));
    assertEquals("", sameId.rules());
    assertTrue(sameId.repeated());
  }

  @Test
  @DisplayName("CCER-7.6-04: one ctime and flag has one content")
  void aCtimeWithTwoContentsIsFound() {
    judge.data(GOOD, RECEIVED);
    String other = GOOD.replace("7680258", "7680300").replace("1.00", "1.01");
    assertEquals("CONTENT", judge.data(other, RECEIVED).rules());
    String outside =
        other.replace("7680300", "7680301").replace("\"flag\":\"1\"", "\"flag\":\"0\"");
    assertEquals("", judge.data(outside, RECEIVED).rules());
  }

  @Test
  void aRefusedContentMayBePutRight() {
    assertFalse(judge.data(GOOD.replace("FOCH001", "FOCX001"), RECEIVED).accepted());
    assertEquals("", judge.data(GOOD.replace("7680258", "7680300"), RECEIVED).rules());
  }

  @Test
  void anIdThatStandsForTwoMessagesIsFound() {
    judge.data(GOOD, RECEIVED);
    String next = GOOD.replace("08:12:01", "08:12:02");
    assertEquals("ID_REUSED", judge.data(next, RECEIVED).rules());
    String beat = HEARTBEAT.replace("7680259", "7680258");
    assertEquals("ID_REUSED", judge.heartbeat(beat).rules());
  }

  @ParameterizedTest(name = "{2}: {0} -> {1}")
  @DisplayName("CCER-7.8-03, CCER-E-01: each rule finds its heartbeat")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "}}                              | }                                | JSON",
        "`\"cpu_usage\":7.25,`           | ``                               | FIELDS",
        "`\"up_time\":1800`              | `\"up_time\":1800,\"temp\":1`    | FIELDS",
        "`\"cpu_usage\":7.25`            | `\"cpu_usage\":\"7.25\"`         | TYPE",
        "`\"os\":\"Linux\"`              | `\"os\":6`                       | TYPE",
        "1753834321000                   | 1753834321                       | TS",
        "1742106155427680259             | 42                               | ID",
        "7.25                            | 7.2                              | DECIMALS",
        "60.00                           | 100.01                           | RANGE",
        "7.25                            | -0.01                            | RANGE",
        "1800                            | -1                               | RANGE",
        "1800                            | 1800.5                           | RANGE",
        "佳华智联                        | ``                               | RANGE",
        "D9034ACFED5F407195226B903FCA8DBC | D90                             | SN",
      })
  void aWrongHeartbeatIsFound(String right, String wrong, String rules) {
    assertTrue(HEARTBEAT.contains(right), right);
    Verdict verdict = judge.heartbeat(HEARTBEAT.replace(right, wrong));
    assertEquals(rules, verdict.rules());
    assertEquals(rules.equals("SN") || rules.equals("DECIMALS"), verdict.accepted());
    assertEquals(!rules.equals("SN"), verdict.faulty());
  }
}
