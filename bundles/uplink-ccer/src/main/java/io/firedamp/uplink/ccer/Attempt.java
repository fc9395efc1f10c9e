package io.firedamp.uplink.ccer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One message with other cipher settings, and what comes back. The uplink's live thread tells it of
 * events; another one waits for the echo.
 */
final class Attempt {
  /**
   * A refusal without an id may be meant for another message: a platform that cannot decrypt cannot
   * know the id. The true answer is given this long to follow.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Cipher cipher;
  private final boolean wholeMessage;
  private final Codec codec;
  private final List<String> replies;
  private final CompletableFuture<Echo> echo = new CompletableFuture<>();
  private volatile String id = "";
  private volatile boolean unreadable;

  /**
   * @param wholeMessage in RSA, whether the key request is encrypted as a whole
   * @param replies topics of the answer
   */
  Attempt(Cipher cipher, boolean wholeMessage, Codec codec, List<String> replies) {
    this.cipher = cipher;
    this.wholeMessage = wholeMessage;
    this.codec = codec;
    this.replies = replies;
  }

  Cipher cipher() {
    return cipher;
  }

  boolean wholeMessage() {
    return wholeMessage;
  }

  boolean isWaiting() {
    return id.isEmpty() && !echo.isDone();
  }

  /** It goes out with that id. */
  void sent(String requestId) {
    id = requestId;
  }

  /**
   * A message came.
   *
   * @return whether it is the answer to this attempt, and nobody else's
   */
  boolean heard(String topic, byte[] payload) {
    if (id.isEmpty() || !replies.contains(topic)) {
      return false;
    }
    Optional<String> text = cipher.read(payload);
    Optional<Reply> reply = text.flatMap(codec::answer);
    if (reply.isEmpty()) {
      unreadable = true;
      return false;
    }
    if (reply.get().id().isEmpty() && !reply.get().success()) {
      echo.completeOnTimeout(of(reply.get()), GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return reply.get().id().equals(id) && echo.complete(of(reply.get()));
  }

  /**
   * Who names a heartbeat's id has decrypted it, whatever else he minds. A key request may be
   * refused for the form of its key.
   */
  private Echo of(Reply reply) {
    boolean decrypted = reply.success() || !(cipher instanceof Rsa) && reply.id().equals(id);
    return new Echo(decrypted ? Echo.Result.UNDERSTOOD : Echo.Result.REFUSED, reply.reason());
  }

  /** The connection ended. */
  void lost() {
    if (!id.isEmpty()) {
      echo.complete(Echo.of(Echo.Result.LOST));
    }
  }

  /** Waits for the echo, so long at the most. */
  Echo echo(Duration patience) throws InterruptedException {
    try {
      return echo.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException noAnswer) {
      Echo.Result result =
          id.isEmpty()
              ? Echo.Result.UNSENT
              : unreadable ? Echo.Result.UNREADABLE : Echo.Result.SILENT;
      echo.complete(Echo.of(result));
      return echo.join();
    } catch (ExecutionException impossible) { // nobody completes it so
      throw new IllegalStateException(impossible);
    }
  }
}
