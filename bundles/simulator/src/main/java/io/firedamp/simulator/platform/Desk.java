package io.firedamp.simulator.platform;

import io.firedamp.clock.SiteClock;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.simulator.broker.Guests;
import io.firedamp.simulator.platform.Step.Act;
import io.firedamp.simulator.platform.Step.Fault;
import io.firedamp.simulator.platform.Step.Wrong;
import io.firedamp.simulator.platform.Verdict.Finding;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The platform without its network: takes a message, has it judged, counts it, and has the reply
 * worded.
 *
 * <p>It tells of each kind of objection when it first comes up, and when there were none for a
 * while; never of a good packet. One thread hands in messages, another one the answers to commands,
 * a third one who comes and goes; any thread may ask how it is.
 */
final class Desk implements Vital, Guests {
  static final String DATA = "server/data/upload";
  static final String HEART = "server/heart";
  static final String KEY = "server/crypto/upload";
  static final String ANSWER = "server/cmd/reply";
  private static final String COMMAND = "client/cmd";

  private static final String SUBJECT = "platform (simulated)";

  /** So long without an objection, and the matter is closed. */
  static final Duration PEACE = Duration.ofSeconds(60);

  /** Three heartbeats that did not come (CCER-7.8-05). */
  static final Duration SILENCE = Duration.ofSeconds(180);

  /** 雪花算法: 41 bits of milliseconds since 2010-11-04T01:42:54.657Z, 22 of worker and sequence. */
  private static final long SNOWFLAKE_EPOCH_MS = 1_288_834_974_657L;

