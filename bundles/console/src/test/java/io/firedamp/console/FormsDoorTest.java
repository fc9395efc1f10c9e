package io.firedamp.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.console.door.Addresses;
import io.firedamp.console.door.Sessions;
import io.firedamp.console.forms.Gateways;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("who may open the Web Console, and what it is told of what they save")
class FormsDoorTest {
  private static final String FORM = "/system/console/configMgr/io.firedamp.device%7Eboiler1";

  @TempDir Path etc;
  private Path file;
  private FormsDoor door;
  private final Sessions sessions =
      new Sessions((user, word) -> Optional.of(Set.of(user)), Sites.of(), Duration.ofMinutes(10));

  /** What was answered. */
  private final Map<String, String> headers = new HashMap<>();

  private final StringWriter body = new StringWriter();
  private int status;
  private String path = FORM;

  @BeforeEach
  void openFolder() throws IOException {
    file = Files.writeString(etc.resolve("io.firedamp.device-boiler1.cfg"), "host = a\n");
    door =
        new FormsDoor(
            Addresses.of("127.0.0.1"),
            sessions,
            Gateways.with(etc, Map.of("boiler1", Map.of("host", "a"))));
  }

  @Test
  void anAdministratorSeesTheFormsUnderAPolicy() {
    assertTrue(ask("GET", word("admin"), "127.0.0.1", "", Map.of()));
    String policy = headers.get("Content-Security-Policy");
    assertTrue(policy.startsWith("default-src 'none'"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
  }

  @Test
  void everybodyElseStaysOutside() {
    assertFalse(ask("GET", "", "127.0.0.1", "", Map.of()));
    assertEquals("/login?next=%2Fconfiguration", headers.get("redirect"));
    for (String role : List.of("viewer", "manager")) {
      assertFalse(ask("GET", word(role), "127.0.0.1", "", Map.of()));
      assertEquals(403, status, role);
    }
    assertFalse(ask("GET", word("admin"), "10.0.0.9", "", Map.of()));
    assertEquals(403, status);
    assertFalse(ask("POST", word("admin"), "127.0.0.1", "https://evil.example", save("b")));
    assertEquals(403, status);
  }

  @Test
  void theConsoleGetsNoWordsOfAStrangerIntoItsScript() {
    assertTrue(ask("GET", word("admin"), "127.0.0.1", "", Map.of("referer", "/configuration")));
    assertFalse(ask("GET", word("admin"), "127.0.0.1", "", Map.of("referer", "';alert(1)//")));
    assertEquals(403, status);
  }

  @Test
  void onlyFormsOfTheGatewayAreShownAndTheListIsOurs() {
    String admin = word("admin");
    for (String other :
        List.of(
            "configMgr/org.ops4j.pax.web",
            "configMgr/x/org.ops4j.pax.web",
            "%63onfigMgr/org.ops4j.pax.web",
            "res/../configMgr/org.ops4j.pax.web",
            "res/..;/configMgr/org.ops4j.pax.web",
            "configMgr/(service.pid=*).json",
            "bundles")) {
      path = "/system/console/" + other;
      assertFalse(ask("GET", admin, "127.0.0.1", "", Map.of("post", "true")));
      assertEquals(404, status, other);
    }
    path = FORM;
    assertFalse(ask("GET", admin, "127.0.0.1", "", Map.of("pid", "org.ops4j.pax.web")));
    assertEquals(404, status);
    path = "/system/console/configMgr";
    assertFalse(ask("GET", admin, "127.0.0.1", "", Map.of()));
    assertEquals("/configuration", headers.get("redirect"));
    path = "/system/console/res/ui/config.js";
    assertTrue(ask("GET", admin, "127.0.0.1", "", Map.of()));
  }

  @Test
  void anAddressIsNoCommand() throws IOException {
    for (String command : List.of("apply", "delete", "unbind")) {
      assertFalse(ask("GET", word("admin"), "127.0.0.1", "", Map.of("post", "true", command, "1")));
      assertEquals(405, status, command);
    }
    assertFalse(ask("POST", word("admin"), "127.0.0.1", "", Map.of("unbind", "1")));
    assertEquals(405, status);
    assertEquals("host = a\n", Files.readString(file));
  }

  @Test
  void aSavedFormIsInItsFileAndTheConsoleNeverHearsOfIt() throws IOException {
    assertFalse(ask("POST", word("admin"), "127.0.0.1", "https://h", save("b")));
    assertEquals("{}", body.toString());
    assertEquals("host = b\n", Files.readString(file));
    ask("POST", word("admin"), "127.0.0.1", "https://h", save("a\nport = 1"));
    assertEquals(400, status);
    ask("POST", word("admin"), "127.0.0.1", "", Map.of("apply", "1", "delete", "1"));
    assertFalse(Files.exists(file));
  }

  @Test
  void afterTheLogOutTheSessionIsOver() {
    String word = word("admin");
    door.logout(request("GET", word, "127.0.0.1", "", Map.of()), response());
    assertFalse(sessions.lasts(word));
  }

  private static Map<String, String> save(String host) {
    return Map.of("apply", "true", "propertylist", "host,host", "host", host);
  }

  private String word(String role) {
    return sessions.enter(role, "", "127.0.0.1").session().orElseThrow().word();
  }

  private boolean ask(
      String method, String word, String address, String origin, Map<String, String> form) {
    status = 200;
    return door.authenticate(request(method, word, address, origin, form), response());
  }

  private HttpServletRequest request(
      String method, String word, String address, String origin, Map<String, String> form) {
    Map<String, String> sent = Map.of("Origin", origin, "Host", "h");
    Map<String, String[]> parameters =
        form.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> new String[] {e.getValue()}));
    Cookie[] cookies = {new Cookie(Entrance.COOKIE, word)};
    return Gateways.fake(
        HttpServletRequest.class,
        Map.of(
            "getMethod", a -> method,
            "getCookies", a -> cookies,
            "getRemoteAddr", a -> address,
            "getHeader", a -> sent.get(a[0]),
            "getRequestURI", a -> path,
            "getParameter", a -> form.get(a[0]),
            "getParameterMap", a -> parameters,
            "setAttribute", a -> null));
  }

  /** Notes what it is told. */
  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "sendRedirect" -> headers.put("redirect", (String) arguments[0]);
                case "setStatus" -> status = (int) arguments[0];
                case "flushBuffer" -> headers.put("sent", "");
                case "setContentType" -> headers.put("type", (String) arguments[0]);
                case "getWriter" -> {
                  return new PrintWriter(body);
                }
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return null;
            });
  }
}
