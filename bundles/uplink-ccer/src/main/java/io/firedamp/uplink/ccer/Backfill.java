package io.firedamp.uplink.ccer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers the platform's commands (7.7): one job after the other, a packet an hour, at least five
 * seconds apart, never without a command. Decides, and knows neither thread nor network nor store:
 * it is told what happened, and says what to do. One thread.
 *
 * <p>The windows of a job are those of the specification, hours from its begin. Only where the line
 * needs longer than 20 s for a packet, or the packet exceeds a configured limit, are they
 * shortened, because a live packet has to wait for the one that is being written.
 */
final class Backfill {
  /** What it has done by others; all of them return at once. */
  interface Hands {
    /**
     * Packs a window; one of {@link Backfill#packed}, {@link Backfill#begins}, {@link
     * Backfill#nothing} and {@link Backfill#failed} is told how that ended.
     */
    void pack(Job job, Instant from, Instant to);

    /** Publishes what was packed; {@link Backfill#receipt} is told when the broker has it. */
    void publish();

    /** Answers a command that cannot be carried out: success 0, and the reason. */
    void refuse(Command command, String reason);

    /** Remembers the jobs. */
    void remember(List<Job> jobs);
  }

  /**
   * A packet that has left.
   *
   * @param request the platform's request
   * @param from inclusive
   * @param to exclusive
   */
  record Sent(String request, Instant from, Instant to) {}

  static final Duration HOUR = Duration.ofHours(1);

  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(30);

  /** More would be nobody's need, and the list of them is written down with every packet. */
  static final int MOST_JOBS = 1000;

  /** A window that cannot be packed so often will not be by and by either. */
  static final int TRIES = 10;

  private enum State {
    IDLE,
    PACKING,
    SENDING,
    PAUSED
  }

  private final BackfillAccess access;
  private final Hands hands;
  private final List<Job> jobs = new ArrayList<>();
  private State state = State.IDLE;
  private boolean connected;
  private final LineRate line = new LineRate();
  private long bytes;

  /** Bytes that a second of a span takes, as far as it is known. */
  private double density;

  private Instant windowEnd = Instant.EPOCH;
  private Optional<Job> sending = Optional.empty();
  private int failures;
  private volatile double pace = Double.NaN;
  private long packingNanos;
  private long sentNanos;
  private long resumeNanos;

  Backfill(BackfillAccess access, List<Job> unfinished, Hands hands) {
    this.access = access;
    this.hands = hands;
    jobs.addAll(unfinished);
  }

  /** What is asked for and not done, in the order in which it is done. */
  List<Job> jobs() {
    return List.copyOf(jobs);
  }

  /** What is known of the line. */
  LineRate line() {
    return line;
  }

  /**
   * Seconds of a span that are sent in a second, pauses included; of the last packet, NaN before
   * the first. Any thread.
   */
  double pace() {
    return pace;
  }

  /**
   * Whether packets may wait for one of ours that is being written; a minute is too long for any
   * line that is alive.
   */
  boolean occupiesLine(long nanos) {
    return state == State.SENDING
        && nanos - sentNanos < LineRate.LONGEST_WRITE.multipliedBy(3).toNanos();
  }

  void connected() {
    connected = true;
  }

  /**
   * The packet on the line may be lost; its window is packed anew, with a new utime, and as long
   * after it as any other: the platform may have it.
   */
  void disconnected(long nanos) {
    connected = false;
    if (state == State.SENDING) {
      pause(nanos);
    }
  }

  /** A command came (M5). */
  void commanded(Command command, Instant now) {
    if (!command.type().equals(Command.BACKFILL)) {
      hands.refuse(command, "未知指令类型 " + command.type() + " (unknown cmd_type)");
      return;
    }
    if (jobs.stream().anyMatch(job -> job.id().equals(command.id()))) {
      return; // it is being answered (AMB-42)
    }
    Optional<String> objection = objection(command, now);
    if (objection.isPresent()) {
      hands.refuse(command, objection.get());
      return;
    }
    Instant from = command.from().orElseThrow();
    Instant to = end(command, now);
    jobs.add(new Job(command.id(), from, to, from, 0));
    hands.remember(jobs());
  }

  private Optional<String> objection(Command command, Instant now) {
    if (jobs.size() >= MOST_JOBS) {
      return Optional.of("待补传的时间段已达 " + MOST_JOBS + " 个 (as many spans wait already)");
    }
    if (command.from().isEmpty() || command.to().isEmpty()) {
      return Optional.of("ts_start 或 ts_end 不是秒级时间戳 (not an epoch second)");
    }
    Instant from = command.from().get();
    Instant to = command.to().get();
    if (to.isBefore(from)) {
      return Optional.of("ts_end 早于 ts_start (ts_end is before ts_start)");
    }
    boolean ahead = !to.isBefore(now.truncatedTo(ChronoUnit.SECONDS));
    if (!end(command, now).isAfter(from)
        || ahead && access.future() == BackfillAccess.Future.REJECT) {
      return Optional.of("时间段尚未到来 (the span lies in the future)");
    }
    if (access.maxHours() > 0
        && Duration.between(from, to).compareTo(Duration.ofHours(access.maxHours())) > 0) {
      return Optional.of("时间段超过 " + access.maxHours() + " 小时 (longer than allowed)");
    }
    return Optional.empty();
  }

