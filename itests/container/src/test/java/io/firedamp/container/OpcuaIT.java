package io.firedamp.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firedamp.driver.opcua.PlantServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("OPC UA in the shipped gateway (CCER-4.3-04)")
class OpcuaIT {
  private static final int ITEMS = 10_000;
  private static final int OF_CODE = 999;
  private static final int AT_ONCE = 1000;
  private static final int ROUNDS = Boolean.getBoolean("firedamp.long") ? 600 : 20;
  private static final List<String> CODES =
      List.of(
          "FOCH", "FONP", "FOPA", "FOTE", "CODE", "PPNP", "PLNP", "PPFL", "PPPA", "PPTE", "PPCH");

  @TempDir Path folder;

  @Test
  void tenThousandItemsThatChangeEverySecondAreMonitoredWithoutAnOverrun() throws Exception {
    PlantServer server = new PlantServer(AT_ONCE);
    List<String> table = new ArrayList<>(List.of("code,source,address,type"));
    for (int i = 0; i < ITEMS; i++) {
      server.put("i=" + (1 + i), i + 0.145f);
      String code = CODES.get(i / OF_CODE) + "%03d".formatted(i % OF_CODE + 1);
      table.add(code + ",scada,ns=2;i=" + (1 + i) + ",float32");
    }
    ScheduledExecutorService process = Executors.newSingleThreadScheduledExecutor();
    try (Gateway gateway = Gateway.unpack(folder)) {
      server.start();
      AtomicInteger second = new AtomicInteger();
      process.scheduleAtFixedRate(
          () -> {
            float base = second.incrementAndGet() % 100 + 0.145f;
            for (int i = 0; i < ITEMS; i++) {
              server.put("i=" + (1 + i), base + i);
            }
          },
          0,
          1,
          TimeUnit.SECONDS);
      Watched.site(gateway, table);
      gateway.etc(
          "io.firedamp.driver.opcua-scada.cfg",
          "endpoint = opc.tcp://127.0.0.1:" + server.port() + "/plant",
          "acquisition = subscribe");
      gateway.start();
      Watched scada = new Watched(gateway, "scada");
      scada.awaitGood("FOCH001", "PPCH010");
      scada.awaitReads(ROUNDS);
      assertEquals(ITEMS, scada.figure("points"));
      assertEquals("", Files.readString(gateway.path("console.log")));
      System.out.printf(
          "OPC UA, %d items that change: %d ms a read%n", ITEMS, scada.figure("read.p50"));
    } finally {
      process.shutdownNow();
      process.awaitTermination(5, TimeUnit.SECONDS);
      server.stop();
    }
  }
}
