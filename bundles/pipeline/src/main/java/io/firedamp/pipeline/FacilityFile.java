package io.firedamp.pipeline;

import io.firedamp.register.Facility;
import io.firedamp.settings.Settings;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A facility of the base information table (CCER-6.2-01), for each {@code
 * io.firedamp.facility-NAME.cfg}. Changing one restarts nothing else. It registers itself, as
 * {@link FurtherProject} does.
 */
@Component(
    service = {},
    configurationPid = "io.firedamp.facility",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FacilityForm.class, factory = true)
public final class FacilityFile {
  private final Facility facility;
  private final ServiceRegistration<FacilityFile> registration;

  /**
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  @Activate
  public FacilityFile(BundleContext context, Map<String, Object> configuration) {
    facility = of(configuration);
    registration = context.registerService(FacilityFile.class, this, new Hashtable<>());
  }

  @Deactivate
  void stop() {
    registration.unregister();
  }

  Facility facility() {
    return facility;
  }

  /** The facility of that configuration. */
  static Facility of(Map<String, ?> configuration) {
    Settings settings = Settings.of(configuration);
    Facility facility =
        new Facility(
            settings.text("project", ""),
            settings.required("system"),
            settings.text("control", ""),
            settings.text("dcs", ""),
            settings.text("communication", ""),
            settings.text("network", ""),
            settings.text("operation", ""),
            settings.text("note", ""),
            sources(settings.text("sources", "")));
    settings.check();
    return facility;
  }

  private static List<String> sources(String list) {
    return Arrays.stream(list.split("[,，;；]"))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
