package io.firedamp.settings;

import java.util.List;

/**
 * A configuration that cannot be used. The message names every wrong key, a line each, in English
 * and Chinese.
 */
public final class SettingsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SettingsException(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
