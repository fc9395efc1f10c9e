package io.firedamp.driver.opcua;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;

/**
 * What {@code io.firedamp.driver.opcua-NAME.cfg} says.
 *
 * @param name {@code source.name}
 * @param endpoint {@code opc.tcp://host:port/path}
 * @param policy how the connection is secured
 * @param mode whether it is signed, or encrypted too; None exactly with the policy None
 * @param username empty: anonymous
 * @param password its password
 * @param subscribe whether the server reports changes by itself; else it is asked in every read
 * @param publishing how often it reports, if so
 * @param timeout the longest time to connect, and for each reply
 * @param cycle how often the source is read; zero if in every tick
 */
record Config(
    String name,
    String endpoint,
    SecurityPolicy policy,
    MessageSecurityMode mode,
    String username,
    Secret password,
    boolean subscribe,
    Duration publishing,
    Duration timeout,
    Duration cycle) {
  private static final Pattern URL =
      Pattern.compile("opc\\.tcp://([^\\s/:]+|\\[[0-9a-fA-F:.%]+\\])(:(?<port>\\d{1,5}))?(/\\S*)?");
  private static final int OPCUA_PORT = 4840;
  private static final int LAST_PORT = 65_535;
  private static final List<SecurityPolicy> POLICIES =
      List.of(
          SecurityPolicy.None,
          SecurityPolicy.Basic256Sha256,
          SecurityPolicy.Aes128_Sha256_RsaOaep,
          SecurityPolicy.Aes256_Sha256_RsaPss);
  private static final List<MessageSecurityMode> MODES =
      List.of(
          MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt);

  /**
   * @throws io.firedamp.settings.SettingsException if something in it is wrong
   */
  static Config of(Map<String, ?> properties) {
    Settings settings = Settings.of(properties);
    String name = settings.text("source.name", settings.instance());
    if (name.isEmpty()) {
      settings.problem("source.name", new Text("is missing", "缺少此项"));
    }
    String endpoint = settings.required("endpoint");
    if (!endpoint.isEmpty() && !reachable(endpoint)) {
      settings.problem("endpoint", endpoint, Text.same("opc.tcp://HOST:PORT/PATH"));
    }
    SecurityPolicy policy =
        SecurityPolicy.valueOf(settings.choice("security.policy", "None", words(POLICIES)));
    boolean open = policy == SecurityPolicy.None;
    MessageSecurityMode mode =
        MessageSecurityMode.valueOf(
            settings.choice("security.mode", open ? "None" : "SignAndEncrypt", words(MODES)));
    if (open != (mode == MessageSecurityMode.None)) {
      settings.problem(
          "security.mode",
          mode.toString(),
          new Text(
              "None with the policy None, and with no other",
              "仅当 security.policy 为 None 时为 None，否则为 Sign 或 SignAndEncrypt"));
    }
    Config config =
        new Config(
            name,
            endpoint,
            policy,
            mode,
            settings.text("username", ""),
            settings.secret("password"),
            settings
                .choice("acquisition", "subscribe", List.of("subscribe", "read"))
                .equals("subscribe"),
            settings.millis(
                "publishing.interval.ms",
                Duration.ofMillis(500),
                Duration.ofMillis(50),
                Duration.ofMinutes(1)),
            settings.millis(
                "timeout.ms", Duration.ofSeconds(2), Duration.ofMillis(50), Duration.ofSeconds(10)),
            settings.millis("cycle.ms", Duration.ZERO, Duration.ZERO, Duration.ofHours(1)));
    settings.check();
    return config;
  }

  private static boolean reachable(String endpoint) {
    Matcher parts = URL.matcher(endpoint);
    if (!parts.matches()) {
      return false;
    }
    int port = Optional.ofNullable(parts.group("port")).map(Integer::parseInt).orElse(OPCUA_PORT);
    return port >= 1 && port <= LAST_PORT;
  }

  private static List<String> words(List<? extends Enum<?>> values) {
    return values.stream().map(Enum::name).toList();
  }

  /** Whether anything of the connection is signed or encrypted. */
  boolean secured() {
    return policy != SecurityPolicy.None;
  }
}
