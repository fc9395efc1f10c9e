package io.firedamp.pipeline;

import io.firedamp.point.Project;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.util.Hashtable;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A further project of the same gateway (CCER-7.4-04), for each {@code
 * io.firedamp.project-NAME.cfg}; NAME is what the column {@code project} of the point table says.
 * It registers itself, because a service of the component would carry the configuration in its
 * properties.
 */
@Component(
    service = {},
    configurationPid = FurtherProject.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ProjectForm.class, factory = true)
public final class FurtherProject {
  static final String PID = "io.firedamp.project";

  /** What can be a project's name: with a colon and a code it still is a point's id. */
  static final Pattern NAME = Pattern.compile("[^\\s:,;\"']{1,56}");

  private final Project project;
  private final ServiceRegistration<FurtherProject> registration;

  /**
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  @Activate
  public FurtherProject(BundleContext context, Map<String, Object> configuration) {
    project = of(configuration);
    registration = context.registerService(FurtherProject.class, this, new Hashtable<>());
  }

  @Deactivate
  void stop() {
    registration.unregister();
  }

  Project project() {
    return project;
  }

  /** The project of that configuration. */
  static Project of(Map<String, ?> configuration) {
    Settings settings = Settings.of(configuration);
    String name = settings.file().matches("\\Q" + PID + "\\E[-~].*") ? settings.instance() : "";
    if (!NAME.matcher(name).matches()) {
      settings.problem(
          "NAME",
          name,
          new Text(
              "the file is called "
                  + PID
                  + "-NAME.cfg, with a NAME of at most 56 characters"
                  + " without blanks, quotes and : , ;",
              "文件名须为 " + PID + "-NAME.cfg，NAME 最长 56 个字符，不含空格、引号和 : , ;"));
    }
    Project project = Site.project(settings, name);
    settings.check();
    return project;
  }
}
