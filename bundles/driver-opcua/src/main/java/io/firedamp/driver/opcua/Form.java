package io.firedamp.driver.opcua;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the Web Console. All text: {@link Config} judges what is in it. */
@ObjectClassDefinition(
    id = OpcuaDriver.PID,
    name = "%name",
    description = "%description",
    localization = "OSGI-INF/l10n/opcua")
@interface Form {
  @AttributeDefinition(
      name = "%source.name",
      description = "%source.name.description",
      required = false)
  String source_name() default "";

  @AttributeDefinition(name = "%endpoint", description = "%endpoint.description")
  String endpoint() default "";

  @AttributeDefinition(
      name = "%security.policy",
      description = "%security.policy.description",
      required = false,
      options = {
        @Option(label = "None", value = "None"),
        @Option(label = "Basic256Sha256", value = "Basic256Sha256"),
        @Option(label = "Aes128_Sha256_RsaOaep", value = "Aes128_Sha256_RsaOaep"),
        @Option(label = "Aes256_Sha256_RsaPss", value = "Aes256_Sha256_RsaPss")
      })
  String security_policy() default "None";

  @AttributeDefinition(
      name = "%security.mode",
      description = "%security.mode.description",
      required = false,
      options = {
        @Option(label = "%security.mode.none", value = ""),
        @Option(label = "None", value = "None"),
        @Option(label = "Sign", value = "Sign"),
        @Option(label = "SignAndEncrypt", value = "SignAndEncrypt")
      })
  String security_mode() default "";

  @AttributeDefinition(name = "%username", description = "%username.description", required = false)
  String username() default "";

  @AttributeDefinition(
      name = "%password",
      description = "%password.description",
      type = AttributeType.PASSWORD,
      required = false)
  String password() default "";

  @AttributeDefinition(
      name = "%acquisition",
      description = "%acquisition.description",
      required = false,
      options = {
        @Option(label = "subscribe", value = "subscribe"),
        @Option(label = "read", value = "read")
      })
  String acquisition() default "subscribe";

  @AttributeDefinition(
      name = "%publishing.interval.ms",
      description = "%publishing.interval.ms.description",
      required = false)
  String publishing_interval_ms() default "500";

  @AttributeDefinition(
      name = "%timeout.ms",
      description = "%timeout.ms.description",
      required = false)
  String timeout_ms() default "2000";

  @AttributeDefinition(name = "%cycle.ms", description = "%cycle.ms.description", required = false)
  String cycle_ms() default "0";
}
