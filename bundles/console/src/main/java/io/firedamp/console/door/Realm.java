package io.firedamp.console.door;

import java.util.Optional;
import java.util.Set;

/** Knows who may come in. Any thread; may block for some tenths of a second. */
@FunctionalInterface
public interface Realm {
  /** The roles of that user; empty if there is no such user with that password. */
  Optional<Set<String>> roles(String user, String password);
}
