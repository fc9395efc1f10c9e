package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the answers for scripts, to the letter, because scripts rely on them")
class JsonTest {
  private static final String NO_TEXT = "{\"en\":\"\",\"zh\":\"\"}";

  @Test
  void statusOfATroubledSite() {
    Health health =
        new Health(
            "uplink 国家",
            Level.CRITICAL,
            Samples.NOW,
            "uplink.no-broker",
            new Text("a\n\"b\"", "丙"),
            Text.NONE,
            List.of(
                Figure.of("delay.p99", "delay", "时延", Double.NaN, "s"),
                Figure.of("sent", "sent", "已发", 3, "")));
    Trouble trouble =
        new Trouble(
            "config.wrong",
            Level.MAJOR,
            "x.cfg",
            Text.NONE,
            Text.NONE,
            List.of(Complaint.of("x.cfg: port = 0: 1 to 9 | 1 到 9"), Complaint.of("??")));
    assertEquals(
        "{\"time\":\"2026-11-21T10:40:05.000Z\",\"zone\":\"Asia/Shanghai\",\"level\":\"CRITICAL\","
            + "\"well\":false,"
            + "\"verdict\":{\"en\":\"Not well: 1 critical, 1 major\",\"zh\":\"异常：紧急 1 项，重要 1 项\"},"
            + "\"health\":[{\"subject\":\"uplink 国家\",\"level\":\"CRITICAL\","
            + "\"since\":\"2026-11-21T10:40:05.000Z\",\"code\":\"uplink.no-broker\","
            + "\"cause\":{\"en\":\"a\\n\\\"b\\\"\",\"zh\":\"丙\"},\"remedy\":"
            + NO_TEXT
            + ",\"figures\":[{\"key\":\"delay.p99\",\"label\":{\"en\":\"delay\",\"zh\":\"时延\"},"
            + "\"value\":null,\"unit\":\"s\"},{\"key\":\"sent\","
            + "\"label\":{\"en\":\"sent\",\"zh\":\"已发\"},\"value\":3,\"unit\":\"\"}]}],"
            + "\"troubles\":[{\"code\":\"config.wrong\",\"level\":\"MAJOR\",\"subject\":\"x.cfg\","
            + "\"cause\":"
            + NO_TEXT
            + ",\"remedy\":"
            + NO_TEXT
            + ",\"settings\":[{\"file\":\"x.cfg\",\"key\":\"port\",\"found\":\"0\","
            + "\"allowed\":{\"en\":\"1 to 9\",\"zh\":\"1 到 9\"}},"
            + "{\"file\":\"\",\"key\":\"\",\"found\":null,"
            + "\"allowed\":{\"en\":\"??\",\"zh\":\"??\"}}]}]}",
        Json.status(Samples.picture(List.of(health), List.of(trouble))));
  }

  @Test
  void pointsWithAValueAndWithout() {
    assertEquals(
        "{\"time\":\"2026-11-21T10:40:05.000Z\",\"points\":["
            + "{\"id\":\"north:FONP001\",\"project\":\"north\",\"code\":\"FONP001\","
            + "\"name\":{\"en\":\"point north:FONP001\",\"zh\":\"压力\"},\"value\":101.325,"
            + "\"unit\":\"kPa\",\"decimals\":2,\"quality\":\"GOOD\","
            + "\"time\":\"2026-11-21T10:40:04.600Z\",\"age\":0.4,\"source\":\"boiler1\",\"formula\":null,"
            + "\"inside\":true,\"note\":"
            + NO_TEXT
            + "},"
            + "{\"id\":\"X1\",\"project\":\"\",\"code\":\"X1\","
            + "\"name\":{\"en\":\"point X1\",\"zh\":\"压力\"},\"value\":null,"
            + "\"unit\":\"kPa\",\"decimals\":2,\"quality\":\"NO_SOURCE\","
            + "\"time\":null,\"age\":null,\"source\":\"boiler1\",\"formula\":null,\"inside\":true,"
            + "\"note\":{\"en\":\"none\",\"zh\":\"无\"}}]}",
        Json.points(
            List.of(
                Samples.good("north:FONP001", "压力", 101.325),
                Samples.missing("X1", Quality.NO_SOURCE, Instant.EPOCH, new Text("none", "无"))),
            Samples.NOW));
  }

  @Test
  void aReadingAndAnUnknownCode() {
    String reading = Json.reading(Samples.good("P1", "压力", 3), Duration.ofMillis(7), Samples.NOW);
    assertEquals(
        "{\"time\":\"2026-11-21T10:40:05.000Z\",\"took_ms\":7,\"point\":{\"id\":\"P1\"",
        reading.substring(0, reading.indexOf(",\"project\"")));
    assertEquals(
        "{\"time\":\"2026-11-21T10:40:05.000Z\",\"error\":\"unknown point\",\"code\":\"P\\\"\","
            + "\"near\":[\"P1\"]}",
        Json.unknown("P\"", List.of(new PointId("P1")), Samples.NOW));
  }
}
