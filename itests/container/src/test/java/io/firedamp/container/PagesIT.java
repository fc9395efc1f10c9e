package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.testkit.Browser;
import io.firedamp.testkit.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages of the shipped gateway with the simulated plant and platform, in a real browser. Which
 * pages there are is what their tabs say: a new one is tried from its first day on.
 */
@DisplayName("CCER-4.3-03, ISC-7.2.5-02, ISC-8.1-01, ISC-8.2-02: the operator's pages")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path PICTURES = Path.of("target", "pages");
  private static final List<Integer> WIDTHS = List.of(360, 768, 1024, 1920);
  private static final int WIDTH = 1440;
  private static final int HEIGHT = 1000;
  private static final int README_WIDTH = 1280;
  private static final int README_HEIGHT = 720;
  private static final double PIXEL = 1;

  /** Six are what a browser opens to one host. */
  private static final int MORE_THAN_CONNECTIONS = 9;

  /** The bar is one second, in the benchmarks; this is for a machine that does much else. */
  private static final Duration FIRST_VIEW = Duration.ofSeconds(4);

  private record Look(String language, boolean dark) {
    @Override
    public String toString() {
      return language + (dark ? "-dark" : "-light");
    }
  }

  private static final List<Look> LOOKS =
      Boolean.getBoolean("firedamp.long")
          ? List.of(
              new Look("zh", false),
              new Look("en", true),
              new Look("zh", true),
              new Look("en", false))
          : List.of(new Look("zh", false), new Look("en", true));

  /**
   * What sticks out of the page, unless there is nothing to scroll; a box of its own may scroll.
   */
  private static final String TOO_WIDE =
      """
      (root => root.scrollWidth <= root.clientWidth ? [] : [...document.body.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > root.clientWidth + 0.5)
        .map(e => e.outerHTML.slice(0, 120)).concat('wider by ' + (root.scrollWidth - root.clientWidth))
      )(document.documentElement)
      """;

  /** At the end of the page as at its begin; a page without one is all right. */
  private static final String STATE_IN_SIGHT =
      """
      (state => {
        scrollTo(0, document.documentElement.scrollHeight);
        const top = state ? state.getBoundingClientRect().top : 0;
        scrollTo(0, 0);
        return top === 0;
      })(document.querySelector('.state'))
      """;

  /** From where to where each unbroken part of the line goes, in pixels. */
  private static final String PARTS =
      """
      [...document.querySelectorAll('.plot .line')]
        .flatMap(line => line.getAttribute('d').split('M').slice(1))
        .map(part => part.split('L').map(point => parseFloat(point)))
        .map(xs => [Math.min(...xs), Math.max(...xs)])
      """;

  private static final String HOLES =
      """
      [...document.querySelectorAll('.plot .hole')].map(hole => [hole.x, hole.width])
        .map(([x, width]) => [x.baseVal.value, x.baseVal.value + width.baseVal.value])
      """;

  private static final String APPLY = "document.querySelector('.stick .btn.main')";
  private static final String IN_FORCE =
      "!!document.querySelector('.outcome')?.textContent.includes('is in force')";

  @TempDir static Path folder;

  private Demo demo;
  private Browser browser;
  private Tab tab;

  @BeforeAll
  void start() throws Exception {
    demo = new Demo(folder);
    browser = new Browser(Files.createDirectory(folder.resolve("browser")));
    demo.start();
  }

  @AfterAll
  void stop() throws IOException {
    try {
      browser.close();
    } finally {
      demo.close();
    }
  }

  @BeforeEach
  void enter() throws InterruptedException {
    tab = demo.entered(browser);
    tab.look(WIDTH, HEIGHT, false);
  }

  @AfterEach
  void leave() {
    tab.close();
  }

  @TestFactory
  Stream<DynamicTest> everyPageIsForEverybodyInBothLanguagesLightAndDark()
      throws InterruptedException {
    List<String> pages = pages();
    return LOOKS.stream()
        .flatMap(
            look ->
                pages.stream().map(page -> dynamicTest(name(page, look), () -> shows(page, look))));
  }

  private void shows(String page, Look look) throws IOException, InterruptedException {
    tab.forget();
    tab.look(WIDTH, HEIGHT, look.dark());
    open(page, look.language());
    assertStrict(tab.headers().getOrDefault("content-security-policy", "none"));
    assertSpoken(look.language());
    assertTrue(
        tab.value("!document.querySelector('img') && document.title.endsWith('Firedamp')")
            .asBoolean(),
        "a name has become a tag");
    tab.picture(PICTURES.resolve(name(page, look) + ".png"));
    for (int width : WIDTHS) {
      tab.look(width, HEIGHT, look.dark());
      assertEquals("[]", tab.value(TOO_WIDE).toString(), "scrolls sideways at " + width);
      assertTrue(tab.value(STATE_IN_SIGHT).asBoolean(), "no state line in sight at " + width);
      if (width == WIDTHS.get(0)) {
        tab.picture(PICTURES.resolve(name(page, look) + "-phone.png"));
      }
    }
    assertEquals(List.of(), tab.complaints());
    assertEquals(List.of(), elsewhere(tab));
    tab.look(WIDTH, HEIGHT, look.dark());
    assertEquals(List.of(), Axe.findings(tab));
  }

  private static void assertStrict(String policy) {
    for (String rule :
        List.of(
            "default-src 'none'",
            "script-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'")) {
      assertTrue(policy.contains(rule), policy);
    }
    assertFalse(policy.matches(".*('unsafe-|\\*|https?:|data:).*"), policy);
  }

  private void assertSpoken(String language) throws InterruptedException {
    assertTrue(tab.value("document.documentElement.lang").asText().startsWith(language), language);
    JsonNode words =
        tab.value(
            "[...document.querySelectorAll('nav a, h2, thead th, button:not([lang])')]"
                + ".map(e => e.textContent)");
    boolean chinese = false;
    for (JsonNode each : words) {
      boolean han = each.asText().codePoints().anyMatch(Character::isIdeographic);
      assertFalse(han && language.equals("en"), each.asText());
      chinese |= han;
    }
    assertEquals(language.equals("zh"), chinese, words::toString);
  }

  @TestFactory
  Stream<DynamicTest> everyPageCanBeUsedWithTheKeyboardAlone() throws InterruptedException {
    return pages().stream()
        .map(
            page ->
                dynamicTest(
                    page,
                    () -> {
                      open(page, "en");
                      assertTrue(page.equals("/login") || Keyboard.skips(tab), "no skip link");
                      assertEquals(List.of(), Keyboard.faults(tab));
                    }));
  }

  @Test
  void overviewSaysThatAllIsWellAndShowsTheWayOfTheData() throws Exception {
    tab.look(README_WIDTH, README_HEIGHT, false);
    for (Map.Entry<String, String> words : Map.of("zh", "一切正常", "en", "All well").entrySet()) {
      open("/", words.getKey());
      tab.await(
          "document.querySelector('.big h1').textContent.startsWith('%s')"
              .formatted(words.getValue()),
          SOON);
      tab.await("document.querySelectorAll('.rate').length == 3", SOON);
      tab.await(
          "/[1-9.]+ (packets|包)/.test(document.querySelectorAll('.flow')[1]?.textContent)", SOON);
      tab.picture(PICTURES.resolve("readme-" + words.getKey() + ".webp"));
    }
  }

  @Test
  void pointsShowTheLastHourOfEveryPointAndANameAsText() throws Exception {
    // a page asks for the last hour once a minute; right after a start there is none yet
    eventually(
        "a last hour for all points",
        SOON,
        () -> {
          open("/points", "en");
          return tab.value("document.querySelectorAll('svg.spark').length").asInt() == 16;
        });
    tab.await("document.querySelectorAll('tbody tr:not(.bad) td.age').length == 16", SOON);
    assertTrue(nameOf(Demo.EVIL_POINT).contains(Demo.EVIL));
    assertTrue(tab.value("document.title").asText().endsWith("Firedamp"), "the name has acted");
  }

  @Test
  void anOutageIsAHoleInTheChartAndNothingJoinsItsEnds() throws Exception {
    open("/point?id=FOCH001", "en");
    tab.value("document.querySelectorAll('.seg button')[1].click()"); // ten minutes
    tab.awaitQuiet(SOON);
    tab.await("document.querySelector('.plot .line')?.getAttribute('d').length > 60", SOON);
    int before = tab.value(HOLES + ".length").asInt();
    demo.plant.cut();
    try {
      tab.await(HOLES + ".length > " + before, SOON);
      tab.await("document.querySelectorAll('.problem').length > 0", SOON);
    } finally {
      demo.plant.pass();
    }
    tab.await("Math.max(..." + PARTS + ".flat()) > Math.max(..." + HOLES + ".flat())", SOON);
    tab.picture(PICTURES.resolve("outage.png"));
    JsonNode holes = tab.value(HOLES);
    assertTrue(holes.size() > before);
    for (JsonNode part : tab.value(PARTS)) {
      for (JsonNode hole : holes) {
        assertTrue(
            part.get(1).asDouble() <= hole.get(0).asDouble() + PIXEL
                || part.get(0).asDouble() >= hole.get(1).asDouble() - PIXEL,
            () -> "the line goes on from " + part + " over " + hole);
      }
    }
    tab.await("document.querySelectorAll('.problem').length == 0", SOON);
  }

  @Test
  @DisplayName("CCER-B-01: a table is refused with its errors, taken without them, and taken back")
  void aTableWithAnErrorChangesNothingAndOneWithoutAnyAllAtOnce() throws Exception {
    String present = Files.readString(demo.gateway.path("etc/points.csv"));
    open("/table", "en");
    choose("wrong.csv", present.replaceFirst("(?m)^(PLTE001,.*),int16,", "$1,int17,"));
    tab.await("document.querySelectorAll('td .wrong').length == 1", SOON);
    assertEquals("int17", tab.value("document.querySelector('td .wrong').textContent").asText());
    assertTrue(tab.value(APPLY + ".disabled").asBoolean());
    tab.picture(PICTURES.resolve("table-error.png"));

    choose("right.csv", present.replaceFirst("(?m)^(PLTE001,.*,).*", "$1又一名称"));
    tab.await("!" + APPLY + ".disabled && !document.querySelector('td .wrong')", SOON);
    tab.picture(PICTURES.resolve("table-difference.png"));
    tab.value(APPLY + ".click()");
    tab.await(IN_FORCE, SOON);
    assertTrue(nameOf("PLTE001").contains("又一名称"));

    open("/table", "en");
    tab.value("document.querySelector('.stick .btn.slim').click()"); // undo
    tab.await(IN_FORCE, SOON);
    assertFalse(nameOf("PLTE001").contains("又一名称"));
  }

  private void choose(String file, String table) throws IOException, InterruptedException {
    tab.choose("input[type=file]", Files.writeString(folder.resolve(file), table));
  }

  private String nameOf(String point) throws InterruptedException {
    open("/point?id=" + point, "en");
    return tab.value("document.querySelector('h1').textContent").asText();
  }

  @Test
  void aPageThatIsNotLiveTurnsGreyAndSaysSoUntilItIs() throws Exception {
    open("/", "en");
    String live = "!document.documentElement.hasAttribute('data-stale')";
    assertTrue(tab.value(live + " && document.querySelector('.note').hidden").asBoolean());
    demo.gateway.suspend();
    try {
      tab.await("!(" + live + ")", SOON);
      assertTrue(tab.value("document.title").asText().startsWith("?"));
      assertEquals("unknown", tab.value("document.querySelector('.state').dataset.level").asText());
      assertTrue(
          tab.value("document.querySelector('.note').textContent")
              .asText()
              .contains("Nothing was heard since"));
      assertTrue(
          tab.value("getComputedStyle(document.querySelector('main')).filter")
              .asText()
              .contains("grayscale"));
      tab.picture(PICTURES.resolve("not-live.png"));
    } finally {
      demo.gateway.resume();
    }
    tab.await(live + " && document.querySelector('.note').hidden", SOON);
    assertFalse(tab.value("document.title").asText().startsWith("?"));
  }

  @Test
  void overviewIsSeenSoon() throws Exception {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try (Tab fresh = demo.entered(browser)) {
        times.add(fresh.timeToSee(demo.site() + "/", ".big h1", SOON));
      }
    }
    times.sort(null);
    System.out.println("first view of Overview: " + times);
    assertTrue(times.get(1).compareTo(FIRST_VIEW) < 0, times::toString);
  }

  @Test
  void whoGoesFromPageToPageDoesNotWaitForThoseThatWereLeft() throws Exception {
    for (int i = 0; i < MORE_THAN_CONNECTIONS; i++) {
      Duration time = tab.timeToSee(demo.site() + "/points?again=" + i, "tbody tr", SOON);
      assertTrue(time.compareTo(FIRST_VIEW) < 0, i + ": " + time);
      tab.await("!!document.querySelector('.state[data-level]')", SOON); // it listens
    }
  }

  @Test
  void whoIsNotInIsAskedForNameAndPasswordAndThenBroughtToThePage() throws Exception {
    try (Tab stranger = browser.tab()) {
      stranger.go(demo.site() + "/points?lang=zh");
      stranger.await("location.pathname == '/login' && !!document.querySelector('form')", SOON);
      fill(stranger, "wrong");
      stranger.await("!!document.querySelector('.failed')", SOON);
      // what Chromium itself says of being refused
      assertTrue(
          stranger.complaints().stream().allMatch(c -> c.contains("401")),
          () -> stranger.complaints().toString());
      fill(stranger, demo.password());
      stranger.await("location.pathname == '/points'", SOON);
      stranger.await("document.querySelectorAll('tbody tr').length == 16", SOON);
      stranger.value("document.querySelector('.state .btn').click()"); // log out
      stranger.await("location.pathname == '/login' && !!document.querySelector('form')", SOON);
      stranger.go(demo.site() + "/");
      stranger.await("location.pathname == '/login' && !!document.querySelector('form')", SOON);
    }
  }

  @Test
  void anAddressIsNoScriptAndLeadsNowhereElse() throws Exception {
    open("/point?id=" + "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "en");
    assertTrue(tab.value("!document.querySelector('img')").asBoolean());
    for (String next :
        List.of(
            "//evil.example/",
            "https://evil.example/",
            "/%5Cevil.example/",
            "javascript:alert(1)")) {
      try (Tab stranger = browser.tab()) {
        stranger.go(demo.site() + "/login?next=" + next);
        stranger.await("!!document.querySelector('form')", SOON);
        fill(stranger, demo.password());
        stranger.await("location.pathname == '/' && !!document.querySelector('.big h1')", SOON);
        assertEquals(List.of(), elsewhere(stranger));
      }
    }
  }

  private static void fill(Tab tab, String password) throws InterruptedException {
    tab.value(
        "document.querySelector('[name=password]').value = '"
            + password
            + "'; document.querySelector('form').requestSubmit()");
  }

  /**
   * What was asked of anybody but the gateway; Chromium's own controls have their signs as data.
   */
  private List<String> elsewhere(Tab tab) {
    return tab.requests().stream()
        .filter(url -> !url.startsWith(demo.site() + "/") && !url.startsWith("data:"))
        .toList();
  }

  /** What the tabs lead to, the login, and a point. */
  private List<String> pages() throws InterruptedException {
    open("/", "en");
    List<String> pages = new ArrayList<>();
    tab.value("[...document.querySelectorAll('nav.tabs a')].map(a => a.getAttribute('href'))")
        .forEach(href -> pages.add(href.asText()));
    assertTrue(pages.contains("/points"), pages::toString);
    pages.addAll(List.of("/point?id=FOCH001", "/login"));
    return pages;
  }

  /** Goes to a page, and waits until it shows what it has. */
  private void open(String page, String language) throws InterruptedException {
    tab.go(demo.site() + page + (page.contains("?") ? "&" : "?") + "lang=" + language);
    tab.await(
        "document.documentElement.lang.startsWith('%s') && location.pathname == '%s'"
                .formatted(language, page.replaceFirst("\\?.*", ""))
            + " && !!document.querySelector('.state[data-level] .verdict .i, .login form')"
            + " && !!document.querySelector('h1') && !document.querySelector('.skel')",
        SOON);
    tab.awaitQuiet(SOON);
  }

  private static String name(String page, Look look) {
    String name = page.equals("/") ? "overview" : page.substring(1).replaceFirst("\\?.*", "");
    return name + "-" + look;
  }
}
