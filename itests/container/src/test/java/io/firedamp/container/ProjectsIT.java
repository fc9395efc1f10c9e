package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.container.Gateway.Answer;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.FakePlatform.Received;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two projects in one gateway, each with an uplink of its own. */
class ProjectsIT {
  private static final String ROOT = "/5B0E7C1D2F3A49586776859493A2B1C0";
  private static final String KEY = "00112233445566778899aabbccddeeff";
  private static final String CLIENT = "FIREDAMP000002";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int TICKS = 5;

  @TempDir Path folder;

  /**
   * CCER-7.4-02, CCER-7.4-03, CCER-7.4-04, CCER-7.6-06: the second project's uplink comes later,
   * out of the access information that the platform hands out.
   */
  @Test
  void oneFrameServesBothAndTheOneThatComesLaterStartsAtTheNewest() throws Exception {
    try (Mine mine = new Mine(folder)) {
      FakePlatform north = mine.platform(ROOT, KEY);
      mine.gateway.etc(
          "io.firedamp.project-north.cfg",
          "project.name = 北翼煤矿",
          "project.registration = 2C35A2B0D9E14F6BB7B4E3D0F7A1C9E8",
          "project.type = power",
          "flow.monitoring = direct");
      mine.gateway.etc(
          "points.csv",
          "code,project,source,address,type,scale",
          "FOCH001,,first,holding:1,uint16,0.01",
          "FOCH002,,second,holding:2,uint16,0.01",
          "FOCH001,north,second,holding:9,uint16,0.01");
      mine.start();
      mine.pass(Duration.ofSeconds(TICKS));
      assertEquals(List.of(), north.received());

      mine.gateway.etc("io.firedamp.uplink.ccer-north.cfg", "project = north");
      Instant before = mine.newestFrame();
      Path file = Files.writeString(folder.resolve("access.txt"), access(mine.broker.port()));
      Answer answer =
          mine.gateway.script(
              "shell",
              "firedamp:access --yes --name north --supplier 佳华智联"
                  + " --credit-code 911101126996050290 "
                  + file);
      assertEquals(0, answer.code(), answer::text);
      for (String secret : List.of(KEY, Mine.PASSWORD)) {
        assertFalse(answer.text().contains(secret), answer::text);
      }
      eventually("the second project's packets", SOON, () -> north.packets().size() >= TICKS);
      Instant end = mine.newestFrame();
      eventually("all settled", SOON, () -> mine.unsettled(end.plusMillis(1)) == 0);

      Instant first = north.packets().get(0).time("ctime");
      assertTrue(!first.isBefore(before), () -> first + " was stored before it was there");
      assertCarries(
          mine.platform.packets(), "{\"FOCH001\":{\"val\":0.01},\"FOCH002\":{\"val\":0.02}}");
      assertCarries(north.packets(), "{\"FOCH001\":{\"val\":0.09}}");
      assertEquals("0", mine.sql(outcomes("<= " + before.toEpochMilli())).strip());
      // from its first packet on each frame was delivered to both, out of the same row
      long frames =
          mine.frames().stream()
              .filter(row -> !row.time().isBefore(first) && !row.time().isAfter(end))
              .count();
      assertEquals(
          Long.toString(2 * frames),
          mine.sql(
                  "SELECT count(*) FROM delivery d JOIN frame f ON f.number = d.frame WHERE d.outcome"
                      + " = 0 AND f.time BETWEEN "
                      + first.toEpochMilli()
                      + " AND "
                      + end.toEpochMilli())
              .strip());
      assertEquals(Set.of("ok"), codes(mine));
      JsonNode beat = north.heartbeats().get(0).json().path("value");
      assertEquals("2C35A2B0D9E14F6BB7B4E3D0F7A1C9E8911101126996050290", beat.path("sn").asText());
      System.out.printf(
          "two projects: %d frames to both, the later one from the frame %d s after the command%n",
          frames, Duration.between(before, first).toSeconds());
    }
  }

  /** How often the later uplink has an outcome for frames of such times. */
  private static String outcomes(String times) {
    String frames = "SELECT number FROM frame WHERE time " + times;
    String uplink = " uplink = (SELECT id FROM uplink WHERE name = 'north') AND ";
    return "SELECT (SELECT count(*) FROM delivery WHERE"
        + uplink
        + "frame IN ("
        + frames
        + ")) + (SELECT count(*) FROM expired WHERE"
        + uplink
        + "first IN ("
        + frames
        + "))";
  }

  private static void assertCarries(List<Received> packets, String data) {
    for (Received packet : packets) {
      assertEquals(data, packet.json().path("value").path("data").toString());
    }
  }

  private static Set<String> codes(Mine mine) throws Exception { // as status() does
    Set<String> codes = new TreeSet<>();
    for (String uplink : List.of("national", "north")) {
      codes.add(mine.health("uplink " + uplink).path("code").asText());
    }
    return codes;
  }

  /** As figure 3 of the document shows it, with this mine's values. */
  private static String access(int port) {
    return """
        MQTT连接信息
        Broker：[tcp://127.0.0.1:%1$d]
        客户端ID：[%2$s]
        用户名：[%3$s]
        密码：[%4$s]
        加密方式：[AES]
        密钥：[%5$s]
        RSA公钥上报：%6$s/server/crypto/upload
        RSA公钥回复：%6$s/client/crypto/reply
        数据上报：%6$s/server/data/upload
        数据应答：%6$s/client/data/upload/reply
        """
        .formatted(port, CLIENT, Mine.USER, Mine.PASSWORD, KEY, ROOT);
  }
}
