package io.firedamp.clock.sync;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The Web Console's form for {@code io.firedamp.clock.sync.cfg}; {@link ClockSettings} reads the
 * configuration.
 */
@ObjectClassDefinition(
    name = "%clock.name",
    description = "%clock.description",
    localization = "OSGI-INF/l10n/clock-sync")
@interface ClockForm {
  @AttributeDefinition(name = "%servers", description = "%servers.description", required = false)
  String servers() default "";

  @AttributeDefinition(
      name = "%discipline",
      description = "%discipline.description",
      options = {
        @Option(label = "%discipline.os", value = "os"),
        @Option(label = "%discipline.own", value = "own")
      },
      required = false)
  String discipline() default "os";

  @AttributeDefinition(name = "%poll.s", description = "%poll.s.description", required = false)
  String poll_s() default "64";

  @AttributeDefinition(name = "%warn.ms", description = "%warn.ms.description", required = false)
  String warn_ms() default "100";

  @AttributeDefinition(name = "%alarm.ms", description = "%alarm.ms.description", required = false)
  String alarm_ms() default "1000";

  @AttributeDefinition(
      name = "%secondary",
      description = "%secondary.description",
      required = false)
  String secondary() default "";

  @AttributeDefinition(
      name = "%secondary.limit.ms",
      description = "%secondary.limit.ms.description",
      required = false)
  String secondary_limit_ms() default "10";

  @AttributeDefinition(
      name = "%serve.port",
      description = "%serve.port.description",
      required = false)
  String serve_port() default "0";
}
