package io.firedamp.simulator.platform;

import io.firedamp.simulator.platform.Verdict.Finding;
import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is judged over the course of a run, not on a single message: who is there, whether data and
 * heartbeats keep their pace, whether what was refused comes again, whether all that annex D asks
 * for comes, and how much of it. No clock. One thread at a time.
 */
final class Course {
  /** 数据传输率低于90%的，需重新进行试运行. */
  private static final double RATE_PERCENT = 90;

  private static final Duration GAP = Duration.ofDays(3);
  private static final Duration LOST = Duration.ofDays(20);

  /** 数据传输周期应小于1分钟（含）. */
  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** What data may take from their time to here before they count as missing. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(60);

  private final Optional<Profile> profile;
  private final Judgement judgement;
  private final Transfer transfer;
  private final Delays delays = new Delays();
  private final Pulse pulse = new Pulse();
  private final Debts debts = new Debts();
  private final Set<String> present = new HashSet<>();
  private final Set<String> counted = Collections.newSetFromMap(new Recent<>());
  private Optional<Instant> newestData = Optional.empty();

  /** Who is told what was judged. */
  interface Judgement {
    /**
     * A check was made.
     *
     * @param wrong what is wrong; empty if nothing is
     * @param id the request_id that it is about; may be empty
     */
    void on(Kind kind, Rule rule, Optional<Text> wrong, String id, Instant at);
  }

  Course(Terms terms, Judgement judgement) {
    this.profile = terms.profile();
    this.transfer = new Transfer(terms.period());
    this.judgement = judgement;
  }

  /** A client is there. */
  void entered(String clientId) {
    present.add(clientId);
    newestData = Optional.empty();
  }

  /** From now on heartbeats and data may come. */
  void ready(Instant now) {
    pulse.present(now);
  }

  /**
   * A client is gone.
   *
   * @return whether it was known to be there
   */
  boolean left(String clientId) {
    boolean known = present.remove(clientId);
    if (known && present.isEmpty()) {
      cutOff();
    }
    return known;
  }

  /** Nobody can be heard: nothing is due. */
  void cutOff() {
    present.clear();
    pulse.absent();
    debts.forgive();
    newestData = Optional.empty();
  }

  /** The platform itself was away on purpose: nothing was due. */
  void wasAway(Instant from, Instant to) {
    transfer.excuse(from, to);
  }

  /**
   * Data were accepted.
   *
   * @return whether for the first time: what the script refuses comes again, and counts once
   */
  boolean accepted(Sample sample, boolean onTime, String id, Instant arrived) {
    if (!counted.add(sample.frame())) {
      return false;
    }
    transfer.add(sample, onTime);
    delays.add(sample.made(), arrived);
    if (!present.isEmpty() && newestData.isPresent()) {
      Duration since = Duration.between(newestData.get(), sample.ctime());
      Optional<Text> wrong = since.compareTo(MINUTE) > 0 ? noData(since) : Optional.empty();
      judgement.on(Kind.DATA, Rule.PERIOD, wrong, id, arrived);
    }
    if (newestData.isEmpty() || sample.ctime().isAfter(newestData.get())) {
      newestData = Optional.of(sample.ctime());
    }
    profile
        .flatMap(asked -> asked.add(sample))
        .ifPresent(missing -> judgement.on(Kind.DATA, Rule.PROFILE, lacking(missing), id, arrived));
    return true;
  }

  private static Optional<Text> noData(Duration time) {
    return Optional.of(
        new Text("no data for " + time.toSeconds() + " s", time.toSeconds() + " 秒内无数据"));
  }

  private static Optional<Text> lacking(Set<String> missing) {
    String codes = String.join(" ", missing);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(new Text("within a minute no " + codes, "一分钟内缺少 " + codes));
  }

  /** A heartbeat came. */
  void beat(Instant arrived) {
    if (!present.isEmpty()) {
      judge(pulse.beat(arrived), arrived);
    }
  }

  /** The last heartbeat was not answered well: the next may come before its time. */
  void mayBeatAgain() {
    pulse.mayRepeat();
  }

  private void judge(List<Pulse.Judged> all, Instant at) {
    all.forEach(one -> judgement.on(Kind.HEARTBEAT, one.rule(), one.wrong(), "", at));
  }

  /**
   * Something was refused with which nothing was wrong.
   *
   * @param what by which it is known again
   */
  void owes(Kind kind, String what, String id, Instant now) {
    debts.owe(kind, what, id, now);
  }

  /** Something came; if it had to come again, it has. */
  void came(Kind kind, String what, Instant arrived) {
    if (debts.paid(kind, what)) {
      judgement.on(kind, Rule.RESENT, Optional.empty(), "", arrived);
    }
  }

  /** Once in a while: judges what did not come. */
  void look(Instant now) {
    judge(pulse.look(now), now);
    if (!present.isEmpty()
        && newestData
            .filter(newest -> now.isAfter(newest.plus(MINUTE).plus(ON_THE_WAY)))
            .isPresent()) {
      newestData = Optional.empty();
      judgement.on(Kind.DATA, Rule.PERIOD, noData(MINUTE), "", now);
    }
    for (Debts.Debt debt : debts.overdue(now)) {
      Text text = new Text(debt.id() + " did not come again", debt.id() + " 未重新发送");
      judgement.on(debt.kind(), Rule.RESENT, Optional.of(text), debt.id(), now);
    }
  }

  Transfer.Figures transfer() {
    return transfer.figures();
  }

  Delays.Figures delays() {
    return delays.figures();
  }

  /** What is judged on the whole of the run so far: a finding, or empty if it is well. */
  Map<Rule, Optional<Finding>> standing() {
    Map<Rule, Optional<Finding>> standing = new EnumMap<>(Rule.class);
    profile
        .flatMap(Profile::soFar)
        .ifPresent(
            missing ->
                standing.put(
                    Rule.PROFILE, lacking(missing).map(text -> new Finding(Rule.PROFILE, text))));
    Transfer.Figures figures = transfer.figures();
    if (figures.due() > 0) {
      standing.put(Rule.RATE, rate(figures.rate()));
      standing.put(Rule.GAP, tooLong(Rule.GAP, figures.gap(), GAP));
      standing.put(Rule.LOST, tooLong(Rule.LOST, figures.lost(), LOST));
    }
    return standing;
  }

  private static Optional<Finding> rate(double percent) {
    String words = String.format(Locale.ROOT, "%.2f %%", percent);
    return percent >= RATE_PERCENT
        ? Optional.empty()
        : Optional.of(new Finding(Rule.RATE, Text.same(words)));
  }

  private static Optional<Finding> tooLong(Rule rule, Duration time, Duration most) {
    Text words = new Text(time.toHours() + " h", time.toHours() + " 小时");
    return time.compareTo(most) <= 0 ? Optional.empty() : Optional.of(new Finding(rule, words));
  }
}
