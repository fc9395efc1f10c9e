package io.firedamp.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * What a failed activation says, out of the printed stack trace that the ServiceComponentRuntime
 * keeps (DS 1.5, 112.10.2: ComponentConfigurationDTO.failure). The exception itself is of a class
 * that only the failed bundle can see, so its text is all there is.
 *
 * @param settings whether the configuration was refused
 * @param lines the message of the exception at the root, a line each
 */
record Failure(boolean settings, List<String> lines) {
  private static final String REFUSED = "io.firedamp.settings.SettingsException";
  private static final String CAUSED = "Caused by: ";

  Failure {
    lines = List.copyOf(lines);
  }

  /** Reads the printed trace. */
  static Failure of(String trace) {
    List<String> root = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<String> message = root;
    boolean start = true;
    for (String line : trace.split("\\R")) {
      if (start || line.startsWith(CAUSED)) {
        String head = line.startsWith(CAUSED) ? line.substring(CAUSED.length()) : line;
        boolean refusal = head.startsWith(REFUSED + ": ");
        message = refusal ? refused : root;
        message.clear();
        message.add(refusal ? head.substring(REFUSED.length() + 2) : head);
        start = false;
      } else if (line.startsWith("\t")) {
        message = new ArrayList<>(); // frames; what follows is no message before the next cause
      } else {
        message.add(line);
      }
    }
    return refused.isEmpty() ? new Failure(false, root) : new Failure(true, refused);
  }
}
