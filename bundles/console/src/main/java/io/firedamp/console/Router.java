package io.firedamp.console;

import io.firedamp.console.door.Addresses;
import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions;
import io.firedamp.console.door.Sessions.Session;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a question through to who answers it, if whoever asks may ask it. Any thread.
 *
 * <p>Files need no right: they are the same in every gateway. Everything that tells of this one is
 * a {@link Route}, and each names its right.
 */
final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final Answer NOT_FOUND = Answer.refused(404, "there is no such page", "没有此页面");
  private static final Answer LOG_IN = Answer.refused(401, "log in first", "请先登录");
  private static final Answer STRANGER =
      Answer.refused(403, "this address is not let in", "此地址不允许访问");
  private static final Answer OTHER_PAGE =
      Answer.refused(403, "asked from another site's page", "请求来自其他网站");

  private final Addresses allowed;
  private final Sessions sessions;
  private final Files files;
  private final List<Route> routes;

  Router(Addresses allowed, Sessions sessions, Files files, List<Route> routes) {
    this.allowed = allowed;
    this.sessions = sessions;
    this.files = files;
    this.routes = List.copyOf(routes);
  }

  Answer answer(Ask ask) {
    if (!allowed.hold(ask.address())) {
      return STRANGER;
    }
    List<Route> there = routes.stream().filter(r -> r.path().equals(ask.path())).toList();
    if (there.isEmpty()) {
      return ask.method().equals("GET") ? files.answer(ask).orElse(NOT_FOUND) : NOT_FOUND;
    }
    return there.stream()
        .filter(route -> route.method().equals(ask.method()))
        .findFirst()
        .map(route -> answer(route, ask))
        .orElseGet(() -> Answer.refused(405, "not in this way", "不支持的请求方法"));
  }

  private Answer answer(Route route, Ask ask) {
    if (!ask.origin().isEmpty() && !ask.origin().equals("https://" + ask.host())) {
      return OTHER_PAGE;
    }
    Optional<Session> who = sessions.asks(ask.word());
    if (route.right() != Right.ENTER) {
      if (who.isEmpty()) {
        return LOG_IN;
      }
      if (!who.get().may(route.right())) {
        String role = route.right().role().orElse("");
        return Answer.refused(403, "this needs the role " + role, "需要角色 " + role);
      }
    }
    try {
      return route.handler().answer(ask, who);
    } catch (IllegalArgumentException wrong) {
      return Answer.refused(400, "not understood: " + wrong.getMessage(), "无法理解的请求");
    } catch (Upload.TooLarge large) {
      int most = large.megabytes();
      return Answer.refused(413, "the file is larger than " + most + " MB", "文件大于 " + most + " MB")
          .with("Connection", "close"); // the rest of it is not read
    } catch (IOException | RuntimeException failed) {
      // a part that is asked may be on its way out, or its disk fail: the page is told, the log has
      // the rest
      LOG.warn("{} is not answered", ask.path(), failed);
      return Answer.refused(503, "cannot be answered just now; the log says more", "暂时无法回答，详情见日志");
    }
  }
}
