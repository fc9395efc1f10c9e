package io.firedamp.clock.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockSettingsTest {
  private static Set<String> keys() {
    return Arrays.stream(ClockForm.class.getDeclaredMethods())
        .map(method -> method.getName().replace('_', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void withoutAFileNobodyIsAsked() {
    ClockSettings read = ClockSettings.of(Map.of());
    assertEquals(List.of(), read.servers());
    assertEquals(SiteTime.Discipline.OS, read.discipline());
    assertEquals(Duration.ofSeconds(64), read.poll());
    assertEquals(Duration.ofMillis(100), read.warn());
    assertEquals(Duration.ofSeconds(1), read.alarm());
    assertEquals(Optional.empty(), read.secondary());
    assertEquals(Duration.ofMillis(10), read.secondaryLimit());
    assertEquals(0, read.servePort());
  }

  @Test
  void serversAreNamesOrAddressesWithOrWithoutPorts() {
    ClockSettings read =
        ClockSettings.of(Map.of("servers", "ntp.example.cn, 10.0.0.5:1123 ,[::1]:124,[fe80::1]"));
    assertEquals(
        List.of(
            new Server.Address("ntp.example.cn", 123),
            new Server.Address("10.0.0.5", 1123),
            new Server.Address("::1", 124),
            new Server.Address("fe80::1", 123)),
        read.servers());
    assertEquals("[::1]:124", read.servers().get(2).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "servers, a:b",
    "servers, a:0",
    "servers, a:99999",
    "servers, 'a, b, a:123'",
    "servers, ::1",
    "discipline, both",
    "discipline, own",
    "secondary, a",
    "serve.port, 123",
    "warn.ms, 1001",
    "poll.s, 7",
    "server, a"
  })
  void whatIsWrongIsNamed(String key, String value) {
    SettingsException refused =
        assertThrows(SettingsException.class, () -> ClockSettings.of(Map.of(key, value)));
    assertTrue(refused.getMessage().contains(key), refused.getMessage());
  }

  @Test
  void thereIsOneSecondaryServer() {
    assertThrows(
        SettingsException.class,
        () -> ClockSettings.of(Map.of("servers", "official", "secondary", "a,b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_zh"})
  void everyKeyHasALabelAndStandsInTheManual(String language) throws IOException {
    Properties labels = new Properties();
    try (InputStream in =
        ClockForm.class.getResourceAsStream(
            "/OSGI-INF/l10n/clock-sync" + language + ".properties")) {
      labels.load(in);
    }
    String manual = Files.readString(Path.of("../../docs/configuration.md"));
    String section = manual.substring(manual.indexOf("## io.firedamp.clock.sync.cfg"));
    for (String key : keys()) {
      assertTrue(labels.containsKey(key) && labels.containsKey(key + ".description"), key);
      assertTrue(section.contains("| `" + key + "` |"), key);
    }
  }

  @Test
  void theFormHasEveryKey() {
    SettingsException refused =
        assertThrows(SettingsException.class, () -> ClockSettings.of(Map.of("no.such", "1")));
    String known = refused.getMessage().replaceAll("(?s).*known are ([a-z., ]+).*", "$1").strip();
    assertEquals(keys(), new TreeSet<>(List.of(known.split(", "))));
  }
}
