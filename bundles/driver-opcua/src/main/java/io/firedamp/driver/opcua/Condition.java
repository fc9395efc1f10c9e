package io.firedamp.driver.opcua;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.text.Text;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What there is to say of a source beyond that the link is up or down, which the pipeline says:
 * certificates that expire, a password in clear, and clocks. Any thread.
 */
final class Condition implements Vital {
  private record State(Level level, String code, Text cause, Text remedy) {}

  private static final State FINE = new State(Level.OK, Health.OK, Text.NONE, Text.NONE);

  private final String subject;
  private final SiteClock clock;
  private final Certificates certificates;
  private final Skew server = new Skew();
  private final Skew source = new Skew();
  private volatile Optional<Instant> serverExpiry = Optional.empty();
  private volatile boolean secured;
  private volatile boolean clearPassword;
  private volatile long sessions;
  private String code = "";
  private Instant since = Instant.EPOCH;

  Condition(String name, SiteClock clock, Certificates certificates) {
    this.subject = "opcua " + name;
    this.clock = clock;
    this.certificates = certificates;
  }

  /** A session was opened. */
  void connected(Session session) {
    Optional<X509Certificate> certificate = session.entrance().certificate();
    serverExpiry = certificate.map(present -> present.getNotAfter().toInstant());
    secured = certificate.isPresent();
    clearPassword = session.entrance().clearPassword();
    sessions++;
  }

  /** Of the certificate in the folder, which the next connection uses. */
  private Optional<Instant> ownExpiry() {
    return secured ? certificates.ownExpiry() : Optional.empty();
  }

  /** How far the server's clock is ahead of the site's. */
  void serverClock(Duration ahead) {
    server.add(ahead);
  }

  /** How far the newest of the sources' times is ahead of the tick. */
  void sourceClock(Duration ahead) {
    source.add(ahead);
  }

  @Override
  public List<Health> health() {
    Instant now = clock.instant();
    Optional<Instant> ownExpiry = ownExpiry();
    State state = state(now, ownExpiry);
    synchronized (this) {
      if (!state.code().equals(code)) {
        code = state.code();
        since = now;
      }
      return List.of(
          new Health(
              subject,
              state.level(),
              since,
              state.code(),
              state.cause(),
              state.remedy(),
              figures(now, ownExpiry)));
    }
  }

  private State state(Instant now, Optional<Instant> ownExpiry) {
    Optional<State> expiry =
        expiry(
                now,
                ownExpiry,
                new Text("the gateway's own OPC UA certificate", "网关自身的 OPC UA 证书"),
                new Text(
                    "firedamp:opcua-certificates renew, then make the servers trust the new one.",
                    "执行 firedamp:opcua-certificates renew，并在服务器上信任新证书。"))
            .or(
                () ->
                    expiry(
                        now,
                        serverExpiry,
                        new Text("the server's certificate", "服务器证书"),
                        new Text(
                            "Renew it on the server, then firedamp:opcua-certificates approve.",
                            "请在服务器上更新证书，然后执行 firedamp:opcua-certificates approve。")));
    if (expiry.isPresent()) {
      return expiry.get();
    }
    return clearPassword
        ? new State(
            Level.NOTICE,
            "opcua.password-in-clear",
            new Text(
                "The password goes to the server unencrypted, where others on the network can read"
                    + " it.",
                "密码未加密传输，网络上的其他人可以读取。"),
            new Text(
                "Set security.policy, or let the server offer encrypted passwords.",
                "请设置 security.policy，或在服务器上启用密码加密。"))
        : FINE;
  }

  private static Optional<State> expiry(
      Instant now, Optional<Instant> end, Text whose, Text remedy) {
    if (end.isEmpty() || now.plus(Certificates.NOTICE).isBefore(end.get())) {
      return Optional.empty();
    }
    boolean over = now.isAfter(end.get());
    return Optional.of(
        over
            ? new State(
                Level.MAJOR,
                "opcua.certificate-expired",
                new Text(
                    whose.en() + " expired at " + end.get() + "; the next connection will fail.",
                    whose.zh() + "已于 " + end.get() + " 过期，下次连接将失败。"),
                remedy)
            : new State(
                Level.NOTICE,
                "opcua.certificate-expires",
                new Text(
                    whose.en() + " expires at " + end.get() + ".",
                    whose.zh() + "将于 " + end.get() + " 过期。"),
                remedy));
  }

  private List<Figure> figures(Instant now, Optional<Instant> ownExpiry) {
    return List.of(
        Figure.of("sessions", "sessions opened", "已建立会话数", sessions, ""),
        Figure.of(
            "clock.skew", "server's clock ahead, median", "服务器时钟超前中位数", server.medianMs(), "ms"),
        Figure.of(
            "source.skew",
            "newest source time after the tick, median",
            "最新源时间戳相对采集时刻中位数",
            source.medianMs(),
            "ms"),
        Figure.of(
            "certificate.days",
            "server's certificate valid for",
            "服务器证书剩余有效期",
            days(now, serverExpiry),
            "d"),
        Figure.of(
            "own.certificate.days",
            "own certificate valid for",
            "网关证书剩余有效期",
            days(now, ownExpiry),
            "d"));
  }

  private static double days(Instant now, Optional<Instant> end) {
    return end.map(expiry -> (double) Duration.between(now, expiry).toDays()).orElse(Double.NaN);
  }
}
