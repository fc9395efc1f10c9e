package io.firedamp.pipeline;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The Web Console's form for {@code io.firedamp.site.cfg}; {@link Site} reads the configuration.
 */
@ObjectClassDefinition(
    name = "%site.name",
    description = "%site.description",
    localization = "OSGI-INF/l10n/site")
@interface SiteForm {
  @AttributeDefinition(name = "%project.name", description = "%project.name.description")
  String project_name() default "";

  @AttributeDefinition(
      name = "%project.registration",
      description = "%project.registration.description")
  String project_registration() default "";

  @AttributeDefinition(
      name = "%project.type",
      description = "%project.type.description",
      options = {
        @Option(label = "%project.type.chp", value = "chp"),
        @Option(label = "%project.type.power", value = "power"),
        @Option(label = "%project.type.heat", value = "heat")
      })
  String project_type() default "chp";

  @AttributeDefinition(
      name = "%heat.monitoring",
      description = "%heat.monitoring.description",
      options = {
        @Option(label = "%direct", value = "direct"),
        @Option(label = "%indirect", value = "indirect")
      })
  String heat_monitoring() default "direct";

  @AttributeDefinition(
      name = "%flow.monitoring",
      description = "%flow.monitoring.description",
      options = {
        @Option(label = "%direct", value = "direct"),
        @Option(label = "%indirect", value = "indirect")
      })
  String flow_monitoring() default "direct";

  @AttributeDefinition(
      name = "%project.crediting.period",
      description = "%project.crediting.period.description",
      required = false)
  String project_crediting_period() default "";

  @AttributeDefinition(
      name = "%project.ownership",
      description = "%project.ownership.description",
      required = false)
  String project_ownership() default "";

  @AttributeDefinition(name = "%tick.ms", description = "%tick.ms.description", required = false)
  String tick_ms() default "1000";

  @AttributeDefinition(name = "%close.ms", description = "%close.ms.description", required = false)
  String close_ms() default "500";

  @AttributeDefinition(name = "%points", description = "%points.description", required = false)
  String points() default "";
}
