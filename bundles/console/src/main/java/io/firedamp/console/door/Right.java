package io.firedamp.console.door;

import java.util.Optional;

/** What somebody must be allowed to do for a question to be answered. */
public enum Right {
  /** To come in at all: no login. */
  ENTER(Optional.empty()),
  /** To look at everything, and change nothing. */
  LOOK(Optional.of("viewer")),
  /** To do what the day asks for: acknowledge, explain, read now, have data sent again. */
  OPERATE(Optional.of("manager")),
  /** To change what the gateway is: tables, configuration; to see what was sent in clear. */
  ADMINISTER(Optional.of("admin"));

  private final Optional<String> role;

  Right(Optional<String> role) {
    this.role = role;
  }

  /** Karaf's role that carries it; empty if nobody needs one. */
  public Optional<String> role() {
    return role;
  }
}
