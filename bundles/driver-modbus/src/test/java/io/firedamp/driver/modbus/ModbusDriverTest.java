package io.firedamp.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.SettingsException;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.testkit.Eventually;
import io.firedamp.testkit.Fake;
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
class ModbusDriverTest {
  private static final String FILE = "/etc/io.firedamp.driver.modbus-boiler1.cfg";

  private static Map<String, Object> keys(String... words) {
    Map<String, Object> keys = new HashMap<>();
    keys.put("felix.fileinstall.filename", "file:" + FILE);
    keys.put("service.pid", "io.firedamp.driver.modbus~boiler1");
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
            Transport.TCP,
            "10.0.0.7",
            502,
            new Line("", 9600, Line.Parity.NONE, 1),
            1,
            Duration.ofMillis(400),
            Duration.ZERO,
            125,
            0,
            Duration.ZERO),
        Config.of(keys()));
  }

  @Test
  void everyKeyIsHeard() {
    assertEquals(
        new Config(
            "turbine",
            Transport.TCP_RTU,
            "plc",
            1502,
            new Line("/dev/ttyS1", 19200, Line.Parity.EVEN, 2),
            0,
            Duration.ofMillis(900),
            Duration.ofSeconds(5),
            80,
            12,
            Duration.ofMillis(20)),
        Config.of(
            keys(
                "source.name",
                "turbine",
                "host",
                "plc",
                "port",
                "1502",
                "unit",
                "0",
                "timeout.ms",
                "900",
                "cycle.ms",
                "5000",
                "max.registers",
                "80",
                "max.gap",
                "12",
                "request.delay.ms",
                "20",
                "transport",
                "tcp-rtu",
                "serial.port",
                "/dev/ttyS1",
                "baud",
                "19200",
                "parity",
                "even",
                "data.bits",
                "8",
                "stop.bits",
                "2")));
  }

  @Test
  void aSerialLineNeedsItsPortAndNoHost() {
    Config config =
        Config.of(keys("transport", "serial", "host", "", "serial.port", "/dev/ttyUSB0"));
    assertEquals("/dev/ttyUSB0", config.device());
    assertEquals(Duration.ofNanos(3_645_833), config.pause(), "3.5 characters of 10 bits");
    assertEquals(
        Duration.ofNanos(1_750_000),
        Config.of(keys("transport", "serial", "serial.port", "x", "baud", "38400")).pause());
    String said =
        assertThrows(SettingsException.class, () -> Config.of(keys("transport", "serial")))
            .getMessage();
    assertTrue(said.contains("serial.port: is missing"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "host, '', is missing, 缺少此项",
    "port, 0, from 1 to 65535, 1 到 65535",
    "unit, 256, from 0 to 255, 0 到 255",
    "timeout.ms, abc, from 50 to 10000, 50 到 10000",
    "cycle.ms, -1, from 0 to 3600000, 0 到 3600000",
    "max.registers, 126, from 1 to 125, 1 到 125",
    "max.gap, 125, from 0 to 124, 0 到 124",
    "request.delay.ms, 5001, from 0 to 5000, 0 到 5000",
    "transport, rtu, 'one of tcp, tcp-rtu, serial, udp', '可选: tcp, tcp-rtu, serial, udp'",
    "data.bits, 7, one of 8, 可选: 8",
    "stop.bits, 3, from 1 to 2, 1 到 2",
    "parity, mark, 'one of none, even, odd', '可选: none, even, odd'",
    "baud, 110, from 300 to 921600, 300 到 921600",
    "bauds, '', unknown setting; known are baud, 未知设置",
    "Port, '', unknown setting; known are baud, 未知设置",
  })
  void aWrongKeyIsNamedWithFileAndWhatIsAllowed(String key, String value, String en, String zh) {
    String said =
        assertThrows(SettingsException.class, () -> Config.of(keys(key, value))).getMessage();
    assertTrue(said.startsWith("io.firedamp.driver.modbus-boiler1.cfg: " + key), said);
    assertTrue(said.contains(value) && said.contains(en) && said.contains(zh), said);
    assertEquals(1, said.lines().count(), said);
  }

  @Test
  void theServiceCarriesItsNameAloneAndIsGoneBeforeTheLinkCloses() throws Exception {
    try (RawDevice device = new RawDevice()) {
      List<Binding> rows = Rig.uint16s("holding:5");
      List<String> events = new ArrayList<>();
      AtomicReference<PointSource> service = new AtomicReference<>();
      AtomicReference<Plan> plan = new AtomicReference<>();
      ServiceRegistration<?> registration =
          Fake.of(
              ServiceRegistration.class,
              (method, arguments) -> {
                events.add(method);
                assertEquals(
                    "{holding_5=GOOD 5}", Rig.told(plan.get().read(Rig.TICK, Rig.points(rows))));
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
      ModbusDriver driver =
          new ModbusDriver(
              context, keys("host", "127.0.0.1", "port", Integer.toString(device.port())));
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
