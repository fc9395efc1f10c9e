package io.firedamp.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  private static Figure figure(List<Double> values, List<Double> raw, double bar) {
    return new Figure("key", "name", "how", "ms", values, raw, bar);
  }

  @Test
  void aBarIsAboutTheRatioOfEachRoundIfThereIsARawLimit() {
    List<Double> values = List.of(2.0, 30.0, 4.0);
    List<Double> raw = List.of(1.0, 10.0, 2.0);
    assertEquals(4, figure(values, raw, 2).median());
    assertEquals(2, figure(values, raw, 2).judged());
    assertTrue(figure(values, raw, 2).met());
    assertFalse(figure(values, raw, 1.9).met());
    assertFalse(figure(values, List.of(), 3.9).met());
    assertTrue(figure(values, List.of(), Figure.NO_BAR).met());
  }

  @Test
  void quantilesLieBetweenTheValues() {
    List<Double> values = List.of(4.0, 1.0, 2.0, 3.0);
    assertEquals(2.5, Figure.quantile(values, 0.5));
    assertEquals(1, Figure.quantile(values, 0));
    assertEquals(4, Figure.quantile(values, 1));
  }

  @Test
  void theSmallestRunMeasuresEverythingOnce(@TempDir Path folder) throws Exception {
    Bench.run(folder, Scale.SMOKE, Path.of(System.getProperty("firedamp.distribution")));
    JsonNode report = new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
    List<String> keys = report.get("figures").findValuesAsText("key");
    assertTrue(
        keys.containsAll(
            List.of(
                "append.p50",
                "append.sealing.p99",
                "bytes",
                "bytes.noise",
                "read.hour",
                "read.series",
                "read.days",
                "years.start",
                "years.backfill",
                "modbus.read.j2mod.1",
                "modbus.read.socket.4",
                "values.10k",
                "values.20k.platform",
                "values.20k.acknowledged.p99",
                "values.60k.overruns",
                "pages.first",
                "pages.told",
                "pages.processor.gateway")),
        keys.toString());
    for (JsonNode each : report.get("figures")) {
      // of losses, and of the difference between two measurements of a moment
      boolean perhapsNone = each.get("key").asText().matches("values\\..*|pages.processor");
      assertTrue(perhapsNone || each.get("median").asDouble() > 0, each.toString());
    }
    String page = Files.readString(folder.resolve("bench.html"));
    assertTrue(page.contains("<svg") && !page.contains("NaN") && !page.contains("http"));
  }
}
