package io.firedamp.uplink.ccer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Reads CPU and memory use of the machine. Asked through the platform's MBean by name: its Java
 * interface lies in a package that not every framework shows to bundles.
 */
final class Machine {
  private static final Path MEMINFO = Path.of("/proc/meminfo");

  private Machine() {}

  /** As it is now; a figure that the system does not tell is 0. */
  static Vitals now() {
    long up = TimeUnit.MILLISECONDS.toSeconds(ManagementFactory.getRuntimeMXBean().getUptime());
    return new Vitals(percent(attribute("CpuLoad")), up, percent(memory()));
  }

  /** Caches count as free, as far as the system tells: they give way when memory is needed. */
  private static double memory() {
    double total = attribute("TotalMemorySize");
    double free = attribute("FreeMemorySize");
    try {
      for (String line : Files.readAllLines(MEMINFO)) {
        if (line.startsWith("MemAvailable:")) {
          free = Double.parseDouble(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException notLinux) {
      // the MBean's figure stands
    }
    return 1 - free / total;
  }

  private static double attribute(String name) {
    try {
      ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
      Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(system, name);
      return value instanceof Number number ? number.doubleValue() : Double.NaN;
    } catch (JMException unknown) {
      return Double.NaN;
    }
  }

  private static double percent(double share) {
    return Double.isFinite(share) ? Math.min(100, Math.max(0, share * 100)) : 0;
  }
}
