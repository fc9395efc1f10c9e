package io.firedamp.console.forms;

import java.util.Objects;

/**
 * A configuration that there is.
 *
 * @param pid its own
 * @param form the PID of its form
 * @param file the name of its file in {@code etc/}
 */
public record Instance(String pid, String form, String file) {
  public Instance {
    Objects.requireNonNull(pid);
    Objects.requireNonNull(form);
    Objects.requireNonNull(file);
  }
}
