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

  @AttributeDefinition(name = "%username", description = "%username.description")
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
      description = "%cipher.description",
      required = false,
      options = {
        @Option(label = "%cipher.none", value = "none"),
        @Option(label = "AES", value = "aes"),
        @Option(label = "RSA", value = "rsa")
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
      description = "%aes.key.encoding.description",
      required = false,
      options = {
        @Option(label = "hex", value = "hex"),
        @Option(label = "base64", value = "base64"),
        @Option(label = "utf8", value = "utf8")
      })
  String aes_key_encoding() default "hex";

  @AttributeDefinition(
      name = "%aes.mode",
      description = "%aes.mode.description",
      required = false,
      options = {
        @Option(label = "ECB", value = "ECB"),
        @Option(label = "CBC", value = "CBC"),
        @Option(label = "CTR", value = "CTR"),
        @Option(label = "GCM", value = "GCM")
      })
  String aes_mode() default "ECB";

  @AttributeDefinition(
      name = "%aes.padding",
      description = "%aes.padding.description",
      required = false,
      options = {
        @Option(label = "PKCS5", value = "PKCS5"),
        @Option(label = "zero", value = "zero"),
        @Option(label = "none", value = "none")
      })
  String aes_padding() default "PKCS5";

  @AttributeDefinition(name = "%aes.iv", description = "%aes.iv.description", required = false)
  String aes_iv() default "prefix";

  @AttributeDefinition(
      name = "%payload.encoding",
      description = "%payload.encoding.description",
      required = false,
      options = {
        @Option(label = "base64", value = "base64"),
        @Option(label = "hex", value = "hex"),
        @Option(label = "raw", value = "raw")
      })
  String payload_encoding() default "base64";

  @AttributeDefinition(
      name = "%rsa.private.key",
      description = "%rsa.private.key.description",
      type = AttributeType.PASSWORD,
      required = false)
  String rsa_private_key();

  @AttributeDefinition(
      name = "%rsa.padding",
      description = "%rsa.padding.description",
      required = false,
      options = {
        @Option(label = "PKCS1", value = "PKCS1"),
        @Option(label = "OAEP-SHA1", value = "OAEP-SHA1"),
        @Option(label = "OAEP-SHA256", value = "OAEP-SHA256")
      })
  String rsa_padding() default "PKCS1";

  @AttributeDefinition(
      name = "%rsa.handshake",
      description = "%rsa.handshake.description",
      required = false,
      options = {
        @Option(label = "%rsa.handshake.field", value = "field"),
        @Option(label = "%rsa.handshake.message", value = "message")
      })
  String rsa_handshake() default "field";

  @AttributeDefinition(
      name = "%status",
      description = "%status.description",
      required = false,
      options = {
        @Option(label = "%status.0", value = "0"),
        @Option(label = "%status.1", value = "1"),
        @Option(label = "%status.2", value = "2"),
        @Option(label = "%status.3", value = "3")
      })
  String status() default "0";

  @AttributeDefinition(name = "%period.s", description = "%period.s.description", required = false)
  String period_s() default "1";

  @AttributeDefinition(
      name = "%project.type",
      description = "%project.type.description",
      required = false,
      options = {
        @Option(label = "%project.type.none", value = ""),
        @Option(label = "%project.type.chp", value = "chp"),
        @Option(label = "%project.type.power", value = "power"),
        @Option(label = "%project.type.heat", value = "heat")
      })
  String project_type() default "";

  @AttributeDefinition(
      name = "%heat.monitoring",
      description = "%heat.monitoring.description",
      required = false,
      options = {
        @Option(label = "%direct", value = "direct"),
        @Option(label = "%indirect", value = "indirect")
      })
  String heat_monitoring() default "direct";

  @AttributeDefinition(
      name = "%flow.monitoring",
      description = "%flow.monitoring.description",
      required = false,
      options = {
        @Option(label = "%direct", value = "direct"),
        @Option(label = "%indirect", value = "indirect")
      })
  String flow_monitoring() default "direct";

  @AttributeDefinition(name = "%script", description = "%script.description", required = false)
  String script() default "";
}
