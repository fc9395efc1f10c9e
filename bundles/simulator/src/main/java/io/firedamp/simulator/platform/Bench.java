package io.firedamp.simulator.platform;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Vital;
import io.firedamp.settings.Settings;
import io.firedamp.simulator.broker.Exchange;
import io.firedamp.simulator.broker.Exchanges;
import io.firedamp.simulator.platform.Step.Act;
import io.firedamp.text.Text;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * A platform that runs: in the gateway's container or alone. It answers and judges what comes,
 * plays its script, and tells what it thinks. Any thread.
 */
public final class Bench implements Rehearsal, AutoCloseable {
  private final String name;
  private final SiteClock clock;
  private final Terms terms;
  private final Desk desk;
  private final BrokerLink link;
  private final Exchanges exchanges;
  private final int port;

  // what follows is of the link's one thread
  private Optional<Absence> absence = Optional.empty();
  private Optional<Instant> locked = Optional.empty();

  /** The broker is away. */
  private record Absence(Instant since, Instant until) {}

  private Bench(
      Settings settings,
      Access access,
      Terms terms,
      Envelope envelope,
      Exchanges exchanges,
      SiteClock clock,
      Journal journal) {
    this.name = settings.instance();
    this.clock = clock;
    this.terms = terms;
    this.exchanges = exchanges;
    this.port = port(access.uri());
    this.desk = new Desk(clock, envelope, terms, journal);
    this.link = link(settings, access);
  }

  /**
   * A platform that is not yet open.
   *
   * @param settings the configuration, of which all further questions are asked here
   * @param access where its broker is
   * @param exchanges where it finds that broker if it is one of ours
   * @param journal who is told what happens
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  public static Bench of(
      Settings settings, Access access, Exchanges exchanges, SiteClock clock, Journal journal) {
    Envelope envelope = Envelope.of(settings);
    Terms terms = Terms.of(settings, access);
    settings.check();
    Bench bench = new Bench(settings, access, terms, envelope, exchanges, clock, journal);
    // before its broker opens: who comes first is to be seen as well
    exchanges.watch(bench.port, bench.desk);
    return bench;
  }

  /** Starts to connect; does not wait for it. */
  public void open() {
    link.open();
  }

  private BrokerLink link(Settings settings, Access access) {
    try {
      return new BrokerLink(name, access, desk, this::tick, clock);
    } catch (MqttException | IllegalArgumentException noAddress) {
      settings.problem("broker", access.uri(), new Text("tcp://host:port", "tcp://主机:端口"));
      settings.check();
      throw new IllegalStateException(noAddress); // check has thrown
    }
  }

  /** Its health, to be registered by whoever opens it. */
  Vital vital() {
    return desk;
  }

  /** Plays what is due; whether there should be a broker. */
  private boolean tick() {
    Instant now = clock.instant();
    desk.look(now);
    end(now);
    for (Act act : desk.due(now)) {
      play(act, now);
    }
    return absence.isEmpty();
  }

  private void end(Instant now) {
    if (absence.filter(away -> !now.isBefore(away.until())).isPresent()) {
      try {
        for (Exchange exchange : exchanges.on(port).stream().toList()) {
          exchange.comeBack();
        }
        desk.wasAway(absence.get().since(), now);
        absence = Optional.empty();
        desk.does(new Text("script: the broker is back", "脚本: 代理恢复"));
      } catch (IOException taken) {
        // somebody has the port just now; the next tick tries again
      }
    }
    if (locked.filter(until -> !now.isBefore(until)).isPresent()) {
      locked = Optional.empty();
      exchanges.on(port).ifPresent(exchange -> exchange.refuseLogins(false));
      desk.does(new Text("script: logins are accepted again", "脚本: 恢复接受登录"));
    }
  }

  private void play(Act act, Instant now) {
    if (act instanceof Step.Ask ask) {
      ask(ask, now);
    } else if (!(act instanceof Step.Phase)) {
      exchanges
          .on(port)
          .ifPresentOrElse(
              exchange -> play(act, exchange, now),
              () ->
                  desk.does(
                      new Text(
                          "script: cannot be done, the broker on port " + port + " is not ours",
                          "脚本: 无法执行，端口 " + port + " 上的代理不是模拟代理")));
    }
  }

