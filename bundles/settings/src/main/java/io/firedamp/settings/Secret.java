package io.firedamp.settings;

import java.util.Objects;

/** A secret value, which no log or message can show by accident. */
public final class Secret {
  /** No secret was configured. */
  public static final Secret NONE = new Secret("");

  private final String clear;

  Secret(String clear) {
    this.clear = Objects.requireNonNull(clear);
  }

  /** The value itself. It goes to the one who needs it, and nowhere else. */
  public String reveal() {
    return clear;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return clear.isEmpty();
  }

  @Override
  public String toString() {
    return isEmpty() ? "(none)" : "(secret)";
  }
}
