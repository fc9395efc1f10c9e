package io.firedamp.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.servlet.AsyncContext;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Where HTTP comes in: everything about servlets, and the headers that every answer has. */
final class Door extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final int LONGEST_BODY = 4096;

  /** What a file is sent as. No form of another site's page can say so. */
  private static final String FILE = "application/octet-stream";

  /** Nothing from elsewhere, nothing inline, no text that becomes markup, in nobody's frame. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'; trusted-types 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final transient Router router;
  private final transient Broadcast broadcast;

  Door(Router router, Broadcast broadcast) {
    this.router = router;
    this.broadcast = broadcast;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HEADERS.forEach(response::setHeader);
    Ask ask = ask(request);
    Answer answer = router.answer(ask);
    if (answer == Answer.LIVE) {
      listen(ask, request, response);
    } else {
      send(answer, response);
    }
  }

  private void listen(Ask ask, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!broadcast.hasRoom()) {
      send(Answer.refused(503, "too many pages are open", "打开的页面过多"), response);
      return;
    }
    response.setContentType(Answer.LIVE.type());
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader("Cache-Control", "no-store");
    AsyncContext context = request.startAsync();
    broadcast.add(Stream.open(context, ask.word()));
  }

  private static void send(Answer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setContentType(answer.type());
    if (answer.file().isPresent()) {
      answer.file().get().to(response.getOutputStream());
      return;
    }
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }

  /** What a request asks; a file is not read yet. */
  static Ask ask(HttpServletRequest request) throws IOException {
    Map<String, String> query = new HashMap<>();
    String body = "";
    boolean file = FILE.equals(request.getContentType());
    if (request.getMethod().equals("POST") && !file) {
      body = body(request); // first: asking for parameters would eat it
    } else {
      request.getParameterMap().forEach((name, values) -> query.put(name, values[0]));
    }
    return new Ask(
        request.getMethod(),
        request.getRequestURI(),
        query,
        body,
        word(request),
        request.getRemoteAddr(),
        header(request, "Origin"),
        header(request, "Host"),
        header(request, "If-None-Match"),
        file ? most -> file(request, most) : Upload.NONE);
  }

  private static byte[] file(HttpServletRequest request, int most) throws IOException {
    boolean larger = request.getContentLengthLong() > most;
    byte[] bytes = larger ? new byte[0] : request.getInputStream().readNBytes(most + 1);
    if (larger || bytes.length > most) {
      throw new Upload.TooLarge(most);
    }
    return bytes;
  }

  /** JSON of at most four kilobytes; anything else is nothing. */
  private static String body(HttpServletRequest request) throws IOException {
    boolean json = "application/json".equals(request.getContentType());
    byte[] bytes = request.getInputStream().readNBytes(LONGEST_BODY + 1);
    return json && bytes.length <= LONGEST_BODY ? new String(bytes, StandardCharsets.UTF_8) : "";
  }

  private static String word(HttpServletRequest request) {
    Cookie[] cookies = Objects.requireNonNullElse(request.getCookies(), new Cookie[0]);
    return Arrays.stream(cookies)
        .filter(cookie -> cookie.getName().equals(Entrance.COOKIE))
        .map(Cookie::getValue)
        .findFirst()
        .orElse("");
  }

  private static String header(HttpServletRequest request, String name) {
    return Objects.requireNonNullElse(request.getHeader(name), "");
  }
}
