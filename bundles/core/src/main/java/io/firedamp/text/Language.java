package io.firedamp.text;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** In which language to answer. */
public final class Language {
  /** POSIX.1-2017 8.2: the first of these that is set and not empty decides about messages. */
  private static final List<String> VARIABLES = List.of("LC_ALL", "LC_MESSAGES", "LANG");

  private Language() {}

  /**
   * What the option says, else the session's environment, else the process's.
   *
   * @param zh whether Chinese was asked for
   * @param en whether English was asked for; it wins
   * @param environment the session's variables; null where one is not set
   * @param process the process's own language
   * @return Chinese or English
   */
  public static Locale of(
      boolean zh, boolean en, Function<String, Object> environment, Locale process) {
    if (en) {
      return Locale.ENGLISH;
    }
    if (zh) {
      return Locale.CHINESE;
    }
    for (String variable : VARIABLES) {
      if (environment.apply(variable) instanceof String value && !value.isBlank()) {
        return value.startsWith("zh") ? Locale.CHINESE : Locale.ENGLISH;
      }
    }
    return process.getLanguage().equals(Locale.CHINESE.getLanguage())
        ? Locale.CHINESE
        : Locale.ENGLISH;
  }
}
