package io.firedamp.driver.opcua;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Until when an answer is waited for. */
final class Deadline {
  private final long end;

  /** That long from now on. */
  Deadline(Duration limit) {
    end = System.nanoTime() + limit.toNanos();
  }

  /**
   * The answer.
   *
   * @throws UaException if it is an error, or did not come in time; a failure of another kind is
   *     its cause
   */
  <T> T await(CompletableFuture<T> answer) throws UaException, InterruptedException {
    try {
      return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new UaException(StatusCodes.Bad_Timeout, late);
    } catch (ExecutionException failed) {
      throw UaException.extract(failed)
          .orElseGet(() -> new UaException(StatusCodes.Bad_CommunicationError, failed.getCause()));
    }
  }
}
