package io.firedamp.simulator.broker;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The Web Console's form of a simulated broker. */
@ObjectClassDefinition(
    name = "%broker",
    description = "%broker.description",
    localization = "OSGI-INF/l10n/simulator")
@interface BrokerForm {
  @AttributeDefinition(name = "%port", description = "%port.description")
  String port();

  @AttributeDefinition(name = "%username")
  String username();

  @AttributeDefinition(
      name = "%password",
      description = "%secret.description",
      type = AttributeType.PASSWORD)
  String password();
}
