package io.firedamp.console.forms;

import java.util.Objects;

/**
 * A value of a form.
 *
 * @param key as in the file
 * @param preset what the form shows where the file has none; empty if there is no such thing
 * @param required whether the file has to have it
 * @param secret never shown
 */
record Field(String key, String preset, boolean required, boolean secret) {
  Field {
    Objects.requireNonNull(key);
    Objects.requireNonNull(preset);
  }
}