  private void play(Act act, Exchange exchange, Instant now) {
    if (act instanceof Step.Drop) {
      desk.does(new Text("script: connections are dropped", "脚本: 断开连接"));
      exchange.drop(terms.clientId());
    } else if (act instanceof Step.Away away && absence.isEmpty()) {
      desk.does(
          new Text(
              "script: the broker is "
                  + (away.mute() ? "deaf" : "away")
                  + " for "
                  + seconds(away.time()),
              "脚本: 代理" + (away.mute() ? "无应答 " : "离线 ") + seconds(away.time())));
      exchange.goAway(away.mute());
      absence = Optional.of(new Absence(now, now.plus(away.time())));
    } else if (act instanceof Step.Locked lock) {
      desk.does(
          new Text(
              "script: logins are refused for " + seconds(lock.time()),
              "脚本: 拒绝登录 " + seconds(lock.time())));
      exchange.refuseLogins(true);
      locked = Optional.of(now.plus(lock.time()));
    }
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  private void ask(Step.Ask ask, Instant now) {
    Instant second = Instant.ofEpochSecond(now.getEpochSecond());
    try {
      send(
          ask.type(),
          second.plus(ask.from()),
          second.plus(ask.to()),
          ask.sampleLike(),
          ask.twice());
    } catch (Unable why) {
      desk.does(
          new Text(
              "script: the command is not sent: " + why.text().en(),
              "脚本: 指令未下发: " + why.text().zh()));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public String command(String type, Instant from, Instant to, boolean sampleLike) throws Unable {
    return send(type, from, to, sampleLike, false);
  }

  private String send(String type, Instant from, Instant to, boolean sampleLike, boolean twice)
      throws Unable {
    if (!link.connected()) {
      throw new Unable(new Text("the broker is not reached", "未连接到代理"));
    }
    Desk.Order order =
        desk.command(type, from, to, sampleLike)
            .orElseThrow(
                () ->
                    new Unable(
                        new Text("the gateway has not sent its RSA key yet", "网关尚未完成 RSA 密钥协商")));
    try {
      link.send(order.reply());
      if (twice) {
        link.send(order.reply());
      }
    } catch (MqttException lost) {
      throw new Unable(new Text("the broker does not take it: " + lost, "代理未接收: " + lost));
    }
    String id = order.command().id();
    desk.does(new Text("command " + id + " is sent", "指令 " + id + " 已下发"));
    return id;
  }

  @Override
  public void play(String script) throws Unable {
    Script.Reading reading = Script.now(script);
    if (!reading.mistakes().isEmpty()) {
      throw new Unable(
          new Text(
              reading.mistakes().stream()
                  .map(mistake -> mistake.words().en())
                  .collect(Collectors.joining("\n")),
              reading.mistakes().stream()
                  .map(mistake -> mistake.words().zh())
                  .collect(Collectors.joining("\n"))));
    }
    desk.play(reading.script());
  }

  @Override
  public void stopPlaying() {
    desk.stopPlaying();
  }

  @Override
  public List<String> report(Locale locale) {
    return TextReport.lines(desk.report(name), locale);
  }

  @Override
  public String json() {
    return JsonReport.of(desk.report(name));
  }

  @Override
  public void write(Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Files.createDirectories(whole.getParent());
    Report report = desk.report(name);
    boolean page = file.toString().endsWith(".html");
    Files.writeString(
        whole,
        page
            ? HtmlReport.of(report)
            : String.join("\n", TextReport.lines(report, Locale.ENGLISH))
                + "\n\n"
                + String.join("\n", TextReport.lines(report, Locale.CHINESE))
                + "\n",
        StandardCharsets.UTF_8);
  }

  @Override
  public Summary summary() {
    Report report = desk.report(name);
    return new Summary(report.passed(), report.verdict(), report.total());
  }

  @Override
  public Text progress() {
    Report report = desk.report(name);
    Transfer.Figures transfer = report.transfer();
    String rate =
        transfer.due() == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", transfer.rate());
    long packets = report.seen().get(Kind.DATA);
    long beats = report.seen().get(Kind.HEARTBEAT);
    long failed = report.count(Scorecard.Outcome.FAILED);
    long median = report.delays().medianMs();
    return new Text(
        String.format(
            "packets %d, heartbeats %d, transfer rate %s, delay %d ms, checks failed %d",
            packets, beats, rate, median, failed),
        String.format(
            "数据包 %d，心跳 %d，传输率 %s，延迟 %d 毫秒，不通过 %d 项", packets, beats, rate, median, failed));
  }

  /** Ends the connection; takes a few seconds at most. */
  @Override
  public void close() {
    exchanges.unwatch(port, desk);
    link.close();
  }

  /** 0 where there is none; then it is no address, which is told elsewhere. */
  private static int port(String uri) {
    try {
      return Math.max(0, URI.create(uri).getPort());
    } catch (IllegalArgumentException none) {
      return 0;
    }
  }
}
