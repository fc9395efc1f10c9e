package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.testkit.FakeCpu;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PLC4X is no bundle: what works on a class path need not work here. */
@DisplayName("S7 in the shipped gateway (CCER-4.3-04)")
class S7IT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VALUES = 2000;
  private static final int ROUNDS = Boolean.getBoolean("firedamp.long") ? 60 : 10;
  private static final List<String> CODES = List.of("FOCH", "FONP", "FOTM", "EXEC");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void twoThousandValuesAreReadEverySecondAndAnOutageLeavesNothingBehind() throws Exception {
    ByteBuffer block = ByteBuffer.allocate(VALUES * Float.BYTES);
    List<String> table = new ArrayList<>(List.of("code,source,address,type"));
    for (int i = 0; i < VALUES; i++) {
      block.putFloat(i + 0.145f);
      String code = CODES.get(i / 500) + "%03d".formatted(i % 500 + 1);
      table.add(code + ",turbine,DB10.DBD" + i * Float.BYTES + ",float32");
    }
    try (FakeCpu cpu = new FakeCpu().has("DB10", block.array());
        Gateway gateway = Gateway.unpack(folder)) {
      gateway.etc(
          "io.firedamp.site.cfg",
          "project.name = 某煤矿",
          "project.registration = CCER-1",
          "project.type = power",
          "flow.monitoring = direct");
      gateway.etc("points.csv", table.toArray(String[]::new));
      gateway.etc("io.firedamp.driver.s7-turbine.cfg", "host = 127.0.0.1", "port = " + cpu.port());
      gateway.start();
      awaitValues(gateway);
      assertTrue(gateway.shell("firedamp:points --json EXEC500").contains("1999.145"));

      int connections = cpu.connections();
      long late = trouble(gateway);
      long rounds = figure(gateway, "reads");
      eventually(
          ROUNDS + " rounds",
          PATIENCE.plusSeconds(ROUNDS),
          () -> figure(gateway, "reads") >= rounds + ROUNDS);
      assertEquals(late, trouble(gateway));
      assertEquals(VALUES, figure(gateway, "points"));
      assertEquals(connections, cpu.connections());

      System.out.printf("S7, %d values: %d ms a read%n", VALUES, figure(gateway, "read.p50"));

      cpu.drop();
      eventually("a new connection", PATIENCE, () -> cpu.connections() > connections);
      awaitValues(gateway);
      Files.delete(gateway.path("etc/io.firedamp.driver.s7-turbine.cfg"));
      eventually("the link is closed", PATIENCE, () -> cpu.open() == 0);
      assertEquals("", Files.readString(gateway.path("console.log")));
    }
  }

  /** The first and the last; the figures say that none between them is missing. */
  private static void awaitValues(Gateway gateway) {
    eventually("good values", PATIENCE, () -> good(gateway, "FOCH001") && good(gateway, "EXEC500"));
  }

  private static boolean good(Gateway gateway, String code) throws Exception {
    return gateway.ask("firedamp:points --json " + code).text().contains("\"GOOD\"");
  }

  private static long trouble(Gateway gateway) throws Exception {
    long sum = 0;
    for (String code : List.of("errors", "late", "overrun", "missing", "stale")) {
      sum += figure(gateway, code);
    }
    return sum;
  }

  private static long figure(Gateway gateway, String code) throws Exception {
    for (JsonNode part :
        JSON.readTree(gateway.ask("firedamp:status --json").text()).path("health")) {
      for (JsonNode figure : part.path("figures")) {
        if (part.path("subject").asText().equals("source turbine")
            && figure.path("key").asText().equals(code)) {
          return figure.path("value").asLong();
        }
      }
    }
    throw new AssertionError("no figure " + code);
  }
}
