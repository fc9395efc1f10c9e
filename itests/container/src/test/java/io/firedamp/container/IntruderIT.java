package io.firedamp.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.Visitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes to the door of the pages that no browser would send, over HTTPS from outside. */
@DisplayName("ISC-8.2-02: nobody comes in to the pages who should not")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntruderIT {
  private static final int PATIENCE_MS = (int) Duration.ofSeconds(10).toMillis();
  private static final int HUGE = 1 << 20;

  @TempDir static Path folder;

  private Gateway gateway;
  private Visitor stranger;

  @BeforeAll
  void start() throws Exception {
    gateway = Gateway.unpack(folder);
    gateway.start();
    stranger = new Visitor(gateway.path("secure/console.p12"), gateway.pagesPort());
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void theFirstPasswordOpensAndIsForgottenThen() throws Exception {
    Path file = gateway.path("secure/first-password");
    String password = Files.readString(file).strip();
    assertEquals(401, stranger.logIn("admin", "wrong").statusCode());
    assertEquals(401, stranger.logIn("admin\\r\\nX-Evil: 1", password).statusCode());
    assertTrue(Files.exists(file), "a wrong password changes nothing");

    Visitor owner = new Visitor(gateway.path("secure/console.p12"), gateway.pagesPort());
    HttpResponse<String> answer = owner.logIn("admin", password);
    assertEquals(200, answer.statusCode());
    assertFalse(Files.exists(file), "it is known now");
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    for (String rule : List.of("Path=/", "Secure", "HttpOnly", "SameSite=Strict")) {
      assertTrue(cookie.contains("; " + rule), cookie);
    }
    assertEquals(200, owner.get("/api/me").statusCode());
    assertEquals(
        403,
        status(
            "POST /api/logout",
            "Origin: https://evil.example\r\nCookie: " + Visitor.COOKIE + "=" + owner.session()),
        "from the page of another site");
    assertEquals(200, owner.post("/api/logout", "{}").statusCode());
    assertEquals(401, owner.get("/api/me").statusCode(), "the session has ended");
    assertFalse(gateway.logSinceStart().contains(password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/../page.html",
        "/../etc/users.properties",
        "/files/../../../etc/users.properties",
        "/%2e%2e/etc/users.properties",
        "/files/%2e%2e%2f%2e%2e%2fetc/users.properties",
        "/files/..%5c..%5cetc%5cusers.properties",
        "/files/..;/..;/etc/users.properties",
        "/files//etc/passwd",
        "/files/style.css%00.html",
        "/files/%c0%ae%c0%ae/etc/users.properties",
        "/files/",
        "/etc/users.properties",
        "/secure/console.p12",
        "/WEB-INF/web.xml",
        "/OSGI-INF/",
        "/io/firedamp/console/pages/page.html",
      })
  void aPathLeadsToNoFileButThoseOfThePages(String path) throws IOException {
    String answer = raw("GET " + path, "");
    assertTrue(answer.matches("(?s)HTTP/1.1 40[04] .*"), answer);
    assertFalse(answer.contains("admin"), answer);
  }

  @Test
  void withoutASessionNothingIsTold() throws Exception {
    for (String path :
        List.of(
            "/api/me", "/api/live", "/api/points", "/api/sparks", "/api/rates", "/api/series")) {
      assertEquals(401, stranger.get(path).statusCode(), path);
      assertEquals(401, status("GET " + path, "Cookie: " + Visitor.COOKIE + "=' OR 1=1"), path);
    }
  }

  @Test
  void aLineBreakInAnAddressMakesNoHeader() throws IOException {
    for (String path :
        List.of(
            "/points%0d%0aX-Evil:%201", "/point?id=%0d%0aX-Evil:%201", "/login?lang=%0aX-Evil:1")) {
      assertFalse(head(raw("GET " + path, "")).toLowerCase(Locale.ROOT).contains("x-evil"), path);
    }
  }

  @Test
  void whatIsTooLongIsRefusedAndTheNextOneServed() throws Exception {
    String much = "a".repeat(HUGE);
    String body = "Content-Type: application/json\r\nContent-Length: " + HUGE + "\r\n\r\n" + much;
    for (String answer :
        List.of(
            raw("POST /api/login", body),
            raw("GET /points", "X-Long: " + much),
            raw("GET /" + much, ""))) {
      // hung up on, perhaps before it could hear why
      assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1.1 4\\d\\d .*"), answer);
    }
    assertEquals(200, stranger.get("/login").statusCode());
  }

  @Test
  void onlyWhatABrowserDoesIsDone() throws IOException {
    for (String method : List.of("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS")) {
      int status = status(method + " /points", "X-Trace: 1");
      assertTrue(status >= 400 && status < 500, method + " " + status);
    }
    assertEquals(405, status("GET /api/login", ""));
    assertEquals(400, status("POST /api/login", "Content-Length: 0"));
  }

  @Test
  void everyAnswerSaysWhatABrowserMayNotDoAndNoneWhatRuns() throws IOException {
    for (String path : List.of("/", "/files/app.js", "/api/me", "/nothing")) {
      String head = head(raw("GET " + path, ""));
      assertTrue(head.contains("Content-Security-Policy: default-src 'none'"), head);
      assertTrue(head.contains("X-Content-Type-Options: nosniff"), head);
      assertTrue(head.contains("Referrer-Policy: no-referrer"), head);
      assertFalse(head.contains("Server:") || head.contains("X-Powered-By:"), head);
    }
  }

  @Test
  void withoutTlsThereIsNothing() throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), gateway.pagesPort())) {
      String answer = talk(plain, "GET / HTTP/1.0\r\n\r\n");
      assertFalse(answer.contains("200"), answer);
    }
  }

  private int status(String request, String header) throws IOException {
    return Integer.parseInt(raw(request, header).split(" ")[1]);
  }

  /** Says that to the pages, as it is, and hears them out. */
  private String raw(String request, String header) throws IOException {
    try (Socket socket =
        stranger
            .tls()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), gateway.pagesPort())) {
      return talk(
          socket,
          request
              + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
              + (header.isEmpty() ? "" : header + "\r\n")
              + "\r\n");
    }
  }

  private static String talk(Socket socket, String words) throws IOException {
    socket.setSoTimeout(PATIENCE_MS);
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try {
      socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().transferTo(heard);
    } catch (SocketException hungUp) {
      // it has said what it has to say while much was still being sent
    }
    return heard.toString(StandardCharsets.UTF_8);
  }

  private static String head(String answer) {
    return answer.split("\r\n\r\n", 2)[0];
  }
}
