package io.firedamp.console;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.console.door.Sessions;
import io.firedamp.health.Condition;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.testkit.ManualClock;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.AsyncContext;
import javax.servlet.ServletOutputStream;
import javax.servlet.ServletResponse;
import javax.servlet.WriteListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.3-03: what open pages are told each second")
class BroadcastTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Health SICK =
      new Health(
          "source boiler1",
          Level.MAJOR,
          Sites.NOW.minusSeconds(125),
          "source.no-answer",
          new Text("no answer", "无应答"),
          new Text("check the cable", "请检查线缆"),
          List.of());

  private final AtomicReference<Condition> condition = new AtomicReference<>(condition(List.of()));
  private final ManualClock clock = new ManualClock(Sites.NOW);
  private final Site site = Sites.of(Sites.live("FONP001", new Text("flow", "流量"), 12.5));
  private final Sessions sessions =
      new Sessions((user, password) -> Optional.of(Set.of()), clock, Duration.ofMinutes(10));
  private final String word = sessions.enter("a", "b", "::1").session().orElseThrow().word();
  private final Broadcast broadcast;

  BroadcastTest() {
    site.addGateway(condition::get);
    broadcast = new Broadcast(site, sessions);
  }

  @AfterEach
  void close() {
    broadcast.close();
  }

  @Test
  void everyOpenPageHearsOfTheWholeAndOfEveryValue() throws IOException {
    Page first = new Page(true);
    Page second = new Page(true);
    broadcast.add(Stream.open(first.context(), word));
    broadcast.add(Stream.open(second.context(), word));
    eventually("both have heard", SOON, () -> first.events() > 0 && second.events() > 0);
    JsonNode event = first.event(0);
    assertEquals(event, second.event(0), "it is one text");
    assertEquals("一切正常：1 个部分", event.at("/verdict/zh").asText());
    assertEquals("OK", event.get("level").asText());
    assertEquals("[\"FONP001\",12.5,\"GOOD\"", event.at("/values/0").toString().substring(0, 22));
  }

  @Test
  void theSinceOfWhatIsWrongIsThatOfItsEldestProblem() throws IOException {
    condition.set(condition(List.of(SICK)));
    Page page = new Page(true);
    broadcast.add(Stream.open(page.context(), word));
    eventually(
        "the problem is told",
        SOON,
        () ->
            page.events() > 0
                && page.event(page.events() - 1).get("level").asText().equals("MAJOR"));
    JsonNode event = page.event(page.events() - 1);
    assertEquals(SICK.since().toEpochMilli(), event.get("since").asLong());
    assertEquals("check the cable", event.at("/problems/0/remedy/en").asText());
  }

  @Test
  void aPageThatTakesNothingIsLetGoAfterEightEvents() throws IOException {
    Page page = new Page(false);
    Stream stream = Stream.open(page.context(), word);
    for (int i = 0; i < 8; i++) {
      stream.offer(new byte[1]);
      assertFalse(stream.isOver(), "it may be slow for a moment");
    }
    stream.offer(new byte[1]);
    assertTrue(stream.isOver());
    assertTrue(page.completed);
    assertEquals(0, page.events());
  }

  @Test
  void whenTheSessionIsOverNothingMoreIsTold() throws IOException {
    Page page = new Page(true);
    Stream stream = Stream.open(page.context(), word);
    broadcast.add(stream);
    sessions.leave(word);
    eventually("the stream is over", SOON, stream::isOver);
    assertTrue(page.completed);
  }

  private static Condition condition(List<Health> problems) {
    Level level = problems.isEmpty() ? Level.OK : problems.get(0).level();
    Text verdict = new Text("All well: 1 part", "一切正常：1 个部分");
    return new Condition(Sites.NOW, level, verdict, problems, problems);
  }

  /** A browser, from the server's side. */
  private static final class Page extends ServletOutputStream {
    private final boolean ready;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    volatile boolean completed;

    Page(boolean ready) {
      this.ready = ready;
    }

    AsyncContext context() {
      ServletResponse response = fake(ServletResponse.class, "getOutputStream", this);
      return (AsyncContext)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {AsyncContext.class},
              (proxy, method, arguments) -> {
                completed |= method.getName().equals("complete");
                return method.getName().equals("getResponse") ? response : null;
              });
    }

    private static <T> T fake(Class<T> type, String name, Object answer) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> method.getName().equals(name) ? answer : null));
    }

    synchronized int events() {
      return bytes.toString(StandardCharsets.UTF_8).split("\n\n", -1).length - 1;
    }

    synchronized JsonNode event(int index) throws IOException {
      String text = bytes.toString(StandardCharsets.UTF_8).split("\n\n")[index];
      return new ObjectMapper().readTree(text.substring("data: ".length()));
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      // never called back: what is not ready stays so
    }

    @Override
    public synchronized void write(int one) {
      bytes.write(one);
    }

    @Override
    public synchronized void write(byte[] all, int from, int length) {
      bytes.write(all, from, length);
    }
  }
}
