package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real Chromium without a screen, driven by its own protocol (Chrome DevTools Protocol). One
 * thread; closing it ends its process.
 */
final class Browser implements AutoCloseable, WebSocket.Listener {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Process process;
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;
  private String session = "";

  /**
   * @param folder for its profile; exists
   */
  Browser(Path folder) throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                "chromium",
                "--headless=new",
                "--no-sandbox", // it only ever sees our own pages, and tests may run as root
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--ignore-certificate-errors", // ours is signed by itself
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    Path where = folder.resolve("DevToolsActivePort");
    eventually(
        "Chromium listens",
        START,
        () -> Files.exists(where) && Files.readAllLines(where).size() == 2);
    List<String> lines = Files.readAllLines(where);
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), this)
            .join();
    String target =
        call("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
    session =
        call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Begins to go to a page. */
  void go(String url) throws InterruptedException {
    call("Page.navigate", Map.of("url", url));
  }

  /** What an expression is, waited for if it is a promise. */
  JsonNode value(String expression) throws InterruptedException {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true, over page loads. */
  void await(String expression, Duration patience) {
    eventually(
        expression,
        patience,
        () ->
            call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .path("result")
                .path("value")
                .asBoolean());
  }

  /** The window's size in pixels, and whether it is dark. */
  void look(int width, int height, boolean dark) throws InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Keeps a picture of the whole page. */
  void picture(Path file) throws IOException, InterruptedException {
    JsonNode answer =
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(answer.get("data").asText()));
  }

  /** Every error and warning that pages have caused so far, oldest first. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The address of everything that was asked for so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws InterruptedException {
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
        complaints.add(impossible.toString());
      }
      text.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void take(JsonNode message) {
    JsonNode about = message.path("params");
    switch (message.path("method").asText()) {
      case "" -> {
        CompletableFuture<JsonNode> answer = waiting.remove(message.get("id").asInt());
        if (message.has("error")) {
          answer.completeExceptionally(new IOException(message.get("error").toString()));
        } else {
          answer.complete(message.get("result"));
        }
      }
      case "Runtime.exceptionThrown" -> complaints.add(about.get("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(about.get("type").asText())) {
          complaints.add(about.get("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (List.of("error", "warning").contains(about.at("/entry/level").asText())) {
          complaints.add(about.get("entry").toString());
        }
      }
      case "Network.requestWillBeSent" -> requests.add(about.at("/request/url").asText());
      default -> {
        // of no interest
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
