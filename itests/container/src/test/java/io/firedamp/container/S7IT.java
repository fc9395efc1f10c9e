package io.firedamp.container;

import static io.firedamp.container.Watched.PATIENCE;
import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.FakeCpu;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PLC4X is no bundle: what works on a class path need not work here. */
@DisplayName("S7 in the shipped gateway (CCER-4.3-04)")
class S7IT {
  private static final int VALUES = 2000;
  private static final int ROUNDS = Boolean.getBoolean("firedamp.long") ? 60 : 10;
  private static final List<String> CODES = List.of("FOCH", "FONP", "FOTM", "EXEC");

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
      Watched.site(gateway, table);
      gateway.etc("io.firedamp.driver.s7-turbine.cfg", "host = 127.0.0.1", "port = " + cpu.port());
      gateway.start();
      Watched turbine = new Watched(gateway, "turbine");
      turbine.awaitGood("FOCH001", "EXEC500"); // figures say that none between is missing
      assertTrue(gateway.shell("firedamp:points --json EXEC500").contains("1999.145"));

      int connections = cpu.connections();
      turbine.awaitReads(ROUNDS);
      assertEquals(VALUES, turbine.figure("points"));
      assertEquals(connections, cpu.connections());
      System.out.printf("S7, %d values: %d ms a read%n", VALUES, turbine.figure("read.p50"));

      cpu.drop();
      eventually("a new connection", PATIENCE, () -> cpu.connections() > connections);
      turbine.awaitGood("FOCH001", "EXEC500");
      Files.delete(gateway.path("etc/io.firedamp.driver.s7-turbine.cfg"));
      eventually("the link is closed", PATIENCE, () -> cpu.open() == 0);
      assertEquals("", Files.readString(gateway.path("console.log")));
    }
  }
}
