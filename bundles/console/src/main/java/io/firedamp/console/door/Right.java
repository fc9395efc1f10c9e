package io.firedamp.console.door;

import java.util.Optional;

/** What somebody must be allowed to do for a question to be answered. */
public enum Right {
  /** To come in at all: no login. */
  ENTER(Optional.empty()),
  /** To look at everything, and change nothing. */
  LOOK(Optional.of("viewer"));

  private final Optional<String> role;

  Right(Optional<String> role) {
    this.role = role;
  }

  /** Karaf's role that carries it; empty if nobody needs one. */
  public Optional<String> role() {
    return role;
  }
}
