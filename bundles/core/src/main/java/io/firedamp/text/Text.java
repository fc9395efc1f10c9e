package io.firedamp.text;

import java.util.Locale;
import java.util.Objects;

/**
 * A sentence or label in English and Chinese.
 *
 * @param en the English words
 * @param zh the Chinese words
 */
public record Text(String en, String zh) {
  /** No words at all. */
  public static final Text NONE = new Text("", "");

  public Text {
    Objects.requireNonNull(en);
    Objects.requireNonNull(zh);
  }

  /** The same words in both languages: a name, a code, a number with its unit. */
  public static Text same(String words) {
    return new Text(words, words);
  }

  /** The words for that language; English for every language but Chinese. */
  public String in(Locale locale) {
    return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? zh : en;
  }

  /** Both languages on one line, as logs have it; once where they are equal. */
  public String both() {
    return en.equals(zh) ? en : en + " | " + zh;
  }

  @Override
  public String toString() {
    return both();
  }
}
