package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecallTest {
  private static final DateTimeFormatter BEIJING =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
  private static final String POINTS = "FOCH001=1.00 FONP001=91800.125";

  /** 08:00:00 in Beijing. */
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private static final Instant SENT = START.plusSeconds(10_000);
  private static final String ID = "2059835434487480321";

  private final Recall recall = new Recall(Parameters.annexC());

  @BeforeEach
  void liveMinute() {
    for (int second = 0; second < 60; second++) {
      recall.live(sample(START.plusSeconds(second), POINTS));
    }
  }

  private static Sample sample(Instant ctime, String points) {
    return new Sample("1", ctime, ctime, points);
  }

  private Command asked(int from, int to) {
    Command command = new Command(ID, "1", START.plusSeconds(from), START.plusSeconds(to), SENT);
    recall.asked(command);
    return command;
  }

  private static String second(int second) {
    return String.format(
        "{\"ctime\":\"%s\",\"utime\":\"%s\",\"values\":{\"FONP001\":{\"val\":91800.125},"
            + "\"FOCH001\":{\"val\":1.00}}}",
        BEIJING.format(START.plusSeconds(second)), BEIJING.format(SENT));
  }

  private static String packet(String seconds) {
    return "{\"ts\":\""
        + SENT.toEpochMilli()
        + "\",\"response_id\":\""
        + ID
        + "\",\"cmd_type\":\"1\",\"result\":{\"success\":\"1\",\"reason\":\"\",\"value\":["
        + seconds
        + "]}}";
  }

  private static String packet(int from, int to) {
    return packet(
        IntStream.rangeClosed(from, to)
            .mapToObj(RecallTest::second)
            .collect(Collectors.joining(",")));
  }

  private static String empty(String success, String reason) {
    return packet("")
        .replace("\"1\",\"reason\":\"\"", "\"" + success + "\",\"reason\":\"" + reason + "\"");
  }

  private Verdict answer(String packet, int after) {
    return recall.answer(recall.read(packet, SENT.plusSeconds(after)));
  }

  @Test
  @DisplayName("CCER-7.7-02/-03/-05/-08: the whole span in one packet as it was live is right")
  void aWholeAnswerIsAcceptedSilently() {
    asked(0, 59);
    assertEquals("", answer(packet(0, 59), 1).words().en());
    assertEquals(List.of(), recall.ended(SENT.plusSeconds(1_000)));
  }

  @Test
  @DisplayName("AMB-44: the command strict, and with the document's own typing errors")
  void theCommandComesStrictAndAsTheSample() throws IOException {
    Command command =
        new Command(
            "1742106155427680258",
            "1",
            Instant.ofEpochSecond(1740240360),
            Instant.ofEpochSecond(1740240450),
            Instant.ofEpochMilli(1740240364527L));
    String sample;
    try (var stream = getClass().getResourceAsStream("/ccer-samples/table5-cmd.verbatim.txt")) {
      sample = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    assertEquals(sample, command.message(true));
    assertThrows(IOException.class, () -> Json.read(command.message(true)));
    String strict = sample.replace("：", ":").replace(" ", "");
    assertEquals(Json.read(strict), Json.read(command.message(false)));
  }

  @ParameterizedTest(name = "{2}: {0} -> {1}")
  @DisplayName("CCER-7.7-02/-05/-06/-08, AMB-37: each rule finds its packet")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        // what stands in the good packet | what stands in the wrong one | the rule
        "`]}}`                         | `]}`                             | JSON",
        "`\"response_id\":`            | `\"request_id\":`                | FIELDS UNASKED",
        "2059835434487480321           | 2059835434487480320              | UNASKED",
        "`\"cmd_type\":\"1\"`          | `\"cmd_type\":\"2\"`             | CMD_TYPE",
        "`\"cmd_type\":\"1\"`          | `\"cmd_type\":1`                 | TYPE",
        "`\"success\":\"1\"`           | `\"success\":\"0\"`              | ANSWER REASON",
        "`\"success\":\"1\"`           | `\"success\":\" 1\"`             | ANSWER",
        "`\"value\":`                  | `\"Value\":`                     | ANSWER FIELDS",
        "`\"values\":`                 | `\"data\":`                      | DIFFERS FIELDS",
        "`\"val\":1.00}`               | `\"val\":1.0}`                   | DECIMALS DIFFERS",
        "`\"val\":1.00}`               | `\"val\":1.01}`                  | DIFFERS",
        "`,\"FOCH001\":{\"val\":1.00}` | ``                               | DIFFERS",
        "`\"FOCH001\":`                | `\"FOCH002\":`                   | DIFFERS EXTRA",
        "`\"FOCH001\":`                | `\"XXCH001\":`                   | CODE DIFFERS EXTRA",
        "08:00:01                      | 08:00:00                         | MISSING ORDER",
        "08:00:01                      | 07:59:59                         | MISSING ORDER SPAN",
        "08:00:02                      | 08:00:03                         | MISSING",
        "08:00:00                      | 2026-11-21T00:00:00              | MISSING TIME",
        "10:46:40                      | 07:46:40                         | AGE",
        "10:46:40                      | 18:46:40                         | AHEAD",
      })
  void aWrongAnswerIsFound(String right, String wrong, String rules) {
    asked(0, 5);
    String good = packet(0, 2);
    assertTrue(good.contains(right), right);
    Verdict verdict = answer(good.replace(right, wrong), 1);
    assertEquals(rules, verdict.rules());
    assertFalse(verdict.accepted());
    assertFalse(verdict.replyDue());
  }

  @Test
  void anObjectionIsSaidOnceWithItsCount() {
    asked(0, 59);
    Verdict verdict = answer(packet(0, 59).replace("1.00}", "1.01}"), 1);
    assertEquals(
        "2026-11-21 08:00:00 live FOCH001=1.00, in the answer FOCH001=1.01 (60 times)",
        verdict.words().en());
    assertEquals("2026-11-21 08:00:00 实时 FOCH001=1.00，补传 FOCH001=1.01（共60处）", verdict.words().zh());
  }

  @Test
  @DisplayName("CCER-7.7-04: less than 5 s between packets is found, 5 s are enough")
  void packetsKeepTheirDistance() {
    asked(0, 59);
    assertEquals("", answer(packet(0, 9), 1).rules());
    assertEquals("", answer(packet(10, 19), 6).rules());
    assertEquals("SPACING", answer(packet(20, 29), 10).rules());
  }

  @Test
  @DisplayName("CCER-7.7-03: more than an hour in a packet is found")
  void atMostAnHourIsInAPacket() {
    asked(0, 9000);
    assertEquals("", answer(packet(0, 3600), 1).rules());
    assertEquals("HOUR", answer(packet(3601, 7202), 6).rules());
  }

  @Test
  @DisplayName("CCER-7.7-05: a packet that goes back in time is found")
  void packetsAscendToo() {
    asked(0, 59);
    assertEquals("", answer(packet(0, 29), 1).rules());
    assertEquals("ORDER", answer(packet(20, 59), 6).rules());
  }

  @Test
  void whatWasNotAskedForIsFound() {
    asked(10, 20);
    assertEquals("SPAN", answer(packet(9, 20), 1).rules());
    assertEquals("ORDER SPAN", answer(packet(10, 21), 6).rules());
  }

  @Test
  @DisplayName("CCER-7.7-02: what was accepted live must be in the answer, gaps and end too")
  void whatIsMissingIsFound() {
    asked(0, 59);
    Verdict verdict = answer(packet(0, 30).replace(second(7) + ",", ""), 1);
    assertEquals("2026-11-21 08:00:07 was accepted live and is missing", verdict.words().en());
    assertEquals(List.of(), recall.ended(SENT.plusSeconds(120)));
    List<Verdict> ended = recall.ended(SENT.plusSeconds(121));
    assertEquals(1, ended.size());
    assertEquals(
        "2026-11-21 08:00:31 was accepted live and is missing (29 times)",
        ended.get(0).words().en());
    assertEquals(List.of(), recall.ended(SENT.plusSeconds(1_000)));
  }

  @Test
  void whatWasNotAcceptedLiveMayBeInTheAnswer() {
    asked(0, 90);
    assertEquals("", answer(packet(0, 90), 1).rules());
  }

  @Test
  void bothFlagsOfASecondAreOneInTheAnswer() {
    recall.live(sample(START.plusSeconds(3), "PPTE001=20.00"));
    asked(3, 3);
    assertEquals("DIFFERS", answer(packet(3, 3), 1).rules());
    String both = packet(3, 3).replace("\"FOCH001\"", "\"PPTE001\":{\"val\":20.00},\"FOCH001\"");
    Recall other = new Recall(Parameters.annexC());
    other.live(sample(START.plusSeconds(3), POINTS));
    other.live(sample(START.plusSeconds(3), "PPTE001=20.00"));
    other.asked(new Command(ID, "1", START, SENT, SENT));
    assertEquals("", other.answer(other.read(both, SENT)).rules());
  }

  @Test
  @DisplayName("CCER-7.7-09, AMB-34: an empty span is success 0 with a reason")
  void anEmptySpanIsToBeRefused() {
    asked(100, 200);
    assertEquals("", answer(empty("0", "无数据"), 1).rules());
    assertEquals("REASON", answer(empty("0", ""), 10).rules());
    assertEquals("ANSWER", answer(empty("1", ""), 20).rules());
  }

  @Test
  void aRefusalWhereThereAreDataIsFoundAtTheEnd() {
    asked(0, 59);
    assertEquals("", answer(empty("0", "无数据"), 1).rules());
    assertEquals("MISSING", recall.ended(SENT.plusSeconds(121)).get(0).rules());
  }

  @Test
  @DisplayName("AMB-42: an unknown command is to be refused")
  void anUnknownCommandIsToBeRefused() {
    recall.asked(new Command(ID, "9", START, START.plusSeconds(5), SENT));
    String refusal = empty("0", "未知指令").replace("\"cmd_type\":\"1\"", "\"cmd_type\":\"9\"");
    assertEquals("", answer(refusal, 1).rules());
    assertEquals("ANSWER CMD_TYPE", answer(packet(0, 5), 10).rules());
    assertEquals(List.of(), recall.ended(SENT.plusSeconds(1_000)));
  }

  @Test
  void aCommandWithoutAnswerIsFound() {
    asked(0, 59);
    assertEquals(List.of(), recall.ended(SENT.plusSeconds(119)));
    assertEquals("SILENT", recall.ended(SENT.plusSeconds(120)).get(0).rules());
  }

  @Test
  @DisplayName("AMB-29: what is younger than the command need not be in the answer")
  void whatIsYoungerThanTheCommandIsNotMissed() {
    recall.live(sample(SENT.minusSeconds(2), POINTS));
    recall.live(sample(SENT.minusSeconds(1), POINTS));
    recall.live(sample(SENT.plusSeconds(1), POINTS));
    recall.asked(new Command(ID, "1", SENT.minusSeconds(5), SENT.plusSeconds(60), SENT));
    assertEquals("", answer(packet(9_998, 9_998), 1).rules());
    assertEquals(List.of(), recall.ended(SENT.plusSeconds(1_000)));
  }

  @Test
  @DisplayName("CCER-7.7-03: an hour of 100 points is judged in a few seconds")
  void anHourOfManyPointsIsJudgedInTime() {
    String points =
        IntStream.rangeClosed(1, 100)
            .mapToObj(number -> String.format("\"PPTE%03d\":{\"val\":20.00}", number))
            .collect(Collectors.joining(","));
    String content =
        IntStream.rangeClosed(1, 100)
            .mapToObj(number -> String.format("PPTE%03d=20.00", number))
            .collect(Collectors.joining(" "));
    Recall hour = new Recall(Parameters.annexC());
    hour.asked(new Command(ID, "1", START, START.plusSeconds(3599), SENT));
    IntStream.range(0, 3600)
        .forEach(second -> hour.live(sample(START.plusSeconds(second), content)));
    String packet =
        packet(0, 3599)
            .replace("\"FONP001\":{\"val\":91800.125},\"FOCH001\":{\"val\":1.00}", points);
    assertTrue(packet.length() > 8_000_000);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> assertEquals("", hour.answer(hour.read(packet, SENT)).rules()));
  }
}
