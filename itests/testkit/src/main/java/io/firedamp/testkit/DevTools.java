package io.firedamp.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Chromium's own protocol over a WebSocket: calls with their answers, events of sessions. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Is told what happens in a session, on the connection's thread; does not block. */
  @FunctionalInterface
  interface Listener {
    void happened(String event, JsonNode about);
  }

  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;

  DevTools(URI address) {
    socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, this).join();
  }

  /** Tells that listener from now on. */
  void listen(String session, Listener listener) {
    listeners.put(session, listener);
  }

  /**
   * Blocks for the answer, at most twenty seconds.
   *
   * @param session of a tab; empty for the browser itself
   * @throws AssertionError if the browser refuses, or does not answer
   */
  JsonNode call(String session, String method, Map<String, Object> parameters)
      throws InterruptedException {
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(number, answer);
    var message = MAPPER.createObjectNode().put("id", number).put("method", method);
    message.set("params", MAPPER.valueToTree(parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(message.toString(), true).join();
    try {
      return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new AssertionError(method, failed);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      try {
        take(MAPPER.readTree(text.toString()));
      } catch (IOException impossible) {
        throw new IllegalStateException("Chromium sends JSON", impossible);
      } finally {
        text.setLength(0);
      }
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void take(JsonNode message) {
    if (!message.has("id")) {
      listeners
          .getOrDefault(message.path("sessionId").asText(), (event, about) -> {})
          .happened(message.path("method").asText(), message.path("params"));
      return;
    }
    CompletableFuture<JsonNode> answer = waiting.remove(message.get("id").asInt());
    if (message.has("error")) {
      answer.completeExceptionally(new IOException(message.get("error").toString()));
    } else {
      answer.complete(message.get("result"));
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
