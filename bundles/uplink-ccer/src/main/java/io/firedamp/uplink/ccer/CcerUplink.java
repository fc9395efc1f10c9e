package io.firedamp.uplink.ccer;

import io.firedamp.clock.SiteClock;
import io.firedamp.courier.Courier;
import io.firedamp.courier.Traffic;
import io.firedamp.health.Vital;
import io.firedamp.point.PointTable;
import io.firedamp.store.FrameStore;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One for each {@code etc/io.firedamp.uplink.ccer-NAME.cfg}. It offers no service of its own kind:
 * nobody calls an uplink. Its properties hold secrets, so it is not a service itself either, but
 * registers what it has to say of its health.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = CcerUplink.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CcerUplinkForm.class, factory = true)
public final class CcerUplink {
  static final String PID = "io.firedamp.uplink.ccer";

  private final Uplink uplink;
  private final ServiceRegistration<?> registration;

  /**
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  @Activate
  public CcerUplink(
      BundleContext context,
      Map<String, Object> properties,
      @Reference FrameStore store,
      @Reference PointTable tables,
      @Reference SiteClock clock) {
    Access access = Access.of(properties);
    uplink =
        new Uplink(
            access, store, tables, clock, folder(context, "secure"), folder(context, "state"));
    registration =
        context.registerService(
            new String[] {
              Vital.class.getName(),
              Courier.class.getName(),
              Traffic.class.getName(),
              Line.class.getName()
            },
            uplink,
            new Hashtable<>(Map.of("uplink.name", access.name())));
  }

  /** A folder of the gateway. */
  private static Path folder(BundleContext context, String name) {
    String base = context.getProperty("karaf.base");
    return Path.of(base == null ? "" : base, name);
  }

  /** Ends the uplink; blocks for a few seconds at the most. */
  @Deactivate
  public void stop() {
    registration.unregister();
    uplink.close();
  }
}