  /** Exclusive: both ends of the command are inclusive, by the second (AMB-30). */
  private Instant end(Command command, Instant now) {
    Instant end = command.to().orElseThrow().plusSeconds(1);
    Instant complete = now.truncatedTo(ChronoUnit.SECONDS);
    boolean clipped = access.future() == BackfillAccess.Future.CLIP && end.isAfter(complete);
    return clipped ? complete : end;
  }

  /** A person gives a job up. The next one waits until its last packet has left the line. */
  boolean cancel(String id) {
    boolean known = jobs.removeIf(job -> job.id().equals(id));
    if (known) {
      failures = 0;
      hands.remember(jobs());
    }
    return known;
  }

  /** Does what is due. */
  void run(Instant now, long nanos) {
    if (state == State.PAUSED && nanos - resumeNanos >= 0) {
      state = State.IDLE;
    }
    if (!connected || state != State.IDLE) {
      return;
    }
    // one whose span is waited for lets the others pass
    jobs.stream()
        .filter(job -> !windowEnd(job).isAfter(now))
        .findFirst()
        .ifPresent(
            job -> {
              windowEnd = windowEnd(job);
              state = State.PACKING;
              packingNanos = nanos;
              hands.pack(job, job.next(), windowEnd);
            });
  }

  private Instant windowEnd(Job job) {
    Duration window = window();
    Instant end = job.next().plus(window);
    if (access.naturalHours()) {
      Instant hour = job.next().truncatedTo(ChronoUnit.HOURS).plus(HOUR);
      end = hour.isBefore(end) ? hour : end;
    } else if (window.compareTo(HOUR) < 0) {
      // shorter windows stay within the hours of the job
      long hours = Duration.between(job.from(), job.next()).toHours();
      Instant hour = job.from().plus(HOUR.multipliedBy(hours + 1));
      end = hour.isBefore(end) ? hour : end;
    }
    return end.isBefore(job.to()) ? end : job.to();
  }

  /** An hour, or as much of it as goes into the largest packet. */
  private Duration window() {
    double seconds = Math.min(HOUR.toSeconds(), limit() / density);
    return Duration.ofSeconds((long) Math.max(SHORTEST_WINDOW.toSeconds(), seconds));
  }

  /** Bytes that a packet may have at the most. */
  private double limit() {
    return access.maxBytes() > 0 ? Math.min(access.maxBytes(), line.limit()) : line.limit();
  }

  /** A window was packed. */
  void packed(Job job, long size, long nanos) {
    if (state != State.PACKING) {
      return;
    }
    failures = 0;
    if (!connected || !jobs.contains(job)) {
      state = State.IDLE; // cancelled, or the connection is gone: once more, later
      return;
    }
    Duration span = Duration.between(job.next(), windowEnd);
    density = (double) size / span.toSeconds();
    if (size > limit() && span.compareTo(SHORTEST_WINDOW) > 0) {
      state = State.IDLE; // once more, shorter
      return;
    }
    bytes = size;
    state = State.SENDING;
    sending = Optional.of(job);
    sentNanos = nanos;
    hands.publish();
  }

  /** The store has nothing of the span before that window: its packets would all be empty. */
  void begins(Job job, Instant window) {
    failures = 0;
    state = State.IDLE;
    jobs.replaceAll(known -> known.equals(job) ? job.from(window) : known);
    hands.remember(jobs());
  }

  /** The store has nothing of the whole span: one answer says so (AMB-34). */
  void nothing(Job job, long nanos) {
    failures = 0;
    giveUp(job, "该时间段无数据 (no data in this span)");
    pause(nanos);
  }

  /**
   * A window could not be packed; it is tried again after the usual pause, and the job given up
   * after some tries, so that those behind it come to their turn (CCER-7.7-09).
   */
  void failed(Job job, long nanos) {
    failures++;
    if (failures >= TRIES && connected) {
      failures = 0;
      giveUp(
          job, "自 " + Codec.time(job.next()) + " 起的数据无法读取 (the data from there on cannot be read)");
    }
    pause(nanos);
  }

  private void giveUp(Job job, String reason) {
    if (jobs.remove(job)) {
      hands.refuse(
          new Command(job.id(), Command.BACKFILL, Optional.of(job.from()), Optional.of(job.to())),
          reason);
      hands.remember(jobs());
    }
  }

  private void pause(long nanos) {
    state = State.PAUSED;
    resumeNanos = nanos + access.interval().toNanos();
  }

  /**
   * The broker has the packet.
   *
   * @return which one; empty if none was on the line
   */
  Optional<Sent> receipt(long nanos) {
    if (state != State.SENDING) {
      return Optional.empty();
    }
    Job sent = sending.orElseThrow();
    line.took(bytes, Duration.ofNanos(nanos - sentNanos));
    Duration cycle = access.interval().plusNanos(nanos - packingNanos);
    pace = (double) Duration.between(sent.next(), windowEnd).toMillis() / cycle.toMillis();
    int index = jobs.indexOf(sent);
    if (index >= 0) { // nobody has cancelled it meanwhile
      Job job = jobs.remove(index).sent(windowEnd);
      if (!job.done()) {
        jobs.add(index, job);
      }
      hands.remember(jobs());
    }
    pause(nanos);
    return Optional.of(new Sent(sent.id(), sent.next(), windowEnd));
  }
}
