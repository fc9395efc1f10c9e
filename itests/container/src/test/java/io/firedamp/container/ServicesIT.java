package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configured gateway from within: what its parts offer to each other, and what they keep. */
class ServicesIT {
  private static final String PASSWORD = "gas-4-password";
  private static final String KEY = "00112233445566778899aabbccddeeff";

  @TempDir Path folder;

  @Test
  void everyPartIsThereAndNoSecretIsInAServicePropertyOrInTheLog() throws Exception {
    try (Gateway gateway = Gateway.unpack(folder)) {
      // nobody listens there: parts must come up without devices and platform
      int nobody = Gateway.freePort();
      gateway.etc(
          "io.firedamp.site.cfg",
          "project.name = 某煤矿",
          "project.registration = CCER-1",
          "project.type = chp",
          "heat.monitoring = direct",
          "flow.monitoring = direct");
      gateway.etc("points.csv", "code,source,address,type", "FONP001,boiler1,holding:0,float32");
      gateway.etc("io.firedamp.driver.modbus-boiler1.cfg", "host = 127.0.0.1", "port = " + nobody);
      gateway.etc(
          "io.firedamp.uplink.ccer-national.cfg",
          "supplier.name = 佳华智联",
          "supplier.credit.code = 91110108MA01234567",
          "broker = tcp://127.0.0.1:" + nobody,
          "client.id = gateway-1",
          "username = gateway-1",
          "password = " + PASSWORD,
          "topic = mine",
          "cipher = aes",
          "aes.key = " + KEY);
      gateway.start();

      eventually(
          "every configuration is taken by a part",
          Duration.ofSeconds(20),
          () -> {
            String status = gateway.ask("firedamp:status --json").text();
            return status.contains("\"troubles\":[]")
                && status.contains("\"subject\":\"source boiler1\"")
                && status.contains("\"subject\":\"uplink national\"");
          });

      String services = gateway.shell("service:list");
      for (String service :
          List.of(
              "io.firedamp.store.FrameStore",
              "io.firedamp.clock.SiteClock",
              "io.firedamp.explore.Instruments",
              "io.firedamp.point.PointTable",
              "io.firedamp.source.PointSource",
              "org.apache.karaf.jaas.modules.EncryptionService")) {
        assertTrue(services.contains(service), service);
      }
      assertTrue(services.contains("source.name = boiler1"), services);
      for (String secret : List.of(PASSWORD, KEY)) {
        assertEquals(List.of(), services.lines().filter(l -> l.contains(secret)).toList());
        assertFalse(gateway.logSinceStart().contains(secret));
      }
    }
  }
}
