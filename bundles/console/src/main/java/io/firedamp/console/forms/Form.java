package io.firedamp.console.forms;

import io.firedamp.text.Text;
import java.util.List;
import java.util.Objects;

/**
 * What a configuration may hold.
 *
 * @param pid the file is {@code etc/PID.cfg}; of a factory {@code etc/PID-NAME.cfg}
 * @param factory whether there may be any number of it, each with a name
 * @param name of the form
 * @param description what it is about
 * @param fields in the order of the form
 */
public record Form(String pid, boolean factory, Text name, Text description, List<Field> fields) {
  public Form {
    Objects.requireNonNull(pid);
    Objects.requireNonNull(name);
    Objects.requireNonNull(description);
    fields = List.copyOf(fields);
  }
}
