package io.firedamp.simulator.platform;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.firedamp.clock.SiteClock;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.simulator.platform.Verdict.Finding;
import io.firedamp.text.Text;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform without its network: takes a message, has it judged, counts it, words the reply.
 *
 * <p>It logs a line for each kind of objection when it first comes up and one when there were none
 * for a while; never one for a good packet. One thread hands in messages, another one the answers
 * to commands; any thread may ask how it is.
 */
final class Desk implements Vital {
  static final String DATA = "server/data/upload";
  static final String HEART = "server/heart";
  static final String KEY = "server/crypto/upload";
  static final String ANSWER = "server/cmd/reply";
  private static final String COMMAND = "client/cmd";
  private static final String DATA_REPLY = "client/data/upload/reply";
  private static final String HEART_REPLY = "client/heart/reply";
  private static final String KEY_REPLY = "client/crypto/upload/reply";

  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final String SUBJECT = "platform (simulated)";

  /** So long without an objection, and the matter is closed. */
  static final Duration PEACE = Duration.ofSeconds(60);

  /** Three heartbeats that did not come (CCER-7.8-05). */
  static final Duration SILENCE = Duration.ofSeconds(180);

  /** 雪花算法: 41 bits of milliseconds since 2010-11-04T01:42:54.657Z, 22 of worker and sequence. */
  private static final long SNOWFLAKE_EPOCH_MS = 1_288_834_974_657L;

  private static final int SNOWFLAKE_SHIFT = 22;

  private final SiteClock clock;
  private final Envelope envelope;
  private final Behaviour behaviour;
  private final Judge judge = new Judge(Parameters.annexC());
  private final Scorecard scorecard;
  private final Recall recall = new Recall(Parameters.annexC());

  // all below is guarded by this
  private final Set<String> reported = new HashSet<>();
  private long received;
  private long accepted;
  private long refused;
  private long delayed;
  private long repeated;
  private long unreadable;
  private long muted;
  private long heartbeats;
  private long keyRequests;
  private long commands;
  private long answers;
  private long answersWrong;
  private long lastId;
  private boolean confirmed;
  private Optional<Instant> lastHeartbeat = Optional.empty();
  private Optional<Trouble> trouble = Optional.empty();
  private Optional<Text> linkTrouble = Optional.of(new Text("not yet connected", "尚未连接"));
  private Instant linkSince;

  /** A time with objections: since when, the last one, and when that was. */
  private record Trouble(Instant since, Instant last, String code, Text text, long count) {}

  /** A message to publish below the main topic. */
  record Reply(String topic, byte[] payload) {}

  Desk(SiteClock clock, Envelope envelope, Behaviour behaviour) {
    this.clock = clock;
    this.envelope = envelope;
    this.behaviour = behaviour;
    Set<Rule> pointless = EnumSet.noneOf(Rule.class);
    if (!envelope.secret()) {
      pointless.add(Rule.CLEAR);
    }
    if (envelope.handshake().isEmpty()) {
      pointless.add(Rule.KEY);
    }
    this.scorecard = new Scorecard(pointless);
    this.linkSince = clock.instant();
  }

  /**
   * Takes one message.
   *
   * @param topic what stands behind the main topic: {@link #DATA}, {@link #HEART}, {@link #KEY} or
   *     {@link #ANSWER}
   * @param payload as it came
   * @param arrived when it came
   * @return what to answer, if anything
   */
  Optional<Reply> take(String topic, byte[] payload, Instant arrived) {
    if (topic.equals(ANSWER)) {
      answer(payload, arrived);
      return Optional.empty();
    }
    return request(topic, payload, arrived);
  }

  private synchronized Optional<Reply> request(String topic, byte[] payload, Instant arrived) {
    scorecard.seen(Kind.ANY);
    return switch (topic) {
      case DATA -> data(payload, arrived);
      case HEART -> heartbeat(payload, arrived);
      case KEY ->
          envelope
              .handshake()
              .map(negotiation -> key(negotiation, payload, arrived))
              .orElseGet(() -> unexpected(topic, arrived));
      default -> unexpected(topic, arrived);
    };
  }

  private Optional<Reply> unexpected(String topic, Instant arrived) {
    Text text = new Text("a message on " + topic, "在 " + topic + " 收到消息");
    scorecard.note(Kind.ANY, new Finding(Rule.TOPIC, text), arrived);
    object("platform.unexpected-topic", topic, text, arrived);
    return Optional.empty();
  }

