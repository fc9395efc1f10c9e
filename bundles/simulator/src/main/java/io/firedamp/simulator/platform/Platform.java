package io.firedamp.simulator.platform;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Vital;
import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The simulated platform of one project. It registers its {@link Vital} by itself, so that no
 * secret becomes a service property.
 */
@Component(
    service = {},
    configurationPid = "io.firedamp.simulator.platform",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PlatformForm.class, factory = true)
public final class Platform implements Rehearsal {
  private final String name;
  private final SiteClock clock;
  private final Desk desk;
  private final BrokerLink link;
  private final Rehearsals rehearsals;
  private final ServiceRegistration<Vital> vital;

  /**
   * Starts to connect; does not wait for it.
   *
   * @param context where its health is registered
   * @param clock the platform's time
   * @param rehearsals where the commands find it
   * @param properties the configuration
   * @throws io.firedamp.settings.SettingsException if it is wrong
   */
  @Activate
  public Platform(
      BundleContext context,
      @Reference SiteClock clock,
      @Reference Rehearsals rehearsals,
      Map<String, Object> properties) {
    Settings settings = Settings.of(properties);
    BrokerLink.Access access = access(settings);
    Envelope envelope = Envelope.of(settings);
    Behaviour behaviour = Behaviour.of(settings);
    settings.check();
    this.name = settings.instance();
    this.clock = clock;
    this.rehearsals = rehearsals;
    this.desk = new Desk(clock, envelope, behaviour);
    this.link = link(settings, access, desk, behaviour, clock);
    this.vital = context.registerService(Vital.class, desk, new Hashtable<>());
    rehearsals.add(this);
    link.open();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public List<String> report(Locale locale) {
    return desk.report(locale);
  }

  @Override
  public String json() {
    return desk.json();
  }

  @Override
  public String command(String type, Instant from, Instant to, boolean sampleLike) throws Unable {
    if (!link.connected()) {
      throw new Unable(new Text("the broker is not reached", "未连接到代理"));
    }
    Desk.Order order =
        desk.command(type, from, to, sampleLike)
            .orElseThrow(
                () ->
                    new Unable(
                        new Text("the gateway has not sent its RSA key yet", "网关尚未完成 RSA 密钥协商")));
    try {
      link.send(order.reply());
    } catch (MqttException lost) {
      throw new Unable(new Text("the broker does not take it: " + lost, "代理未接收: " + lost));
    }
    return order.command().id();
  }

  private static BrokerLink.Access access(Settings settings) {
    String uri = settings.required("broker");
    if (!uri.isEmpty() && !uri.startsWith("tcp://")) {
      settings.problem("broker", uri, new Text("tcp://host:port", "tcp://主机:端口"));
    }
    String topic = settings.required("topic");
    if (topic.endsWith("/") || topic.contains("+") || topic.contains("#") || topic.contains(" ")) {
      settings.problem(
          "topic",
          topic,
          new Text(
              "a main topic without blank, +, # and slash at its end", "主 Topic，不含空格、+、#，末尾无斜杠"));
    }
    String username = settings.required("username");
    settings.required("password");
    Secret password = settings.secret("password");
    return new BrokerLink.Access(uri, settings.required("client.id"), username, password, topic);
  }

  private static BrokerLink link(
      Settings settings,
      BrokerLink.Access access,
      Desk desk,
      Behaviour behaviour,
      SiteClock clock) {
    try {
      return new BrokerLink(settings.instance(), access, desk, behaviour.delay(), clock);
    } catch (MqttException | IllegalArgumentException noAddress) {
      settings.problem("broker", access.uri(), new Text("tcp://host:port", "tcp://主机:端口"));
      settings.check();
      throw new IllegalStateException(noAddress); // check has thrown
    }
  }

  /** Ends the connection; takes a few seconds at most. */
  @Deactivate
  public void close() {
    rehearsals.remove(this);
    vital.unregister();
    link.close();
  }
}
