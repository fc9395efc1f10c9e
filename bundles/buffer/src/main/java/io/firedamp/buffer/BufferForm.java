package io.firedamp.buffer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Design note: exists only for the Web Console's form; {@link BufferSettings} reads the values. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/buffer",
    name = "%name",
    description = "%description")
@interface BufferForm {
  @AttributeDefinition(
      name = "%directory",
      description = "%directory.description",
      required = false)
  String directory() default "";

  @AttributeDefinition(
      name = "%retention.years",
      description = "%retention.years.description",
      required = false)
  String retention_years() default "0";

  @AttributeDefinition(
      name = "%retention.registered",
      description = "%retention.registered.description",
      required = false)
  String retention_registered() default "";

  @AttributeDefinition(
      name = "%retention.confirmed",
      description = "%retention.confirmed.description",
      required = false)
  String retention_confirmed() default "0";

  @AttributeDefinition(
      name = "%reserve.mb",
      description = "%reserve.mb.description",
      required = false)
  String reserve_mb() default "1024";
}