  /** CCER-7.5-04: what cannot be decrypted is answered in clear, for want of a key (AMB-80). */
  private Optional<Reply> key(Envelope.Handshake negotiation, byte[] payload, Instant arrived) {
    keyRequests++;
    scorecard.seen(Kind.KEY_REQUEST);
    Optional<String> text = open(payload, arrived);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Judge.KeyRequest request = judge.keyRequest(text.get());
    Verdict verdict = request.verdict();
    if (negotiation.whole()) {
      verdict = inClear(payload, verdict);
    }
    boolean read = false;
    if (verdict.accepted()) {
      try {
        envelope.learn(negotiation, request.key());
        read = true;
      } catch (Envelope.Unreadable wrong) {
        verdict = verdict.refused(new Finding(Rule.KEY, wrong.text()));
      }
    }
    if (read && keyRequests <= behaviour.keyRefuse()) {
      verdict =
          verdict.refused(
              new Finding(
                  Rule.REHEARSAL,
                  new Text(
                      "rehearsal: the first " + behaviour.keyRefuse() + " keys are refused",
                      "演练：前" + behaviour.keyRefuse() + "次密钥请求拒绝")));
    }
    confirmed = verdict.accepted();
    note(Kind.KEY_REQUEST, verdict, arrived);
    if (verdict.id().isEmpty()) {
      return Optional.empty();
    }
    String message = reply("request_id", verdict, "");
    return Optional.of(
        new Reply(
            KEY_REPLY, read ? envelope.seal(message) : message.getBytes(StandardCharsets.UTF_8)));
  }

  private Optional<Reply> data(byte[] payload, Instant arrived) {
    received++;
    scorecard.seen(Kind.DATA);
    Optional<String> text = open(payload, arrived);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Verdict verdict = afterKey(inClear(payload, judge.data(text.get(), arrived)));
    if (verdict.accepted() && behaviour.refuses(received)) {
      verdict = verdict.refused(rehearsal());
    }
    if (verdict.accepted()) {
      accepted++;
      verdict.sample().ifPresent(recall::live);
    } else {
      refused++;
    }
    if (verdict.delayed()) {
      delayed++;
    }
    if (verdict.repeated()) {
      repeated++;
    }
    note(Kind.DATA, verdict, arrived);
    if (!verdict.replyDue() || verdict.id().isEmpty()) {
      return Optional.empty();
    }
    if (behaviour.mute(received)) {
      muted++;
      return Optional.empty();
    }
    return sealed(
        DATA_REPLY, reply("response_id", verdict, ",\"status\":\"" + behaviour.status() + "\""));
  }

  private Optional<Reply> heartbeat(byte[] payload, Instant arrived) {
    heartbeats++;
    scorecard.seen(Kind.HEARTBEAT);
    lastHeartbeat = Optional.of(arrived);
    Optional<String> text = open(payload, arrived);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Verdict verdict = afterKey(inClear(payload, judge.heartbeat(text.get())));
    note(Kind.HEARTBEAT, verdict, arrived);
    return verdict.id().isEmpty()
        ? Optional.empty()
        : sealed(HEART_REPLY, reply("response_id", verdict, ""));
  }

  /** Deciphers and reads without the lock: live packets do not wait for an hour of data. */
  private void answer(byte[] payload, Instant arrived) {
    Optional<Recall.Packet> packet = Optional.empty();
    Optional<Envelope.Unreadable> problem = Optional.empty();
    try {
      packet = Optional.of(recall.read(envelope.open(payload), arrived));
    } catch (Envelope.Unreadable wrong) {
      problem = Optional.of(wrong);
    }
    synchronized (this) {
      scorecard.seen(Kind.ANY);
      scorecard.seen(Kind.ANSWER_PACKET);
      answers++;
      problem.ifPresent(wrong -> unreadable(wrong, arrived));
      packet
          .map(recall::answer)
          .ifPresent(verdict -> answered(afterKey(inClear(payload, verdict)), arrived));
    }
  }

  private void answered(Verdict verdict, Instant now) {
    if (!verdict.accepted()) {
      answersWrong++;
    }
    note(Kind.ANSWER_PACKET, verdict, now);
  }

