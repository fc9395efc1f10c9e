package io.firedamp.pipeline;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form for {@code io.firedamp.facility-NAME.cfg}; see {@link FacilityFile}. */
@ObjectClassDefinition(
    name = "%name",
    description = "%description",
    localization = "OSGI-INF/l10n/facility")
@interface FacilityForm {
  @AttributeDefinition(name = "%system", description = "%system.description")
  String system() default "";

  @AttributeDefinition(name = "%project", description = "%project.description", required = false)
  String project() default "";

  @AttributeDefinition(name = "%control", description = "%control.description", required = false)
  String control() default "";

  @AttributeDefinition(name = "%dcs", description = "%dcs.description", required = false)
  String dcs() default "";

  @AttributeDefinition(
      name = "%communication",
      description = "%communication.description",
      required = false)
  String communication() default "";

  @AttributeDefinition(name = "%network", description = "%network.description", required = false)
  String network() default "";

  @AttributeDefinition(
      name = "%operation",
      description = "%operation.description",
      required = false)
  String operation() default "";

  @AttributeDefinition(name = "%note", description = "%note.description", required = false)
  String note() default "";

  @AttributeDefinition(name = "%sources", description = "%sources.description", required = false)
  String sources() default "";
}
