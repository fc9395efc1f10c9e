package io.firedamp.console;

import io.firedamp.console.door.Addresses;
import io.firedamp.console.door.Certificate;
import io.firedamp.console.door.KarafRealm;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The pages, as long as a web server is there to show them. */
@Component(
    service = {},
    immediate = true,
    configurationPid = "io.firedamp.console")
@Designate(ocd = ConsoleForm.class)
public final class Console {
  private static final String LOOPBACK = "127.0.0.1, ::1";
  private static final int SHIFT_MINUTES = 720;
  private static final int DAY_MINUTES = 1440;

  private final Broadcast broadcast;
  private final ServiceRegistration<Servlet> registration;

  /**
   * Called by the framework.
   *
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong; there are no
   *     pages then
   */
  @Activate
  public Console(BundleContext context, @Reference Site site, Map<String, Object> configuration) {
    Settings settings = Settings.of(configuration);
    String allow = settings.text("allow", LOOPBACK);
    Addresses allowed = Addresses.of(LOOPBACK);
    try {
      allowed = Addresses.of(allow);
    } catch (IllegalArgumentException wrong) {
      settings.problem(
          "allow",
          allow,
          new Text(
              "addresses or networks, as 127.0.0.1, 10.0.0.0/8", "地址或网段，如 127.0.0.1, 10.0.0.0/8"));
    }
    String language = settings.choice("language", "browser", List.of("zh", "en", "browser"));
    int minutes = settings.integer("session.minutes", SHIFT_MINUTES, 1, DAY_MINUTES);
    settings.check();

    Path base = Path.of(context.getProperty("karaf.base"));
    Sessions sessions = new Sessions(new KarafRealm(), site, Duration.ofMinutes(minutes));
    broadcast = new Broadcast(site, sessions);
    List<Route> routes = routes(site, sessions, () -> Certificate.ends(base));
    Router router = new Router(allowed, sessions, new Files(language), routes);
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("osgi.http.whiteboard.servlet.name", "firedamp");
    properties.put("osgi.http.whiteboard.servlet.pattern", "/*");
    properties.put("osgi.http.whiteboard.servlet.asyncSupported", true);
    registration = context.registerService(Servlet.class, new Door(router, broadcast), properties);
  }

  /**
   * Everything that any page may ask.
   *
   * @param certificate when the pages' own certificate ends
   */
  static List<Route> routes(Site site, Sessions sessions, Supplier<Optional<Instant>> certificate) {
    return Stream.<Questions>of(
            new Entrance(site, sessions, certificate),
            () -> List.of(new Route("GET", "/api/live", Right.LOOK, (ask, who) -> Answer.LIVE)),
            new Rates(site),
            new Points(site),
            new Sources(site),
            new Links(site),
            new Uplinks(site),
            new Compliance(site),
            new Tables(site),
            new Clocks(site),
            new Registers(site),
            new Setup(site))
        .flatMap(questions -> questions.routes().stream())
        .toList();
  }

  /** Takes the pages away; waits for the live thread, at most two seconds. */
  @Deactivate
  public void close() {
    registration.unregister();
    broadcast.close();
  }
}
