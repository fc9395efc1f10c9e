package io.firedamp.simulator.platform;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The Web Console's form of a simulated platform. */
@ObjectClassDefinition(
    name = "%platform",
    description = "%platform.description",
    localization = "OSGI-INF/l10n/simulator")
@interface PlatformForm {
  @AttributeDefinition(name = "%broker.uri", description = "%broker.uri.description")
  String broker();

  @AttributeDefinition(name = "%client.id", description = "%client.id.description")
  String client_id();

  @AttributeDefinition(name = "%username")
  String username();

  @AttributeDefinition(
      name = "%password",
      description = "%secret.description",
      type = AttributeType.PASSWORD)
  String password();

  @AttributeDefinition(name = "%topic", description = "%topic.description")
  String topic();

  @AttributeDefinition(
      name = "%cipher",
      required = false,
      options = {
        @Option(label = "%cipher.none", value = "none"),
        @Option(label = "AES/ECB/PKCS5, Base64", value = "aes")
      })
  String cipher() default "none";

  @AttributeDefinition(
      name = "%aes.key",
      description = "%secret.description",
      type = AttributeType.PASSWORD,
      required = false)
  String aes_key();

  @AttributeDefinition(
      name = "%aes.key.encoding",
      required = false,
      options = {
        @Option(label = "hex", value = "hex"),
        @Option(label = "base64", value = "base64"),
        @Option(label = "utf8", value = "utf8")
      })
  String aes_key_encoding() default "hex";

  @AttributeDefinition(
      name = "%status",
      required = false,
      options = {
        @Option(label = "%status.0", value = "0"),
        @Option(label = "%status.1", value = "1"),
        @Option(label = "%status.2", value = "2"),
        @Option(label = "%status.3", value = "3")
      })
  String status() default "0";

  @AttributeDefinition(
      name = "%reply.delay.ms",
      description = "%reply.delay.ms.description",
      required = false)
  String reply_delay_ms() default "0";

  @AttributeDefinition(
      name = "%refuse.every",
      description = "%refuse.every.description",
      required = false)
  String refuse_every() default "0";

  @AttributeDefinition(
      name = "%mute.every",
      description = "%mute.every.description",
      required = false)
  String mute_every() default "0";
}
