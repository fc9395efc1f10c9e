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

  @AttributeDefinition(name = "%username", description = "%username.description")
  String username();

  @AttributeDefinition(
      name = "%password",
      description = "%secret.description",
      type = AttributeType.PASSWORD)
  String password();

  @AttributeDefinition(
      name = "%client.id",
      description = "%broker.client.id.description",
      required = false)
  String client_id();

  @AttributeDefinition(name = "%topic", description = "%broker.topic.description", required = false)
  String topic();

  @AttributeDefinition(
      name = "%platform.username",
      description = "%platform.username.description",
      required = false)
  String platform_username();

  @AttributeDefinition(
      name = "%platform.password",
      description = "%secret.description",
      type = AttributeType.PASSWORD,
      required = false)
  String platform_password();
}
