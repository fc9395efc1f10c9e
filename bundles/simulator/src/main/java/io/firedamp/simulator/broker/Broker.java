package io.firedamp.simulator.broker;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.IAuthenticator;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker: on 127.0.0.1 only, one login, nobody without it. It keeps nothing on disk; what it
 * held is gone when it stops.
 */
@Component(
    service = {},
    configurationPid = "io.firedamp.simulator.broker",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BrokerForm.class, factory = true)
public final class Broker {
  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

  /** An hour of a large site in one backfill packet; Moquette's own limit is 8,092 bytes. */
  private static final int MESSAGE_BYTES = 64 * 1024 * 1024;

  /** Messages that wait for a client that is away. */
  private static final int QUEUE = 20_000;

  private final Server server = new Server();

  /**
   * Opens the port.
   *
   * @param properties {@code port}, {@code username}, {@code password}
   * @throws io.firedamp.settings.SettingsException if they are wrong, or the port is taken
   */
  @Activate
  public Broker(Map<String, Object> properties) {
    Settings settings = Settings.of(properties);
    settings.required("port");
    int port = settings.integer("port", 0, 1, 65535);
    String username = settings.required("username");
    settings.required("password");
    Secret password = settings.secret("password");
    settings.check();
    start(settings, port, login(username, password));
    LOG.info("the simulated broker answers on 127.0.0.1:{}", port);
  }

  private void start(Settings settings, int port, IAuthenticator login) {
    Properties own = new Properties();
    own.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
    own.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
    own.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "false");
    own.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    own.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    own.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(MESSAGE_BYTES));
    own.setProperty(IConfig.SESSION_QUEUE_SIZE, Integer.toString(QUEUE));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Moquette and netty look for their own classes by the thread's loader
    thread.setContextClassLoader(Server.class.getClassLoader());
    try {
      server.startServer(
          new MemoryConfig(own), List.of(), null, login, new PermitAllAuthorizatorPolicy());
    } catch (Exception taken) { // netty throws the BindException that it does not declare
      server.stopServer();
      settings.problem(
          "port",
          Integer.toString(port),
          new Text("cannot listen here: " + taken.getMessage(), "无法监听: " + taken.getMessage()));
      settings.check();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static IAuthenticator login(String username, Secret password) {
    byte[] name = username.getBytes(StandardCharsets.UTF_8);
    byte[] word = password.reveal().getBytes(StandardCharsets.UTF_8);
    return (client, givenName, givenWord) -> {
      boolean right =
          givenName != null
              && givenWord != null
              && MessageDigest.isEqual(name, givenName.getBytes(StandardCharsets.UTF_8))
              && MessageDigest.isEqual(word, givenWord);
      if (!right) {
        LOG.debug("refused the login of client {}", client);
      }
      return right;
    };
  }

  /** Closes the port and every connection. */
  @Deactivate
  public void close() {
    server.stopServer();
  }
}
