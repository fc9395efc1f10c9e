package io.firedamp.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Health;
import io.firedamp.health.Vital;
import io.firedamp.settings.SettingsException;
import io.firedamp.testkit.Fake;
import io.firedamp.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

@DisplayName("The driver's configuration and service (CCER-4.3-04)")
class OpcuaDriverTest {
  private static final String FILE = "/etc/io.firedamp.driver.opcua-plant.cfg";

  private static Map<String, Object> keys(String... words) {
    Map<String, Object> keys = new HashMap<>();
    keys.put("felix.fileinstall.filename", "file:" + FILE);
    keys.put("service.pid", "io.firedamp.driver.opcua~plant");
    keys.put("endpoint", "opc.tcp://10.0.0.7:4840");
    for (int i = 0; i < words.length; i += 2) {
      keys.put(words[i], words[i + 1]);
    }
    return keys;
  }

  @Test
  void theEndpointAloneIsEnough() {
    Config config = Config.of(keys());
    assertEquals("plant", config.name());
    assertEquals("opc.tcp://10.0.0.7:4840", config.endpoint());
    assertEquals(SecurityPolicy.None, config.policy());
    assertEquals(MessageSecurityMode.None, config.mode());
    assertFalse(config.secured());
    assertTrue(config.username().isEmpty() && config.password().isEmpty());
    assertTrue(config.subscribe());
    assertEquals(Duration.ofMillis(500), config.publishing());
    assertEquals(Duration.ofSeconds(2), config.timeout());
    assertEquals(Duration.ZERO, config.cycle());
  }

  @Test
  void everyKeyIsHeard() {
    Config config =
        Config.of(
            keys(
                "source.name",
                "turbine",
                "endpoint",
                "opc.tcp://plc.mine/UA/Server",
                "security.policy",
                "Aes256_Sha256_RsaPss",
                "security.mode",
                "Sign",
                "username",
                "gateway",
                "password",
                "f1redamp",
                "acquisition",
                "read",
                "publishing.interval.ms",
                "250",
                "timeout.ms",
                "900",
                "cycle.ms",
                "5000"));
    assertEquals("turbine", config.name());
    assertEquals("opc.tcp://plc.mine/UA/Server", config.endpoint());
    assertEquals(SecurityPolicy.Aes256_Sha256_RsaPss, config.policy());
    assertEquals(MessageSecurityMode.Sign, config.mode());
    assertEquals("gateway", config.username());
    assertEquals("f1redamp", config.password().reveal());
    assertFalse(config.subscribe());
    assertEquals(Duration.ofMillis(250), config.publishing());
    assertEquals(Duration.ofMillis(900), config.timeout());
    assertEquals(Duration.ofSeconds(5), config.cycle());
    assertFalse(config.toString().contains("f1redamp"), config.toString());
  }

  @Test
  void aSecuredConnectionIsEncryptedUnlessSomebodySaysOtherwise() {
    Config config = Config.of(keys("security.policy", "Basic256Sha256"));
    assertEquals(MessageSecurityMode.SignAndEncrypt, config.mode());
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, '', is missing, 缺少此项",
    "endpoint, http://10.0.0.7:4840, opc.tcp://HOST:PORT/PATH, opc.tcp://HOST:PORT/PATH",
    "endpoint, opc.tcp://, opc.tcp://HOST:PORT/PATH, opc.tcp://HOST:PORT/PATH",
    "endpoint, opc.tcp://plc:65536, opc.tcp://HOST:PORT/PATH, opc.tcp://HOST:PORT/PATH",
    "endpoint, opc.tcp://plc:0, opc.tcp://HOST:PORT/PATH, opc.tcp://HOST:PORT/PATH",
    "security.policy, Basic128Rsa15, 'one of None, Basic256Sha256', 可选",
    "security.mode, Sign, 'None with the policy None', 仅当",
    "acquisition, poll, 'one of subscribe, read', 可选",
    "publishing.interval.ms, 49, from 50 to 60000, 50 到 60000",
    "timeout.ms, 10001, from 50 to 10000, 50 到 10000",
    "cycle.ms, -1, from 0 to 3600000, 0 到 3600000",
    "host, '', unknown setting; known are acquisition, 未知设置",
  })
  void aWrongKeyIsNamedWithFileAndWhatIsAllowed(String key, String value, String en, String zh) {
    String said =
        assertThrows(SettingsException.class, () -> Config.of(keys(key, value))).getMessage();
    assertTrue(said.startsWith("io.firedamp.driver.opcua-plant.cfg: " + key), said);
    assertTrue(said.contains(value) && said.contains(en) && said.contains(zh), said);
    assertEquals(1, said.lines().count(), said);
  }

  @Test
  void theServicesCarryTheNameAloneAndAreGoneBeforeTheLinkCloses() {
    List<String> events = new ArrayList<>();
    List<Object> services = new ArrayList<>();
    ServiceRegistration<?> registration =
        Fake.of(
            ServiceRegistration.class,
            (method, arguments) -> {
              events.add(method);
              return null;
            });
    BundleContext context =
        Fake.of(
            BundleContext.class,
            (method, arguments) -> {
              if (method.equals("getProperty")) {
                return "/gateway";
              }
              events.add(((Class<?>) arguments[0]).getSimpleName() + " " + arguments[2]);
              services.add(arguments[1]);
              return registration;
            });
    try (Engine engine = new Engine()) {
      ManualClock clock = new ManualClock(Instant.now());
      OpcuaDriver driver =
          new OpcuaDriver(context, keys("username", "u", "password", "secret"), engine, clock);
      assertEquals(List.of("PointSource {source.name=plant}", "Vital {source.name=plant}"), events);
      Health health = ((Vital) services.get(1)).health().get(0);
      assertEquals("opcua plant", health.subject());
      assertEquals(Health.OK, health.code());
      driver.stop();
      assertEquals(List.of("unregister", "unregister"), events.subList(2, 4));
    }
  }
}