  /**
   * Words a command; whoever asked publishes it.
   *
   * @param type its cmd_type
   * @param from the first second asked for
   * @param to the last second asked for
   * @param sampleLike as the document's sample has it, which is no valid JSON
   * @return empty as long as the gateway's key is not known
   */
  synchronized Optional<Order> command(String type, Instant from, Instant to, boolean sampleLike) {
    if (!envelope.ready()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    lastId = Math.max(lastId + 1, (now.toEpochMilli() - SNOWFLAKE_EPOCH_MS) << SNOWFLAKE_SHIFT);
    Command command = new Command(Long.toString(lastId), type, from, to, now);
    recall.asked(command);
    commands++;
    return Optional.of(
        new Order(command, new Reply(COMMAND, envelope.seal(command.message(sampleLike)))));
  }

  /** A command and the message to publish. */
  record Order(Command command, Reply reply) {}

  private Optional<String> open(byte[] payload, Instant arrived) {
    try {
      return Optional.of(envelope.open(payload));
    } catch (Envelope.Unreadable wrong) {
      unreadable(wrong, arrived);
      return Optional.empty();
    }
  }

  private void unreadable(Envelope.Unreadable wrong, Instant arrived) {
    unreadable++;
    scorecard.note(Kind.ANY, new Finding(Rule.UNREADABLE, wrong.text()), arrived);
    object("platform.cannot-read", "UNREADABLE", wrong.text(), arrived);
  }

  private Verdict inClear(byte[] payload, Verdict verdict) {
    return envelope.secret() && Envelope.clear(payload)
        ? verdict.refused(
            new Finding(Rule.CLEAR, new Text("the message is not encrypted", "消息体未按约定加密")))
        : verdict;
  }

  /** CCER-7.5-01, CCER-7.5-05: nothing may come before the key is confirmed. */
  private Verdict afterKey(Verdict verdict) {
    return envelope.handshake().isEmpty() || confirmed
        ? verdict
        : verdict.refused(
            new Finding(Rule.KEY, new Text("sent before the key was confirmed", "密钥协商成功之前发送")));
  }

  private Finding rehearsal() {
    return new Finding(
        Rule.REHEARSAL,
        new Text(
            "rehearsal: every packet number " + behaviour.refuseEvery() + " is refused",
            "演练：每第" + behaviour.refuseEvery() + "包拒收"));
  }

  private Optional<Reply> sealed(String topic, String message) {
    return envelope.ready()
        ? Optional.of(new Reply(topic, envelope.seal(message)))
        : Optional.empty();
  }

  private String reply(String idField, Verdict verdict, String more) {
    String reason =
        verdict.accepted() && !verdict.delayed()
            ? ""
            : new String(JsonStringEncoder.getInstance().quoteAsString(verdict.words().zh()));
    return "{\"ts\":\""
        + clock.instant().toEpochMilli()
        + "\",\""
        + idField
        + "\":\""
        + new String(JsonStringEncoder.getInstance().quoteAsString(verdict.id()))
        + "\",\"result\":{\"success\":\""
        + (verdict.accepted() ? "1" : "0")
        + "\""
        + more
        + ",\"reason\":\""
        + reason
        + "\"}}";
  }

  private void note(Kind kind, Verdict verdict, Instant arrived) {
    scorecard.note(kind, verdict, arrived);
    String rules = verdict.rules();
    if (!rules.isEmpty()) {
      Text words = verdict.words();
      object(
          verdict.accepted() ? "platform.remarks" : "platform.refuses",
          kind + " " + rules,
          new Text(
              kind.label().en() + " " + verdict.id() + ": " + words.en(),
              kind.label().zh() + " " + verdict.id() + ": " + words.zh()),
          arrived);
    }
  }

  private void object(String code, String kind, Text text, Instant arrived) {
    closeIfQuiet(arrived);
    trouble =
        Optional.of(
            new Trouble(
                trouble.map(Trouble::since).orElse(arrived),
                arrived,
                code,
                text,
                trouble.map(Trouble::count).orElse(0L) + 1));
    if (reported.add(kind)) {
      LOG.warn("the simulated platform objects: {}", text.both());
    } else {
      LOG.debug("the simulated platform objects: {}", text.both());
    }
  }

  /** A verdict for each check. Any thread. */
  synchronized List<String> report(Locale locale) {
    return scorecard.report(locale);
  }

  /** The same as one line of JSON. Any thread. */
  synchronized String json() {
    return scorecard.json();
  }

  /** Once in a while: judges answers that ended, closes a matter that is over. Any thread. */
  synchronized void look(Instant now) {
    recall.ended(now).forEach(verdict -> answered(verdict, now));
    closeIfQuiet(now);
  }

  private void closeIfQuiet(Instant now) {
    if (trouble.isPresent() && !now.isBefore(trouble.get().last().plus(PEACE))) {
      LOG.info(
          "the simulated platform has no more objections: {} since {}; in all it received {} packets,"
              + " accepted {}, refused {}, could not read {}",
          trouble.get().count(),
          trouble.get().since(),
          received,
          accepted,
          refused,
          unreadable);
      trouble = Optional.empty();
      reported.clear();
    }
  }

  /** The broker is reached. */
  synchronized void linked() {
    if (linkTrouble.isPresent()) {
      linkTrouble = Optional.empty();
      linkSince = clock.instant();
      LOG.info("the simulated platform is connected to its broker");
    }
  }

  /** The broker is not reached. */
  synchronized void unlinked(Text cause) {
    if (!linkTrouble.equals(Optional.of(cause))) {
      if (linkTrouble.isEmpty()) {
        linkSince = clock.instant();
      }
      linkTrouble = Optional.of(cause);
      LOG.warn("the simulated platform has no broker: {}", cause.both());
    }
  }

  @Override
  public synchronized List<Health> health() {
    Instant now = clock.instant();
    if (linkTrouble.isPresent()) {
      return List.of(
          new Health(
              SUBJECT,
              Level.MAJOR,
              linkSince,
              "platform.no-broker",
              linkTrouble.get(),
              new Text(
                  "Compare broker, username and password with the broker's own file.",
                  "核对 broker、username、password 与代理的配置文件。"),
              figures(now)));
    }
    if (trouble.isPresent() && now.isBefore(trouble.get().last().plus(PEACE))) {
      Trouble at = trouble.get();
      return List.of(
          new Health(
              SUBJECT,
              Level.NOTICE,
              at.since(),
              at.code(),
              at.text(),
              at.code().equals("platform.cannot-read")
                  ? new Text(
                      "Compare cipher and keys of the platform and of the uplink.",
                      "核对平台与上行链路的 cipher 和密钥。")
                  : new Text("Compare the uplink's packet with the document.", "对照规范检查上行数据包。"),
              figures(now)));
    }
    if (lastHeartbeat.isPresent() && now.isAfter(lastHeartbeat.get().plus(SILENCE))) {
      return List.of(
          new Health(
              SUBJECT,
              Level.NOTICE,
              lastHeartbeat.get(),
              "platform.no-heartbeat",
              new Text("no heartbeat for three minutes", "三分钟未收到心跳"),
              new Text("See whether the uplink is connected.", "检查上行链路是否在线。"),
              figures(now)));
    }
    return List.of(Health.ok(SUBJECT, linkSince, figures(now)));
  }

  private List<Figure> figures(Instant now) {
    double beat =
        lastHeartbeat.map(last -> Duration.between(last, now).toSeconds() * 1.0).orElse(Double.NaN);
    return List.of(
        Figure.of("received", "packets received", "收到数据包", received, ""),
        Figure.of("accepted", "accepted", "已接收", accepted, ""),
        Figure.of("refused", "refused", "已拒收", refused, ""),
        Figure.of("unreadable", "unreadable", "无法解读", unreadable, ""),
        Figure.of("delayed", "delayed", "延迟", delayed, ""),
        Figure.of("repeated", "came twice", "重复", repeated, ""),
        Figure.of("muted", "left without a reply", "未应答", muted, ""),
        Figure.of("commands", "commands sent", "已下发指令", commands, ""),
        Figure.of("answers", "packets answering commands", "指令回复包", answers, ""),
        Figure.of("answers.wrong", "wrong answers", "指令回复有误", answersWrong, ""),
        Figure.of("keys", "key requests", "密钥请求", keyRequests, ""),
        Figure.of("heartbeats", "heartbeats", "心跳", heartbeats, ""),
        Figure.of("heartbeat.age", "last heartbeat", "距上次心跳", beat, "s"));
  }
}
