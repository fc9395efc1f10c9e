package io.firedamp.driver.opcua;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Asks for much in requests that the server can take. Begins with the size that the server states,
 * and halves it whenever the server says that it was too much all the same. One thread.
 */
final class Batch {
  /** One request. */
  @FunctionalInterface
  interface Request<A, B> {
    /** An answer for each, in the same order. */
    B[] answer(List<A> questions) throws UaException, InterruptedException;
  }

  private int size;

  /**
   * @param size how many the server takes; at least 1
   */
  Batch(int size) {
    this.size = size;
  }

  /** From now on that many; at least 1. */
  void atMost(int most) {
    size = most;
  }

  <A, B> List<B> all(List<A> questions, Request<A, B> request)
      throws UaException, InterruptedException {
    List<B> answers = new ArrayList<>(questions.size());
    while (answers.size() < questions.size()) {
      int from = answers.size();
      List<A> some = questions.subList(from, Math.min(questions.size(), from + size));
      try {
        B[] answered = request.answer(some);
        if (answered == null || answered.length != some.size()) {
          throw new UaException(StatusCodes.Bad_UnknownResponse, "another number of answers");
        }
        answers.addAll(List.of(answered));
      } catch (UaException refused) {
        if (size == 1 || some.size() == 1 || !tooMany(refused)) {
          throw refused;
        }
        size = Math.max(1, some.size() / 2);
      }
    }
    return answers;
  }

  private static boolean tooMany(UaException refused) {
    long code = refused.getStatusCode().value();
    return code == StatusCodes.Bad_TooManyOperations
        || code == StatusCodes.Bad_RequestTooLarge
        || code == StatusCodes.Bad_ResponseTooLarge
        || code == StatusCodes.Bad_EncodingLimitsExceeded;
  }
}
