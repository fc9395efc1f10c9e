package io.firedamp.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the shipped gateway with the simulated plant and platform, in a real browser. */
@DisplayName("CCER-4.3-03, ISC-8.1-01: the operator's pages")
class PagesIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path PICTURES = Path.of("target", "pages");
  private static final Path SOURCES = Path.of("..", "..");

  /** As a name in a table, from whoever wrote it. */
  private static final String EVIL = "<img src=x onerror=\"document.title='taken'\">";

  @TempDir Path folder;

  @Test
  void bothPagesLiveInBothLanguagesWithoutAnErrorAndSayWhenTheyDoNot() throws Exception {
    try (Gateway gateway = demo();
        Browser browser = new Browser(Files.createDirectory(folder.resolve("browser")))) {
      gateway.start();
      String site = "https://127.0.0.1:" + gateway.pagesPort();
      browser.look(1440, 1000, false);

      browser.go(site + "/points?lang=zh");
      browser.await("location.pathname == '/login' && !!document.querySelector('form')", SOON);
      logIn(browser, "wrong");
      browser.await("!!document.querySelector('.failed')", SOON);
      assertTrue(Files.exists(gateway.path("secure/first-password")));
      browser.picture(PICTURES.resolve("login-zh.png"));
      logIn(browser, Files.readString(gateway.path("secure/first-password")).strip());
      browser.await("location.pathname == '/points'", SOON);
      assertFalse(Files.exists(gateway.path("secure/first-password")), "it is known now");
      // what Chromium itself says of the refusal above, and of being asked to log in
      List<String> refusals = browser.complaints();
      assertTrue(refusals.stream().allMatch(c -> c.contains("401")), refusals::toString);

      browser.await("document.querySelectorAll('tbody tr').length == 16", SOON);
      browser.await("document.querySelectorAll('tbody tr:not(.bad) td.age').length == 16", SOON);
      for (String lang : List.of("zh", "en")) {
        browser.go(site + "/?lang=" + lang);
        String well = lang.equals("zh") ? "一切正常" : "All well";
        browser.await(
            "document.querySelector('.big h1')?.textContent.startsWith('" + well + "')", SOON);
        browser.await("document.querySelectorAll('.rate').length == 3", SOON);
        browser.await(
            "document.querySelectorAll('.flow')[1]?.textContent.match(/[1-9.]+ (packets|包)/) != null",
            SOON);
        assertNoSidewaysScrolling(browser);
        browser.picture(PICTURES.resolve("overview-" + lang + ".png"));

        browser.go(site + "/points?lang=" + lang);
        browser.await("document.querySelectorAll('tbody tr').length == 16", SOON);
        // a page asks for the last hour once a minute; right after a start there is none yet
        browser.await("document.querySelectorAll('svg.spark').length == 16", SOON.multipliedBy(2));
        browser.picture(PICTURES.resolve("points-" + lang + ".png"));

        browser.go(site + "/point?lang=" + lang + "&id=FOCH001");
        browser.await("document.querySelector('.plot .line')?.getAttribute('d').length > 20", SOON);
        browser.picture(PICTURES.resolve("point-" + lang + ".png"));
      }
      assertTrue(
          browser.value("document.querySelector('h1').textContent").asText().contains(EVIL),
          "a name is text");
      assertTrue(browser.value("document.title").asText().endsWith("Firedamp"));

      browser.value("document.querySelectorAll('.seg button')[7].click()"); // ten years
      browser.await("document.querySelectorAll('.seg button')[7].ariaPressed == 'true'", SOON);
      browser.await("document.querySelectorAll('.plot .line').length == 1", SOON);
      browser.look(360, 740, true);
      phone(browser, site + "/", "document.querySelector('.tile .v')?.textContent", "overview");
      phone(browser, site + "/points", "document.querySelector('td b')?.textContent", "points");
      phone(browser, site + "/point?id=FOCH001", "document.querySelector('.plot .line')", "point");

      assertEquals(refusals, browser.complaints());
      assertEquals(
          List.of(),
          browser.requests().stream()
              .filter(url -> !url.startsWith(site) && !url.startsWith("about:"))
              .toList());

      gateway.kill();
      browser.await("document.documentElement.hasAttribute('data-stale')", SOON);
      assertTrue(browser.value("document.title").asText().startsWith("?"));
      browser.picture(PICTURES.resolve("phone-stale.png"));
    }
  }

  private static void phone(Browser browser, String url, String shown, String name)
      throws IOException, InterruptedException {
    browser.go(url);
    browser.await("!!document.querySelector('.state[data-level=ok]') && !!(" + shown + ")", SOON);
    assertNoSidewaysScrolling(browser);
    browser.picture(PICTURES.resolve("phone-" + name + ".png"));
  }

  private static void logIn(Browser browser, String password) throws InterruptedException {
    browser.value(
        "document.querySelector('[name=password]').value = '"
            + password
            + "'; document.querySelector('form').requestSubmit()");
  }

  private static void assertNoSidewaysScrolling(Browser browser) throws InterruptedException {
    assertTrue(
        browser
            .value("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            .asBoolean(),
        "scrolls sideways: " + browser.value("location.href"));
  }

  /** The gateway with the demo's site, as the script makes it, and one name that is no name. */
  private Gateway demo() throws IOException, InterruptedException {
    Gateway gateway = Gateway.unpack(folder);
    int plant = Gateway.freePort();
    int broker = Gateway.freePort();
    try (Stream<Path> files = Files.list(SOURCES.resolve("karaf-assembly/src/demo"))) {
      for (Path file : files.toList()) {
        String text =
            Files.readString(file)
                .replace("@plant.port@", Integer.toString(plant))
                .replace("@broker.port@", Integer.toString(broker))
                .replace("@aes.key@", "00112233445566778899aabbccddeeff")
                .replaceAll("@(broker|platform).password@", "gas-$1");
        gateway.etc(file.getFileName().toString(), text);
      }
    }
    String points =
        Files.readString(SOURCES.resolve("bundles/simulator/src/main/resources/demo/points.csv"));
    gateway.etc(
        "points.csv", points.replace("进入无焰氧化装置的甲烷体积浓度", '"' + EVIL.replace("\"", "\"\"") + '"'));
    Path features = gateway.path("etc/org.apache.karaf.features.cfg");
    gateway.etc(
        features.getFileName().toString(),
        Files.readString(features)
            .replaceFirst("( *)firedamp-core/(.*), ", "$0\\\\\n$1firedamp-simulator/$2, "));
    return gateway;
  }
}
