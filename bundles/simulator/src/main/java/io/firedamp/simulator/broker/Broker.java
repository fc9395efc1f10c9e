package io.firedamp.simulator.broker;

import io.firedamp.settings.Settings;
import io.firedamp.settings.SettingsException;
import io.firedamp.simulator.broker.Exchange.Account;
import io.firedamp.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker of the gateway's container: on 127.0.0.1 only, nobody without a login. With {@code
 * topic} its users are the gateway, which then has the rights of a project only, and the platform.
 */
@Component(
    service = {},
    configurationPid = "io.firedamp.simulator.broker",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BrokerForm.class, factory = true)
public final class Broker {
  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
  private static final String HERE = "127.0.0.1";

  private final Exchange exchange;

  /**
   * Opens the port.
   *
   * @param all where a platform finds it
   * @param properties {@code port}, {@code username}, {@code password}, {@code client.id}, {@code
   *     topic}, {@code platform.username}, {@code platform.password}
   * @throws SettingsException if they are wrong, or the port is taken
   */
  @Activate
  public Broker(@Reference Exchanges all, Map<String, Object> properties) {
    Settings settings = Settings.of(properties);
    settings.required("port");
    int port = settings.integer("port", 0, 1, 65535);
    List<Account> accounts = accounts(settings);
    settings.check();
    this.exchange = open(settings, port, accounts, all);
    LOG.info("the simulated broker answers on {}:{}", HERE, port);
  }

  private static List<Account> accounts(Settings settings) {
    List<Account> accounts = new ArrayList<>();
    settings.required("password");
    accounts.add(
        new Account(
            settings.text("client.id", ""),
            settings.required("username"),
            settings.secret("password"),
            settings.text("topic", "")));
    String platform = settings.text("platform.username", "");
    if (!platform.isEmpty()) {
      settings.required("platform.password");
      accounts.add(new Account("", platform, settings.secret("platform.password"), ""));
    }
    return accounts;
  }

  private static Exchange open(Settings settings, int port, List<Account> accounts, Exchanges all) {
    try {
      return new Exchange(HERE, port, accounts, all);
    } catch (IOException taken) {
      settings.problem(
          "port",
          Integer.toString(port),
          new Text("cannot listen here: " + taken.getMessage(), "无法监听: " + taken.getMessage()));
      settings.check();
      throw new IllegalStateException(taken); // check has thrown
    }
  }

  /** Closes the port and every connection. */
  @Deactivate
  public void close() {
    exchange.close();
  }
}
