package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against messages written by hand from the document. */
class CodecTest {
  private static final String ID = "1742106155427680258";
  private static final Instant TS = Instant.ofEpochMilli(1740240364527L);
  private static final Instant CTIME = Instant.parse("2025-07-30T00:12:01Z");

  private final Codec codec = new Codec(true, true);

  private static String golden(String name) throws IOException {
    try (InputStream in = CodecTest.class.getResourceAsStream("/golden/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** CCER-7.6-03, CCER-7.6-04, CCER-7.6-05, CCER-7.6-06, CCER-7.6-07, CCER-D-04. */
  @Test
  void aDataPacketIsTableThreeToTheLetter() throws IOException {
    Map<String, BigDecimal> values = new LinkedHashMap<>();
    values.put("FONP001", codec.rounded(1, 3));
    values.put("FOCH001", codec.rounded(1.0, 2));
    values.put("FOTM001", codec.rounded(0.152, 2));
    values.put("EXEC001", codec.rounded(0.39, 3));

    String json =
        codec.upload(
            TS, ID, 1, true, CTIME.plusSeconds(1), CTIME.plusMillis(999), codec.data(values));

    assertEquals(golden("m3.json"), json);
  }

  /** CCER-7.5-03. */
  @Test
  void aKeyRequestIsTableOneToTheLetter() throws IOException {
    assertEquals(golden("m1.json"), codec.keyRequest(TS, ID, "", CTIME));
  }

  /**
   * CCER-7.7-05, CCER-7.7-08, CCER-7.7-09, CCER-D-04; AMB-35, AMB-37, AMB-39: table 6, with the
   * decimals of the rule.
   */
  @Test
  void aBackfillPacketIsTableSixToTheLetter() throws IOException {
    Instant upload = CTIME.plusSeconds(2);
    byte[] json =
        codec.backfill(
            TS,
            ID,
            entries -> {
              Map<String, BigDecimal> first = new LinkedHashMap<>();
              first.put("FONP001", codec.rounded(1, 3));
              first.put("FOTM001", codec.rounded(0.152, 2));
              first.put("EXEC001", codec.rounded(0.398, 3));
              first.put("EXHE001", codec.rounded(10.38, 2));
              entries.add(CTIME, upload, first);
              entries.add(CTIME.plusSeconds(1), upload, Map.of("FONP001", codec.rounded(1, 3)));
            });
    assertEquals(golden("m6.json"), new String(json, StandardCharsets.UTF_8));
    assertEquals(
        "{\"ts\":\"1740240364527\",\"response_id\":\"7\",\"cmd_type\":\"2\",\"result\":"
            + "{\"success\":\"0\",\"reason\":\"因\",\"value\":[]}}",
        codec.refusal(TS, new Command("7", "2", Optional.empty(), Optional.empty()), "因"));
  }

  /** Table 5 as printed: a full-width colon, a trailing blank (AMB-44); and with numbers. */
  @Test
  void theSampleCommandIsUnderstoodWithItsTypingErrors() {
    String printed =
        "{\"ts\":\"1740240364527\",\"cmd_type\":\"1\",\"request_id\"：\"1742106155427680258\","
            + "\"value\":{\"ts_start\": \"1740240360 \", \"ts_end\": \"1740240450\"} }";
    Command command =
        new Command(
            ID,
            "1",
            Optional.of(Instant.ofEpochSecond(1740240360)),
            Optional.of(Instant.ofEpochSecond(1740240450)));
    assertEquals(Optional.of(command), codec.command(printed));
    assertEquals(
        Optional.of(command),
        codec.command(
            "{\"cmd_type\":1,\"request_id\":1742106155427680258,"
                + "\"value\":{\"ts_start\":1740240360,\"ts_end\":1740240450}}"));
  }

  @Test
  void whatIsNoCommandIsNoneAndMillisecondsAreNoSeconds() {
    for (String text : new String[] {"", "{}", "[1]", "{\"cmd_type\":\"1\"}", "nonsense"}) {
      assertTrue(codec.command(text).isEmpty(), text);
    }
    Command command =
        codec
            .command(
                "{\"request_id\":\"7\",\"cmd_type\":\"1\",\"value\":{\"ts_start\":\"1740240360000\","
                    + "\"ts_end\":\"-1\"}}")
            .orElseThrow();
    assertEquals(Optional.empty(), command.from());
    assertEquals(Optional.empty(), command.to());
  }

  /** CCER-7.8-03, CCER-E-01. */
  @Test
  void aHeartbeatIsTableSevenToTheLetter() throws IOException {
    String sn = "D9034ACFED5F407195226B903FCA8DBC911101126996050290";
    String json = codec.heartbeat(TS, ID, new Vitals(70, 1800, 60), sn, "Linux", "佳华智联");

    assertEquals(golden("m7.json"), json);
  }

  /** CCER-D-04, CCER-7.7-08; AMB-14, AMB-15. */
  @Test
  void valuesAreRoundedHalfUpFromTheirShortestDecimalText() {
    assertEquals("0.15", codec.rounded(0.145, 2).toPlainString());
    assertEquals("1.01", codec.rounded(1.005, 2).toPlainString());
    assertEquals("-0.15", codec.rounded(-0.145, 2).toPlainString());
    assertEquals("0.00", codec.rounded(-0.001, 2).toPlainString());
    assertEquals("12345678901.235", codec.rounded(1.2345678901235e10, 3).toPlainString());
    assertEquals("9017420215390038", codec.rounded(9.017420215390038e15, 0).toPlainString());
    assertEquals("90174202153900380", codec.rounded(9.017420215390038e16, 0).toPlainString());
    assertEquals("10000000000000000.0", codec.rounded(1e16, 1).toPlainString());
  }

  @Test
  void noValueIsEverWrittenWithAnExponent() {
    Map<String, BigDecimal> values = new LinkedHashMap<>();
    values.put("EXEC001", codec.rounded(1e12, 3));
    values.put("FOCH001", codec.rounded(1e-9, 2));
    assertEquals(
        "{\"EXEC001\":{\"val\":1000000000000.000},\"FOCH001\":{\"val\":0.00}}", codec.data(values));

    Codec stripping = new Codec(false, true);
    assertEquals("1000", stripping.rounded(1000, 3).toString());
    assertEquals("0.5", stripping.rounded(0.5, 3).toString());
  }

  /** CCER-7.6-12; table 4 as printed. */
  @Test
  void theSampleReplyOfTableFourIsUnderstood() {
    Optional<Reply> reply =
        codec.reply(
            "{\"ts\":\"1757667682934\",\"response_id\": \"1742106155427680258\",\"result\": {"
                + " \"success\": \"1\", \"status\": \"0\",\"reason\": \"错误原因\" } }");
    assertEquals(Optional.of(new Reply(ID, true, "0", "错误原因")), reply);
  }

  /** Table 8 as printed, with its blank in " 1" and its no-break spaces (AMB-44). */
  @Test
  void theSampleReplyOfTableEightIsUnderstoodWithItsTypingErrors() {
    String printed =
        "{ \"ts\": \"1757667695104\",\u00a0\"response_id\":"
            + " \"1742106155427680258\",\"result\":{\"success\":\" 1\",\"reason\": \"错误原因\"}\u00a0}";
    assertEquals(Optional.of(new Reply(ID, true, "", "错误原因")), codec.reply(printed));
    assertEquals(Optional.empty(), new Codec(true, false).reply(printed));
  }

  @Test
  void fullWidthPunctuationIsRepairedOutsideStringsOnly() {
    String typed =
        "{\"response_id\"：\"1\"，\"result\":{\"success\":\"0\"，“reason”：\"甲：乙，丙“丁\\\"”\"}}";
    assertEquals(Optional.of(new Reply("1", false, "", "甲：乙，丙“丁\"”")), codec.reply(typed));
  }

  /** AMB-45: numbers where the samples have strings. */
  @Test
  void aReplyMayCarryNumbers() {
    assertEquals(
        Optional.of(new Reply("17", false, "2", "")),
        codec.reply("{\"response_id\":17,\"result\":{\"success\":0,\"status\":2}}"));
  }

  /** AMB-81: nothing that cannot be understood counts as a reply. */
  @Test
  void whatIsNoReplyIsNone() {
    for (String text :
        new String[] {
          "",
          "{",
          "[]",
          "null",
          "{}",
          "{\"response_id\":\"1\"}",
          "{\"result\":{\"success\":\"1\"}}",
          "{\"response_id\":\"1\",\"result\":{\"success\":\"2\"}}",
          "\"1\"",
          "\u0000\u0001"
        }) {
      assertTrue(codec.reply(text).isEmpty(), text);
    }
  }

  /** AMB-16, AMB-81: what others write is shown on consoles, and stands in the log. */
  @Test
  void noCharacterThatAConsoleWouldObeyIsTakenOver() {
    String evil = "\\u001b[2J\\r\\n\\u0000\\u009b\\u2028\\u2029\\u202e\\u200b";
    Codec codec = new Codec(true, true);
    Command command =
        codec
            .command("{\"request_id\":\"4%s2\",\"cmd_type\":\"1%s\"}".formatted(evil, evil))
            .orElseThrow();
    assertEquals("4[2J2", command.id());
    assertEquals("1[2J", command.type());
    Reply reply =
        codec
            .reply(
                "{\"response_id\":\"7%s\",\"result\":{\"success\":\"0\",\"status\":\"1%s\",\"reason\":\"因%s\"}}"
                    .formatted(evil, evil, evil))
            .orElseThrow();
    assertEquals(new Reply("7[2J", false, "1[2J", "因[2J"), reply);
  }
}
