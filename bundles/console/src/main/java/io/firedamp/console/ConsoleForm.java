package io.firedamp.console;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The form of {@link Console} in the Web Console. */
@ObjectClassDefinition(
    localization = "OSGI-INF/l10n/console",
    name = "%name",
    description = "%description")
@interface ConsoleForm {
  @AttributeDefinition(name = "%allow", description = "%allow.description", required = false)
  String allow() default "127.0.0.1, ::1";

  @AttributeDefinition(name = "%language", description = "%language.description", required = false)
  String language() default "browser";

  @AttributeDefinition(
      name = "%session.minutes",
      description = "%session.minutes.description",
      required = false)
  String session_minutes() default "720";
}
