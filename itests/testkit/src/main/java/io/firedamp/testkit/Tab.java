package io.firedamp.testkit;

import static io.firedamp.testkit.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tab of a {@link Browser}. One thread; closing it forgets all that its visitor has seen. */
public final class Tab implements AutoCloseable {
  private static final Duration QUIET = Duration.ofMillis(200);

  /** The machine has got or lost an interface: Chromium lets go of everything, loopback too. */
  private static final String OTHER_NETWORK = "net::ERR_NETWORK_CHANGED";

  /** Keys of a keyboard. */
  public enum Key {
    /** To the next control. */
    TAB("Tab", 9, ""),
    /** Presses the control. */
    ENTER("Enter", 13, "\r");

    private final String name;
    private final int code;
    private final String text;

    Key(String name, int code, String text) {
      this.name = name;
      this.code = code;
      this.text = text;
    }
  }

  private final DevTools tools;
  private final String session;
  private final String visitor;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private volatile long lastNanos = System.nanoTime();
  private volatile Map<String, String> headers = Map.of();

  Tab(DevTools tools, String session, String visitor) throws InterruptedException {
    this.tools = tools;
    this.session = session;
    this.visitor = visitor;
    tools.listen(session, this::happened);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
    call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
  }

  /**
   * Begins to go to a page.
   *
   * @throws AssertionError if there is none
   */
  public void go(String url) throws InterruptedException {
    underWay.clear(); // what the former page still waited for
    String error;
    do {
      error = call("Page.navigate", Map.of("url", url)).path("errorText").asText();
    } while (error.equals(OTHER_NETWORK));
    if (!error.isEmpty()) {
      throw new AssertionError(url + ": " + error);
    }
  }

  /** Has that cookie from now on, as if that address had set it. */
  public void cookie(String url, String name, String value) throws InterruptedException {
    call(
        "Network.setCookie",
        Map.of("url", url, "path", "/", "name", name, "value", value, "secure", true));
  }

  /** What an expression is, waited for if it is a promise. */
  public JsonNode value(String expression) throws InterruptedException {
    return evaluate(expression, Map.of());
  }

  /**
   * What an expression is in a world of its own, which shares with the page what it shows, but no
   * name and no rule about scripts.
   *
   * @param library run there before
   */
  public JsonNode apart(String library, String expression) throws InterruptedException {
    String frame = call("Page.getFrameTree", Map.of()).at("/frameTree/frame/id").asText();
    JsonNode world = call("Page.createIsolatedWorld", Map.of("frameId", frame));
    Map<String, Object> where = Map.of("contextId", world.get("executionContextId").asInt());
    evaluate(library + "\n;0", where);
    return evaluate(expression, where);
  }

  private JsonNode evaluate(String expression, Map<String, Object> where)
      throws InterruptedException {
    Map<String, Object> parameters = new HashMap<>(where);
    parameters.putAll(
        Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    JsonNode answer = call("Runtime.evaluate", parameters);
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(answer.get("exceptionDetails").toString());
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true, over page loads. */
  public void await(String expression, Duration patience) {
    eventually(
        expression,
        patience,
        () ->
            call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .path("result")
                .path("value")
                .asBoolean());
  }

  /** Waits until nothing is asked of a server any more, streams of events aside. */
  public void awaitQuiet(Duration patience) {
    eventually(
        "all is answered",
        patience,
        () -> underWay.isEmpty() && System.nanoTime() - lastNanos > QUIET.toNanos());
  }

  /**
   * Goes to a page, and waits until it shows something.
   *
   * @param selector of what is waited for
   * @return from the begin of the navigation to the painting, by the browser's own clock
   */
  public Duration timeToSee(String url, String selector, Duration patience)
      throws InterruptedException {
    String script =
        """
        new MutationObserver((_, observer) => {
          if (document.querySelector('%s')) {
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => { window.seen = performance.now(); }));
          }
        }).observe(document, { childList: true, subtree: true });
        """
            .formatted(selector);
    JsonNode added = call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    go(url);
    await("window.seen > 0", patience);
    double seen = value("window.seen").asDouble();
    call(
        "Page.removeScriptToEvaluateOnNewDocument",
        Map.of("identifier", added.get("identifier").asText()));
    return Duration.ofNanos((long) (seen * 1e6));
  }

  /** The window's size in pixels, and whether it is dark. */
  public void look(int width, int height, boolean dark) throws InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Presses a key, and lets it go. */
  public void press(Key key) throws InterruptedException {
    Map<String, Object> about =
        new HashMap<>(Map.of("key", key.name, "code", key.name, "windowsVirtualKeyCode", key.code));
    if (!key.text.isEmpty()) {
      about.put("text", key.text);
    }
    about.put("type", key.text.isEmpty() ? "rawKeyDown" : "keyDown");
    call("Input.dispatchKeyEvent", about);
    about.put("type", "keyUp");
    call("Input.dispatchKeyEvent", about);
  }

  /** Chooses a file in a field for files, as its dialog does. */
  public void choose(String selector, Path file) throws InterruptedException {
    String field =
        call("Runtime.evaluate", Map.of("expression", "document.querySelector('" + selector + "')"))
            .at("/result/objectId")
            .asText();
    call(
        "DOM.setFileInputFiles",
        Map.of("objectId", field, "files", List.of(file.toAbsolutePath().toString())));
  }

  /**
   * Keeps a picture of the whole page.
   *
   * @param file {@code .png} or {@code .webp}
   */
  public void picture(Path file) throws IOException, InterruptedException {
    String format = file.toString().replaceFirst(".*\\.", "");
    JsonNode answer =
        call("Page.captureScreenshot", Map.of("format", format, "captureBeyondViewport", true));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(answer.get("data").asText()));
  }

  /** Forgets all complaints and requests so far. */
  public void forget() {
    complaints.clear();
    requests.clear();
  }

  /** Every error and warning that pages have caused, oldest first. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The address of everything that was asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Those of the last page, their names in small letters. */
  public Map<String, String> headers() {
    return headers;
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws InterruptedException {
    return tools.call(session, method, parameters);
  }

  private void happened(String event, JsonNode about) {
    switch (event) {
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
      case "Network.requestWillBeSent" -> {
        requests.add(about.at("/request/url").asText());
        if (!about.path("type").asText().equals("EventSource")) {
          underWay.add(about.get("requestId").asText());
        }
        lastNanos = System.nanoTime();
      }
      case "Network.responseReceived" -> {
        if (about.path("type").asText().equals("Document")) {
          Map<String, String> found = new HashMap<>();
          for (var header : about.at("/response/headers").properties()) {
            found.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText());
          }
          headers = Map.copyOf(found);
        }
      }
      case "Network.loadingFinished", "Network.loadingFailed" -> {
        underWay.remove(about.get("requestId").asText());
        lastNanos = System.nanoTime();
      }
      default -> {
        // of no interest
      }
    }
  }

  @Override
  public void close() {
    try {
      tools.call("", "Target.disposeBrowserContext", Map.of("browserContextId", visitor));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
