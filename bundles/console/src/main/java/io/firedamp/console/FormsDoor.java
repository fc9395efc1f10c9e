package io.firedamp.console;

import io.firedamp.console.door.Addresses;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions;
import io.firedamp.console.door.Sessions.Session;
import io.firedamp.console.forms.Forms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.felix.webconsole.WebConsoleSecurityProvider3;

/**
 * The door of the Web Console: the pages' session opens it, for administrators. Any thread.
 *
 * <p>Design note: what its forms save is taken here, before the console sees it. The console would
 * put it into the framework's memory, a new one under a number instead of a name, and the file
 * would get it second hand, with Chinese as {@code \\u}. So the console only shows.
 */
final class FormsDoor implements WebConsoleSecurityProvider3 {
  /** The page that leads here, and to which the forms lead back. */
  static final String PAGE = "/configuration";

  /** The console's pages have scripts and styles within; everything else is as strict as ours. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
              + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer");

  private static final String ROOT = "/system/console";
  private static final String FORMS = ROOT + "/configMgr";

  /** What a form is made of, and the way out. */
  private static final Pattern PARTS = Pattern.compile(ROOT + "/(logout|res(/[\\w-][\\w.-]*)+)");

  private static final List<String> COMMANDS = List.of("apply", "delete", "unbind");

  private final Addresses allowed;
  private final Sessions sessions;
  private final Forms forms;

  FormsDoor(Addresses allowed, Sessions sessions, Forms forms) {
    this.allowed = allowed;
    this.sessions = sessions;
    this.forms = forms;
  }

  /** Whether the console is to answer; if not, it is answered. */
  @Override
  public boolean authenticate(HttpServletRequest request, HttpServletResponse response) {
    HEADERS.forEach(response::setHeader);
    try {
      Optional<Session> who = sessions.asks(Door.word(request));
      if (!allowed.hold(request.getRemoteAddr()) || isForeign(request)) {
        refuse(response, 403, "not from here | 来源不允许");
      } else if (who.isEmpty()) {
        response.sendRedirect("/login?next=" + URLEncoder.encode(PAGE, StandardCharsets.UTF_8));
      } else if (!who.get().may(Right.ADMINISTER)) {
        refuse(response, 403, "this needs the role admin | 需要角色 admin");
      } else if (!request.getMethod().equals("GET")) {
        take(request, response, who.get());
      } else if (isCommand(request)) {
        refuse(response, 405, "not in this way | 不支持的请求方法");
      } else if (isList(request)) {
        response.sendRedirect(PAGE);
      } else if (!isShown(request)) {
        refuse(response, 404, "not one of the gateway's forms | 不是网关的表单");
      } else {
        request.setAttribute(USER_ATTRIBUTE, who.get().user());
        return true;
      }
      return false;
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** A question of another site's page, or one that would bring its words into the console's. */
  private static boolean isForeign(HttpServletRequest request) {
    String origin = Door.header(request, "Origin");
    String back = request.getParameter("referer");
    return !origin.isEmpty() && !origin.equals("https://" + Door.header(request, "Host"))
        || back != null && !back.equals(PAGE);
  }

  /** The console takes commands also from an address. */
  private static boolean isCommand(HttpServletRequest request) {
    return COMMANDS.stream().anyMatch(command -> request.getParameter(command) != null);
  }

  /** Our page is the list, and knows names. */
  private static boolean isList(HttpServletRequest request) {
    return request.getRequestURI().matches(ROOT + "(/|/configMgr/?)?");
  }

  /** What is not ours may have secrets that nobody marked as such. */
  private boolean isShown(HttpServletRequest request) throws IOException {
    String path = request.getRequestURI();
    return PARTS.matcher(path).matches()
        || path.matches(FORMS + "/[^/;]+")
            && request.getParameter("pid") == null
            && forms.know(pid(path));
  }

  private static String pid(String path) {
    return URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
  }

  private void take(HttpServletRequest request, HttpServletResponse response, Session who)
      throws IOException {
    Map<String, String> values = new HashMap<>();
    request.getParameterMap().forEach((key, all) -> values.put(key, all[0]));
    String pid = pid(request.getRequestURI());
    try {
      if (values.containsKey("apply") && values.containsKey("delete")) {
        forms.remove(pid);
      } else if (values.containsKey("apply")) {
        List<String> ticked = List.of(values.getOrDefault("propertylist", "").split(","));
        forms.save(
            who.word(), pid, values.getOrDefault("factoryPid", ""), values, Set.copyOf(ticked));
      } else {
        refuse(response, 405, "not in this way | 不支持的请求方法");
        return;
      }
      answer(response, 200, "application/json", "{}");
    } catch (IllegalArgumentException wrong) {
      refuse(response, 400, Objects.requireNonNullElse(wrong.getMessage(), ""));
    }
  }

  private static void refuse(HttpServletResponse response, int status, String why)
      throws IOException {
    answer(response, status, "text/plain; charset=utf-8", why);
  }

  /** The whole of it: what is not on its way would become a refusal of the web server's. */
  private static void answer(HttpServletResponse response, int status, String type, String body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.getWriter().write(body);
    response.flushBuffer();
  }

  /** Nobody comes in with a password here: the pages' login counts the attempts. */
  @Override
  public Object authenticate(String user, String password) {
    return null;
  }

  @Override
  public boolean authorize(Object user, String role) {
    return true;
  }

  @Override
  public void logout(HttpServletRequest request, HttpServletResponse response) {
    sessions.leave(Door.word(request));
    try {
      response.sendRedirect("/login");
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
