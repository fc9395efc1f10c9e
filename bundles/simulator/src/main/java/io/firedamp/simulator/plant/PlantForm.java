package io.firedamp.simulator.plant;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The Web Console's form of a simulated plant. */
@ObjectClassDefinition(
    name = "%plant",
    description = "%plant.description",
    localization = "OSGI-INF/l10n/simulator")
@interface PlantForm {
  @AttributeDefinition(name = "%port", description = "%port.description")
  String port();

  @AttributeDefinition(name = "%seed", description = "%seed.description", required = false)
  String seed() default "1";
}
