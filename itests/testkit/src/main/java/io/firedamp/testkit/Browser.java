package io.firedamp.testkit;

import static io.firedamp.testkit.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Chromium without a screen, driven by its own protocol (Chrome DevTools Protocol). One
 * thread; closing it ends its processes.
 */
public final class Browser implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(10);

  private final Process process;
  private final DevTools tools;

  /**
   * Returns when it is there.
   *
   * @param folder for its profile; exists
   */
  public Browser(Path folder) throws IOException {
    process =
        new ProcessBuilder(
                "chromium",
                "--headless=new",
                "--no-sandbox", // it only ever sees our own pages, and tests may run as root
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--hide-scrollbars", // a picture is as wide as what it shows
                "--no-first-run",
                "--ignore-certificate-errors", // ours is signed by itself
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    Path where = folder.resolve("DevToolsActivePort");
    try {
      eventually(
          "Chromium listens",
          START,
          () -> Files.exists(where) && Files.readAllLines(where).size() == 2);
    } catch (AssertionError never) {
      process.destroyForcibly();
      throw never;
    }
    List<String> lines = Files.readAllLines(where);
    tools = new DevTools(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
  }

  /** A new visitor: a tab that shares neither cookies nor files nor settings with others. */
  public Tab tab() throws InterruptedException {
    String visitor =
        tools.call("", "Target.createBrowserContext", Map.of()).get("browserContextId").asText();
    String target =
        tools
            .call(
                "",
                "Target.createTarget",
                Map.of("url", "about:blank", "browserContextId", visitor))
            .get("targetId")
            .asText();
    String session =
        tools
            .call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    return new Tab(tools, session, visitor);
  }

  @Override
  public void close() {
    tools.close();
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .orTimeout(END.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
