package io.firedamp.driver.s7;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the Web Console. All text: {@link Config} judges what is in it. */
@ObjectClassDefinition(
    id = S7Driver.PID,
    name = "%name",
    description = "%description",
    localization = "OSGI-INF/l10n/s7")
@interface Form {
  @AttributeDefinition(
      name = "%source.name",
      description = "%source.name.description",
      required = false)
  String source_name() default "";

  @AttributeDefinition(name = "%host", description = "%host.description")
  String host() default "";

  @AttributeDefinition(name = "%port", description = "%port.description", required = false)
  String port() default "102";

  @AttributeDefinition(name = "%rack", description = "%rack.description", required = false)
  String rack() default "0";

  @AttributeDefinition(name = "%slot", description = "%slot.description", required = false)
  String slot() default "1";

  @AttributeDefinition(
      name = "%controller",
      description = "%controller.description",
      required = false,
      options = {
        @Option(label = "S7-300", value = "s7-300"),
        @Option(label = "S7-400", value = "s7-400"),
        @Option(label = "S7-1200", value = "s7-1200"),
        @Option(label = "S7-1500", value = "s7-1500"),
        @Option(label = "S7-200 SMART", value = "s7-200smart")
      })
  String controller() default "s7-1200";

  @AttributeDefinition(name = "%pdu.size", description = "%pdu.size.description", required = false)
  String pdu_size() default "240";

  @AttributeDefinition(
      name = "%timeout.ms",
      description = "%timeout.ms.description",
      required = false)
  String timeout_ms() default "400";

  @AttributeDefinition(name = "%cycle.ms", description = "%cycle.ms.description", required = false)
  String cycle_ms() default "0";
}