  private static final int SNOWFLAKE_SHIFT = 22;
  private static final int EVENTS = 500;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));
  private static final Pattern CLIENT_ID = Pattern.compile("[0-9A-Za-z]{14}");

  private final SiteClock clock;
  private final Envelope envelope;
  private final Terms terms;
  private final Journal journal;
  private final Replies replies;
  private final Judge judge = new Judge(Parameters.annexC());
  private final Scorecard scorecard;
  private final Recall recall = new Recall(Parameters.annexC());
  private final Instant opened;

  // all below is guarded by this
  private final Conduct conduct;
  private final Course course;
  private final Deque<Report.Event> events = new ArrayDeque<>();
  private final Set<String> reported = new HashSet<>();
  private int status;

  /** Whether it sees who comes and goes: its broker is one of ours. */
  private boolean watched;

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

  /**
   * A message to publish below the main topic.
   *
   * @param delay how much later
   */
  record Reply(String topic, byte[] payload, Duration delay) {}

  /**
   * @param journal who is told what is noteworthy
   */
  Desk(SiteClock clock, Envelope envelope, Terms terms, Journal journal) {
    this.clock = clock;
    this.envelope = envelope;
    this.terms = terms;
    this.journal = journal;
    this.replies = new Replies(clock, envelope);
    this.status = terms.status();
    this.conduct = new Conduct(terms.script());
    this.course = new Course(terms, this::judged);
    this.scorecard = new Scorecard();
    this.opened = clock.instant();
    this.linkSince = opened;
  }

  /** Whether that cannot fail under this configuration. */
  private boolean pointless(Kind kind, Rule rule) {
    if (kind == Kind.KEY_REQUEST && envelope.handshake().isEmpty()) {
      return true;
    }
    return switch (rule) {
      case CLEAR -> !envelope.secret();
      case KEY -> envelope.handshake().isEmpty();
      case PROFILE -> terms.profile().isEmpty();
      case CREDENTIALS, CLIENT_ID, RIGHTS, FIRST, PERIOD -> !watched;
      default -> false;
    };
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
    scorecard.fail(Kind.ANY, new Finding(Rule.TOPIC, text), arrived, "", "");
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
    course.came(Kind.KEY_REQUEST, "", arrived);
    Optional<Fault> fault = conduct.fault(Kind.KEY_REQUEST, arrived);
    verdict = scripted(verdict, fault, Kind.KEY_REQUEST, "", arrived);
    boolean before = confirmed;
    confirmed = verdict.accepted();
    if (confirmed && !before) {
      course.ready(arrived);
      tell(false, new Text("the gateway's RSA key is confirmed", "网关 RSA 公钥已确认"));
    }
    note(Kind.KEY_REQUEST, verdict, arrived, text.get());
    return reply(Kind.KEY_REQUEST, verdict, fault, !read);
  }

  private Optional<Reply> data(byte[] payload, Instant arrived) {
    received++;
    scorecard.seen(Kind.DATA);
    Optional<Fault> fault = conduct.fault(Kind.DATA, arrived);
    Optional<String> text = open(payload, arrived);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Verdict verdict = afterKey(inClear(payload, judge.data(text.get(), arrived)));
    String frame = verdict.sample().map(Sample::frame).orElse("");
    course.came(Kind.DATA, frame, arrived);
    verdict = scripted(verdict, fault, Kind.DATA, frame, arrived);
    if (verdict.accepted()) {
      accepted++;
      accept(verdict, arrived);
    } else {
      refused++;
    }
    note(Kind.DATA, verdict, arrived, text.get());
    return verdict.replyDue() ? reply(Kind.DATA, verdict, fault, false) : Optional.empty();
  }

  private void accept(Verdict verdict, Instant arrived) {
    delayed += verdict.delayed() ? 1 : 0;
    verdict.sample().ifPresent(recall::live);
    boolean fresh =
        verdict
            .sample()
            .map(sample -> course.accepted(sample, !verdict.delayed(), verdict.id(), arrived))
            .orElse(true);
    repeated += fresh ? 0 : 1;
  }

  private void judged(Kind kind, Rule rule, Optional<Text> wrong, String id, Instant at) {
    if (wrong.isEmpty()) {
      scorecard.pass(kind, rule);
    } else {
      scorecard.fail(kind, new Finding(rule, wrong.get()), at, id, "");
      object(
          "platform.refuses",
          kind + " " + rule,
          new Text(
              kind.label().en() + ": " + wrong.get().en(),
              kind.label().zh() + ": " + wrong.get().zh()),
          at);
    }
  }

  private Optional<Reply> heartbeat(byte[] payload, Instant arrived) {
    heartbeats++;
    scorecard.seen(Kind.HEARTBEAT);
    lastHeartbeat = Optional.of(arrived);
    Optional<Fault> fault = conduct.fault(Kind.HEARTBEAT, arrived);
    course.beat(arrived);
    Optional<String> text = open(payload, arrived);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Verdict verdict = afterKey(inClear(payload, judge.heartbeat(text.get())));
    course.came(Kind.HEARTBEAT, "", arrived);
    verdict = scripted(verdict, fault, Kind.HEARTBEAT, "", arrived);
    if (!verdict.accepted() || fault.isPresent()) {
      course.mayBeatAgain();
    }
    note(Kind.HEARTBEAT, verdict, arrived, text.get());
    return reply(Kind.HEARTBEAT, verdict, fault, false);
  }

  /** Refuses what is right, if the script asks for it; then it must come again. */
  private Verdict scripted(
      Verdict verdict, Optional<Fault> fault, Kind kind, String what, Instant now) {
    if (!verdict.accepted() || fault.filter(one -> one.wrong() == Wrong.REFUSED).isEmpty()) {
      return verdict;
    }
    if (verdict.replyDue()) {
      course.owes(kind, what, verdict.id(), now);
    }
    return verdict.refused(new Finding(Rule.REHEARSAL, fault.get().reason()));
  }

  /** Deciphers and reads without the lock: live packets do not wait for an hour of data. */
  private void answer(byte[] payload, Instant arrived) {
    Optional<Recall.Packet> packet = Optional.empty();
    Optional<Envelope.Unreadable> problem = Optional.empty();
    String text = "";
    try {
      text = envelope.open(payload);
      packet = Optional.of(recall.read(text, arrived));
    } catch (Envelope.Unreadable wrong) {
      problem = Optional.of(wrong);
    }
    synchronized (this) {
      scorecard.seen(Kind.ANY);
      scorecard.seen(Kind.ANSWER_PACKET);
      answers++;
      problem.ifPresent(wrong -> unreadable(wrong, arrived));
      if (packet.isPresent()) {
        Verdict verdict = recall.answer(packet.get());
        if (recall.firstPacket(verdict.id())) {
          scorecard.pass(Kind.ANSWER_PACKET, Rule.SILENT);
          tell(
              false,
              new Text(
                  "command " + verdict.id() + " is being answered",
                  "指令 " + verdict.id() + " 已开始回复"));
        }
        answered(afterKey(inClear(payload, verdict)), arrived, text);
      }
    }
  }

  private void answered(Verdict verdict, Instant now, String text) {
    if (verdict.faulty()) {
      answersWrong++;
    }
    note(Kind.ANSWER_PACKET, verdict, now, text);
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
        new Order(
            command,
            new Reply(COMMAND, envelope.seal(command.message(sampleLike)), Duration.ZERO)));
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
    scorecard.fail(Kind.ANY, new Finding(Rule.UNREADABLE, wrong.text()), arrived, "", "");
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

  private Optional<Reply> reply(Kind kind, Verdict verdict, Optional<Fault> fault, boolean clear) {
    if (verdict.id().isEmpty()) {
      return Optional.empty();
    }
    muted += fault.filter(one -> one.wrong() == Wrong.MISSING).isPresent() ? 1 : 0;
    return replies.to(kind, verdict, fault, status, clear);
  }

  private void note(Kind kind, Verdict verdict, Instant arrived, String message) {
    scorecard.note(kind, verdict, arrived, message);
    String rules = verdict.rules();
    Text words = verdict.words();
    if (rules.equals(Rule.REHEARSAL.name())) {
      if (reported.add(kind + " " + rules)) {
        tell(
            false,
            new Text(
                "script: " + kind.label().en() + " " + verdict.id() + " is refused",
                "脚本: 拒收" + kind.label().zh() + " " + verdict.id()));
      }
    } else if (!rules.isEmpty()) {
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
      tell(true, new Text("objects: " + text.en(), "检查发现: " + text.zh()));
    }
  }

  private void tell(boolean odd, Text text) {
    events.add(new Report.Event(clock.instant(), odd, text));
    if (events.size() > EVENTS) {
      events.remove();
    }
    journal.tell(odd, text);
  }

  /** What it thinks of the gateway so far. Any thread. */
  synchronized Report report(String name) {
    Instant now = clock.instant();
    return new Report(
        name,
        terms.topic(),
        terms.cipher(),
        opened,
        now,
        scorecard.seen(),
        scorecard.rows(this::pointless, course.standing(), now),
        course.transfer(),
        course.delays(),
        recall.progress(),
        conduct.played(),
        List.copyOf(events));
  }

  /** What the script wants to be done now. Any thread. */
  synchronized List<Act> due(Instant now) {
    List<Act> due = conduct.due(now);
    for (Act act : due) {
      if (act instanceof Step.Phase phase) {
        status = phase.status();
        tell(false, new Text("script: status " + status, "脚本: 状态 " + status));
      }
    }
    return due;
  }

  /** Plays one more script from now on. Any thread. */
  synchronized void play(Script script) {
    conduct.play(script, clock.instant());
  }

  /** Plays no script any more. Any thread. */
  synchronized void stopPlaying() {
    conduct.stop();
  }

  /** The platform itself was away on purpose: nothing was due. */
  synchronized void wasAway(Instant from, Instant to) {
    course.wasAway(from, to);
  }

  /** Tells of what the platform itself does. Any thread. */
  synchronized void does(Text text) {
    tell(false, text);
  }

  @Override
  public synchronized void entered(String clientId) {
    if (clientId.equals(terms.clientId())) {
      return;
    }
    Instant now = clock.instant();
    watched = true;
    course.entered(clientId);
    confirmed = false;
    scorecard.seen(Kind.LOGIN);
    if (!CLIENT_ID.matcher(clientId).matches()) {
      Text text =
          new Text(
              "client id " + clientId + " is not 14 letters and digits",
              "Clientid " + clientId + " 不是14位字母数字");
      scorecard.fail(Kind.LOGIN, new Finding(Rule.CLIENT_ID, text), now, "", "");
    }
    if (envelope.handshake().isEmpty()) {
      course.ready(now);
    }
    tell(false, new Text("client " + clientId + " has logged in", clientId + " 已登录"));
  }

  @Override
  public synchronized void left(String clientId) {
    if (clientId.equals(terms.clientId())) {
      return;
    }
    if (!course.left(clientId)) {
      return;
    }
    tell(false, new Text("client " + clientId + " is gone", clientId + " 已断开"));
  }

  @Override
  public synchronized void turnedAway(String clientId, Text why) {
    if (!clientId.equals(terms.clientId())) {
      scorecard.seen(Kind.LOGIN);
      broken(Rule.CREDENTIALS, clientId, why);
    }
  }

  @Override
  public synchronized void denied(String clientId, String topic, boolean publishing) {
    broken(
        Rule.RIGHTS,
        clientId,
        publishing
            ? new Text("may not publish on " + topic, "无权发布 " + topic)
            : new Text("may not subscribe to " + topic, "无权订阅 " + topic));
  }

  private void broken(Rule rule, String clientId, Text why) {
    Text text = new Text(clientId + ": " + why.en(), clientId + ": " + why.zh());
    Instant now = clock.instant();
    watched = true;
    scorecard.fail(Kind.LOGIN, new Finding(rule, text), now, "", "");
    object("platform.refuses", Kind.LOGIN + " " + rule, text, now);
  }

  /** Once in a while: judges answers that ended, closes a matter that is over. Any thread. */
  synchronized void look(Instant now) {
    recall.ended(now).forEach(verdict -> answered(verdict, now, ""));
    course.look(now);
    closeIfQuiet(now);
  }

  private void closeIfQuiet(Instant now) {
    if (trouble.isPresent() && !now.isBefore(trouble.get().last().plus(PEACE))) {
      long count = trouble.get().count();
      String since = TIME.format(trouble.get().since());
      tell(
          false,
          new Text(
              "no more objections: " + count + " since " + since,
              "不再发现问题: 自 " + since + " 起共 " + count + " 条"));
      trouble = Optional.empty();
      reported.clear();
    }
  }

  /** The broker is reached. */
  synchronized void linked() {
    if (linkTrouble.isPresent()) {
      linkTrouble = Optional.empty();
      linkSince = clock.instant();
      tell(false, new Text("connected to the broker", "已连接代理"));
    }
  }

  /** The broker is not reached. */
  synchronized void unlinked(Text cause) {
    if (!linkTrouble.equals(Optional.of(cause))) {
      if (linkTrouble.isEmpty()) {
        linkSince = clock.instant();
      }
      linkTrouble = Optional.of(cause);
      course.cutOff();
      tell(true, new Text("no broker: " + cause.en(), "代理未连接: " + cause.zh()));
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
