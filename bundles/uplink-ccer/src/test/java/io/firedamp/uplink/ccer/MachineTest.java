package io.firedamp.uplink.ccer;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** CCER-7.8-03, AMB-48: the figures of the heartbeat are those of this machine and process. */
class MachineTest {
  private static final Path MEMINFO = Path.of("/proc/meminfo");

  private static double kilobytes(String key) throws IOException {
    return Files.readAllLines(MEMINFO).stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theTimeIsThatOfTheProcess() {
    long before = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
    long up = Machine.now().upSeconds();
    long after = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
    assertTrue(before <= up && up <= after, before + " " + up + " " + after);
  }

  @Test
  void theMemoryInUseIsThatOfTheMachine() throws IOException {
    assumeTrue(Files.exists(MEMINFO), "Linux tells it");
    double used = 100 * (1 - kilobytes("MemAvailable") / kilobytes("MemTotal"));
    assertEquals(used, Machine.now().memoryPercent(), 10, "a moment later");
  }

  @Test
  void aBusyProcessorIsSeen() {
    AtomicBoolean busy = new AtomicBoolean(true);
    Thread spinning =
        new Thread(
            () -> {
              while (busy.get()) {
                Thread.onSpinWait();
              }
            },
            "spinning");
    spinning.start();
    try {
      eventually("a load", Duration.ofSeconds(10), () -> Machine.now().cpuPercent() > 0);
      assertTrue(Machine.now().cpuPercent() <= 100);
    } finally {
      busy.set(false);
    }
  }
}
