package io.firedamp.console;

import io.firedamp.console.door.Right;
import io.firedamp.console.door.Sessions;
import io.firedamp.console.door.Sessions.Entry;
import io.firedamp.console.door.Sessions.Refusal;
import io.firedamp.console.door.Sessions.Session;
import io.firedamp.health.Level;
import io.firedamp.point.Quality;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Coming in, going out, and who is in. Any thread. */
final class Entrance implements Questions {
  /** The name of the cookie; the prefix makes browsers keep it to this host and to HTTPS. */
  static final String COOKIE = "__Host-firedamp";

  private static final String COOKIE_RULES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

  private final Site site;
  private final Sessions sessions;
  private final Supplier<Optional<Instant>> certificate;

  /**
   * @param certificate when the pages' own certificate ends
   */
  Entrance(Site site, Sessions sessions, Supplier<Optional<Instant>> certificate) {
    this.site = site;
    this.sessions = sessions;
    this.certificate = certificate;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("POST", "/api/login", Right.ENTER, this::login),
        new Route("POST", "/api/logout", Right.LOOK, this::logout),
        new Route("GET", "/api/me", Right.LOOK, this::me));
  }

  private Answer login(Ask ask, Optional<Session> before) {
    Map<String, String> form = Json.texts(ask.body());
    String user = form.getOrDefault("user", "");
    Entry entry = sessions.enter(user, form.getOrDefault("password", ""), ask.address());
    if (entry.refusal().isPresent()) {
      return entry.refusal().get() == Refusal.WAIT
          ? Answer.refused(429, "too many attempts; wait a minute", "尝试次数过多，请一分钟后再试")
              .with("Retry-After", "60")
          : Answer.refused(401, "wrong name or password", "用户名或密码错误");
    }
    before.ifPresent(session -> sessions.leave(session.word()));
    return Answer.json("{}")
        .with("Set-Cookie", COOKIE + "=" + entry.session().orElseThrow().word() + COOKIE_RULES);
  }

  private Answer logout(Ask ask, Optional<Session> who) {
    sessions.leave(ask.word());
    return Answer.json("{}").with("Set-Cookie", COOKIE + "=; Max-Age=0" + COOKIE_RULES);
  }

  /** Who asks, at which site, and the words of the gateway for levels and qualities. */
  private Answer me(Ask ask, Optional<Session> who) {
    return Answer.json(
        Json.object(
            json -> {
              json.writeStringField("user", who.map(Session::user).orElse(""));
              json.writeBooleanField("admin", who.orElseThrow().may(Right.ADMINISTER));
              json.writeStringField("project", site.project().map(p -> p.name()).orElse(""));
              Json.time(json, "certificate", certificate.get().orElse(Instant.EPOCH));
              json.writeObjectFieldStart("levels");
              for (Level level : Level.values()) {
                Json.text(json, level.name(), level.text());
              }
              json.writeEndObject();
              json.writeObjectFieldStart("qualities");
              for (Quality quality : Quality.values()) {
                Json.text(json, quality.name(), quality.text());
              }
              json.writeEndObject();
            }));
  }
}
