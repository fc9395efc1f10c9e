package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.Browser;
import io.firedamp.testkit.Tab;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms of the Web Console in the shipped gateway, filled in as its own script does. */
@DisplayName("CCER-4.3-03: remote configuration")
class FormsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Path PICTURES = Path.of("target", "pages");
  private static final String CONSOLE = "/system/console/configMgr/";
  private static final String MODBUS = "io.firedamp.driver.modbus";
  private static final String OPCUA = "io.firedamp.driver.opcua";

  /** Where the console's script sends a configuration that there is not yet. */
  private static final String NEW = "[Temporary PID replaced by real PID upon save]";

  private static final String SECRET = "gas-4711";

  @TempDir Path folder;
  private HttpClient client;
  private String site;
  private String cookie = "";

  @Test
  void whatAFormSavesIsInItsFileAndInForceAlsoAfterACleanStart() throws Exception {
    try (Gateway gateway = Gateway.unpack(folder)) {
      gateway.etc(
          MODBUS + "-boiler1.cfg", "# the boiler 锅炉", "host = 127.0.0.1", "port = 1", "# end");
      String opcua = "endpoint = opc.tcp://127.0.0.1:1";
      gateway.etc(OPCUA + "-plant.cfg", opcua, "username = anna", "password = " + SECRET);
      gateway.start();
      site = "https://127.0.0.1:" + gateway.pagesPort();
      client = HttpClient.newBuilder().sslContext(trust(gateway)).build();

      assertEquals(302, get(CONSOLE, "en").statusCode(), "the pages' login comes first");
      logIn(Files.readString(gateway.path("secure/first-password")).strip());
      for (String plugIn : List.of("bundles", "services", "components", "gogo", "vmstat", "logs")) {
        assertEquals(404, get("/system/console/" + plugIn, "en").statusCode(), plugIn);
      }

      assertEquals(404, get(CONSOLE + "org.ops4j.pax.web?post=true", "en").statusCode());

      // the form, in the browser's language, and what it shows of a secret
      String boiler = MODBUS + "~boiler1";
      String zh = get(CONSOLE + boiler + "?post=true&ts=1", "zh-CN").body();
      assertTrue(zh.contains("超时（毫秒）") && zh.contains("50 到 10000 毫秒"), zh);
      assertTrue(get(CONSOLE + boiler, "zh-CN").body().contains("保存"), "words of the console");
      String en = get(CONSOLE + boiler + "?post=true&ts=1", "en").body();
      assertTrue(en.contains("Time limit (ms)") && en.contains("50 to 10000 ms"), en);
      String plant = OPCUA + "~plant";
      for (String address : List.of(CONSOLE + plant, CONSOLE + plant + "?post=true")) {
        HttpResponse<String> shown = get(address, "en");
        assertEquals(200, shown.statusCode(), address);
        assertFalse(shown.body().contains(SECRET), address);
      }

      save(
          boiler,
          MODBUS,
          "host,port",
          Map.of("host", "127.0.0.1", "port", "1", "timeout.ms", "900"));
      assertEquals(
          List.of("# the boiler 锅炉", "host = 127.0.0.1", "port = 1", "# end", "timeout.ms = 900"),
          Files.readAllLines(gateway.path("etc/" + MODBUS + "-boiler1.cfg")));
      save(
          plant,
          OPCUA,
          "endpoint,username,password",
          Map.of("password", "unmodified", "username", "berta"));
      assertEquals(
          List.of(opcua, "username = berta", "password = " + SECRET),
          Files.readAllLines(gateway.path("etc/" + OPCUA + "-plant.cfg")));

      // a new one has the name that was typed in, and no path is one
      assertEquals(400, name("../../boiler2").statusCode());
      assertEquals(200, name("boiler2").statusCode());
      save(NEW, MODBUS, "host", Map.of("host", "127.0.0.2", "timeout.ms", "abc"));
      awaitInForce(gateway, boiler, "timeout.ms = 900");
      awaitInForce(gateway, MODBUS + "~boiler2", "host = 127.0.0.2");
      eventually(
          "the wrong value is named where everybody looks",
          SOON,
          () ->
              gateway.ask("firedamp:status").text().contains("timeout.ms = abc")
                  && get("/api/configuration", "en").body().contains("timeout.ms = abc"));
      List<String> files = files(gateway);
      assertEquals(
          List.of(MODBUS + "-boiler1.cfg", MODBUS + "-boiler2.cfg", OPCUA + "-plant.cfg"), files);
      for (String file : files) {
        String text = Files.readString(gateway.path("etc/" + file));
        assertFalse(text.matches("(?s).*(service\\.|felix\\.|\\\\u|org\\.apache).*"), text);
      }

      gateway.stop();
      delete(gateway.path("data"));
      gateway.start();
      awaitInForce(gateway, boiler, "timeout.ms = 900");
      awaitInForce(gateway, plant, "username = berta");
      assertEquals(files, files(gateway));
    }
  }

  @Test
  void aPersonFindsTheFormFillsItInAndComesBack() throws Exception {
    try (Gateway gateway = Gateway.unpack(folder);
        Browser browser = new Browser(Files.createDirectory(folder.resolve("browser")));
        Tab tab = browser.tab()) {
      gateway.etc(MODBUS + "-boiler1.cfg", "host = 127.0.0.1", "port = 1");
      gateway.start();
      site = "https://127.0.0.1:" + gateway.pagesPort();
      String password = Files.readString(gateway.path("secure/first-password")).strip();
      tab.look(1200, 900, false);
      tab.go(site + "/login");
      tab.await("!!document.querySelector('form')", SOON);
      tab.value(
          "fetch('/api/login', {method: 'POST', headers: {'Content-Type': 'application/json'}, body:"
              + " JSON.stringify({user: 'admin', password: '"
              + password
              + "'})}).then(r => r.status)");

      tab.go(site + "/configuration?lang=zh");
      tab.await("!!document.querySelector('td a[href*=boiler1]')", SOON);
      tab.picture(PICTURES.resolve("configuration-zh.png"));
      tab.value("document.querySelector('td a[href*=boiler1]').click()");
      fillIn(tab, "timeout.ms", "700", "form-zh.png");
      assertEquals("host = 127.0.0.1\nport = 1\ntimeout.ms = 700\n", text(gateway, "boiler1"));

      String form = "[...document.forms].find(f => f.textContent.includes('" + MODBUS + "-'))";
      tab.await("!!" + form, SOON);
      tab.value("(f => {f.name.value = '../x'; f.requestSubmit()})(" + form + ")");
      tab.await("!!document.querySelector('.failed')", SOON);
      tab.value("(f => {f.name.value = 'boiler3'; f.requestSubmit()})(" + form + ")");
      fillIn(tab, "host", "127.0.0.3", "form-new-zh.png");
      tab.await("!!document.querySelector('td a[href*=boiler3]')", SOON);
      assertEquals(
          "# Firedamp: Modbus device | Firedamp：Modbus 设备\nhost = 127.0.0.3\n",
          text(gateway, "boiler3"));
      List<String> violations =
          tab.complaints().stream().filter(c -> c.contains("Content Security Policy")).toList();
      assertEquals(List.of(), violations);
    }
  }

  /** Types one value into the console's form, saves it, and is back on the page. */
  private static void fillIn(Tab tab, String key, String value, String picture)
      throws IOException, InterruptedException {
    String field = "document.querySelector('#editorForm textarea[name=\"" + key + "\"]')";
    tab.await("!!" + field, SOON);
    tab.picture(PICTURES.resolve(picture));
    tab.value(field + ".value = '" + value + "'");
    tab.value(
        "[...document.querySelectorAll('.ui-dialog-buttonset button')]"
            + ".find(b => b.textContent.includes('保存')).click()");
    tab.await("location.pathname == '/configuration'", SOON);
  }

  private static String text(Gateway gateway, String name) throws IOException {
    return Files.readString(gateway.path("etc/" + MODBUS + "-" + name + ".cfg"));
  }

  private void awaitInForce(Gateway gateway, String pid, String line) {
    eventually(
        pid + " has " + line,
        SOON,
        () ->
            gateway
                .shell("config:list \"(service.pid=" + pid + ")\"")
                .lines()
                .anyMatch(found -> found.strip().equals(line)));
  }

  /** What the form sends: the values, and the keys with a tick or without a choice. */
  private void save(String pid, String factory, String ticked, Map<String, String> values)
      throws IOException, InterruptedException {
    String form =
        Stream.concat(
                Map.of(
                    "apply", "true",
                    "action", "ajaxConfigManager",
                    "factoryPid", factory,
                    "$location", "?",
                    "propertylist", "felix.fileinstall.filename," + ticked)
                    .entrySet()
                    .stream(),
                values.entrySet().stream())
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        post(CONSOLE + encoded(pid).replace("+", "%20"), "application/x-www-form-urlencoded", form);
    assertEquals(200, answer.statusCode(), answer.body());
  }

  private HttpResponse<String> name(String name) throws IOException, InterruptedException {
    String json = "{\"pid\":\"" + MODBUS + "\",\"name\":\"" + name + "\"}";
    return post("/api/configuration/name", "application/json", json);
  }

  private void logIn(String password) throws IOException, InterruptedException {
    String json = "{\"user\":\"admin\",\"password\":\"" + password + "\"}";
    HttpResponse<String> answer = post("/api/login", "application/json", json);
    assertEquals(200, answer.statusCode(), answer.body());
    cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private HttpResponse<String> get(String path, String language)
      throws IOException, InterruptedException {
    return send(request(path).header("Accept-Language", language).GET());
  }

  private HttpResponse<String> post(String path, String type, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", type)
            .header("Origin", site)
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(site + path)).header("Cookie", cookie).timeout(SOON);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Whose certificate is the one that this gateway has made. */
  private static SSLContext trust(Gateway gateway) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(gateway.path("secure/console.p12"))) {
      store.load(in, "firedamp".toCharArray());
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Our configurations, by the names of their files. */
  private static List<String> files(Gateway gateway) throws IOException {
    try (Stream<Path> all = Files.list(gateway.path("etc"))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("io.firedamp.") && name.endsWith(".cfg"))
          .sorted()
          .toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
