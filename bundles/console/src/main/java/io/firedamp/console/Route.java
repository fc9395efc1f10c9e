package io.firedamp.console;

import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions.Session;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * A question that a page may ask.
 *
 * @param method of HTTP
 * @param path the whole of it
 * @param right what it needs
 * @param handler who answers it
 */
record Route(String method, String path, Right right, Handler handler) {
  /** Answers on the asking browser's thread; may block for the disk. */
  @FunctionalInterface
  interface Handler {
    /**
     * @param who is in; never empty where a right is needed
     * @throws IllegalArgumentException if the question cannot be understood
     */
    Answer answer(Ask ask, Optional<Session> who) throws IOException;
  }

  Route {
    Objects.requireNonNull(method);
    Objects.requireNonNull(path);
    Objects.requireNonNull(right);
    Objects.requireNonNull(handler);
  }
}
