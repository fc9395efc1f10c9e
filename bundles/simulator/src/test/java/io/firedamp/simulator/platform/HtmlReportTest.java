package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.Secret;
import io.firedamp.settings.Settings;
import io.firedamp.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)([^>]*?)(/?)>");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T04:00:00Z"));
  private final Desk desk = desk();

  private Desk desk() {
    Settings settings = Settings.of(Map.of("script", "packet 2: no reply"));
    Access access = new Access("tcp://127.0.0.1:1", "SELF", "", Secret.NONE, "/<TOPIC>");
    return new Desk(clock, Envelope.of(settings), Terms.of(settings, access), (odd, text) -> {});
  }

  private void send(String topic, String message) {
    desk.take(topic, message.getBytes(StandardCharsets.UTF_8), clock.instant());
    clock.advance(Duration.ofSeconds(1));
  }

  private String page() {
    return HtmlReport.of(desk.report("demo"));
  }

  @Test
  void itHoldsChecksDelaysCommandsAndTheirAnswersInBothLanguages() {
    for (int i = 1; i <= 3; i++) {
      send(Desk.DATA, Messages.data(i, clock.instant()));
    }
    Instant measured = clock.instant().minusSeconds(2);
    String id = desk.command("1", measured, measured, false).orElseThrow().command().id();
    send(Desk.ANSWER, Messages.answer(id, measured, clock.instant()));
    String page = page();
    assertTrue(page.contains("一个合法的 JSON 对象 <span lang=\"en\">one valid JSON object</span>"));
    assertTrue(page.contains("表3 · CCER-7.3-04"));
    assertTrue(page.contains("<strong>100.00 %</strong> (6 / 6)"), page);
    assertTrue(page.contains("<svg class=\"plot\"") && page.contains("<polyline"));
    assertTrue(page.contains("<code>" + id + "</code>"));
    assertTrue(page.contains("2026-11-21 12:00:01 – 2026-11-21 12:00:01"));
    assertTrue(page.contains("<code>packet 2: no reply</code>"));
    assertTrue(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
  }

  @Test
  void whatComesFromOutsideIsTextAndNothingElse() {
    desk.entered("<img src=x onerror=alert(1)>");
    send("server/<b>", "{}");
    String evil = "</pre><script>alert('&')</script>\u0007";
    send(Desk.DATA, Messages.data(1, clock.instant()).replace("FOCH001", evil));
    String page = page();
    assertFalse(page.contains("<script") || page.contains("<img") || page.contains("<b>"), page);
    assertTrue(page.contains("&lt;/pre&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;"));
    assertTrue(page.contains("/&lt;TOPIC&gt;"));
    assertFalse(page.contains("\u0007"));
    balanced(page);
  }

  @Test
  void itAsksNobodyForAnything() {
    send(Desk.DATA, Messages.data(1, clock.instant()));
    String page = page();
    assertFalse(
        Pattern.compile("https?:|src=|href=|url\\(|@import").matcher(page).find(), "outside");
    balanced(page);
  }

  @Test
  void anEmptyRunHasAReportToo() {
    balanced(page());
    assertTrue(page().contains("class=\"verdict failed\""));
  }

  /** Every element is closed, in order. */
  private static void balanced(String page) {
    Deque<String> open = new ArrayDeque<>();
    Matcher tags = TAG.matcher(page.replaceFirst("<!DOCTYPE html>", ""));
    while (tags.find()) {
      String name = tags.group(2);
      if (tags.group(1).equals("/")) {
        assertEquals(open.pop(), name);
      } else if (tags.group(4).isEmpty() && !name.equals("meta") && !name.equals("br")) {
        open.push(name);
      }
    }
    assertTrue(open.isEmpty(), open.toString());
  }
}
