package io.firedamp.driver.s7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.SettingsException;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.testkit.Eventually;
import io.firedamp.testkit.Fake;
import io.firedamp.testkit.FakeCpu;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@DisplayName("The driver's configuration and service (CCER-4.3-04)")
class S7DriverTest {
  private static final String FILE = "/etc/io.firedamp.driver.s7-boiler1.cfg";

  private static Map<String, Object> keys(String... words) {
    Map<String, Object> keys = new HashMap<>();
    keys.put("felix.fileinstall.filename", "file:" + FILE);
    keys.put("service.pid", "io.firedamp.driver.s7~boiler1");
    keys.put("host", "10.0.0.7");
    for (int i = 0; i < words.length; i += 2) {
      keys.put(words[i], words[i + 1]);
    }
    return keys;
  }

  @Test
  void hostAloneIsEnough() {
    assertEquals(
        new Config(
            "boiler1",
            "10.0.0.7",
            102,
            0,
            1,
            Controller.S7_1200,
            240,
            Duration.ofMillis(400),
            Duration.ZERO),
        Config.of(keys()));
  }

  @Test
  void everyKeyIsHeard() {
    assertEquals(
        new Config(
            "turbine",
            "plc",
            1102,
            1,
            3,
            Controller.S7_400,
            480,
            Duration.ofMillis(900),
            Duration.ofSeconds(5)),
        Config.of(
            keys(
                "source.name",
                "turbine",
                "host",
                "plc",
                "port",
                "1102",
                "rack",
                "1",
                "slot",
                "3",
                "controller",
                "s7-400",
                "pdu.size",
                "480",
                "timeout.ms",
                "900",
                "cycle.ms",
                "5000")));
  }

  @ParameterizedTest
  @CsvSource({
    "host, '', is missing, 缺少此项",
    "port, 0, from 1 to 65535, 1 到 65535",
    "rack, 8, from 0 to 7, 0 到 7",
    "slot, 32, from 0 to 31, 0 到 31",
    "controller, s7-2000, 'one of s7-300, s7-400, s7-1200, s7-1500, s7-200smart', 可选: s7-300",
    "pdu.size, 239, from 240 to 960, 240 到 960",
    "timeout.ms, abc, from 50 to 10000, 50 到 10000",
    "cycle.ms, -1, from 0 to 3600000, 0 到 3600000",
    "unit, '', unknown setting; known are controller, 未知设置",
  })
  void aWrongKeyIsNamedWithFileAndWhatIsAllowed(String key, String value, String en, String zh) {
    String said =
        assertThrows(SettingsException.class, () -> Config.of(keys(key, value))).getMessage();
    assertTrue(said.startsWith("io.firedamp.driver.s7-boiler1.cfg: " + key), said);
    assertTrue(said.contains(value) && said.contains(en) && said.contains(zh), said);
    assertEquals(1, said.lines().count(), said);
  }

  @Test
  void theServiceCarriesItsNameAloneAndIsGoneBeforeTheLinkCloses() throws Exception {
    try (FakeCpu device = new FakeCpu().has("DB1", new byte[] {0, 5})) {
      List<Binding> rows = List.of(Rig.word("DB1.DBW0"));
      List<String> events = new ArrayList<>();
      AtomicReference<PointSource> service = new AtomicReference<>();
      AtomicReference<Plan> plan = new AtomicReference<>();
      ServiceRegistration<?> registration =
          Fake.of(
              ServiceRegistration.class,
              (method, arguments) -> {
                events.add(method);
                assertEquals(
                    "{DB1.DBW0=GOOD 5}", Rig.told(plan.get().read(Rig.TICK, Rig.points(rows))));
                return Map.of();
              });
      BundleContext context =
          Fake.of(
              BundleContext.class,
              (method, arguments) -> {
                events.add(method + " " + ((Class<?>) arguments[0]).getSimpleName());
                Dictionary<?, ?> properties = (Dictionary<?, ?>) arguments[2];
                events.add(properties.toString());
                service.set((PointSource) arguments[1]);
                return registration;
              });
      S7Driver driver =
          new S7Driver(
              context,
              keys(
                  "host",
                  "127.0.0.1",
                  "port",
                  Integer.toString(device.port()),
                  "timeout.ms",
                  "10000"));
      assertEquals(
          List.of("registerService PointSource", "{source.name=boiler1}"), List.copyOf(events));
      plan.set(service.get().prepare(rows));
      assertEquals(0, device.connections(), "opened before the first read");
      plan.get().read(Rig.TICK, Rig.points(rows));
      driver.stop();
      assertEquals("unregister", events.get(events.size() - 1));
      assertEquals(1, device.connections(), "the link was closed before the service was gone");
      Eventually.eventually("the link is closed", Duration.ofSeconds(5), () -> device.open() == 0);
    }
  }
}
