package io.firedamp.uplink.ccer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the broker delivers, and tells the part that it concerns: decrypts, understands, hands
 * over by the topic. Whatever comes, it throws nothing; what is no message of the platform is
 * counted and changes nothing else (AMB-81). One thread.
 */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  /** The samples have 200 bytes; MQTT would carry 256 MB, and a heap would not. */
  static final int LONGEST_BYTES = 65_536;

  /** Commands obeyed in a minute; a platform needs one a day. */
  static final int MOST_COMMANDS = 60;

  private final Throttle commands = new Throttle(MOST_COMMANDS);
  private final Access access;
  private final Codec codec;
  private final Cipher cipher;
  private final InstantSource clock;
  private final List<Dispatch> packets;
  private final Phase phase;
  private final Heart heart;
  private final Handshake handshake;
  private final Backfill backfill;
  private final Recent recent;
  private final Runnable confirmed;
  private volatile long unreadable;
  private volatile long ignored;

  /**
   * @param packets whose replies come; the first that knows a reply takes it
   * @param recent keeps the replies' texts for whoever looks at them
   * @param confirmed is told when the platform has confirmed our key
   */
  Inbox(
      Access access,
      Codec codec,
      Cipher cipher,
      InstantSource clock,
      List<Dispatch> packets,
      Phase phase,
      Heart heart,
      Handshake handshake,
      Backfill backfill,
      Recent recent,
      Runnable confirmed) {
    this.access = access;
    this.codec = codec;
    this.cipher = cipher;
    this.clock = clock;
    this.packets = packets;
    this.phase = phase;
    this.heart = heart;
    this.handshake = handshake;
    this.backfill = backfill;
    this.recent = recent;
    this.confirmed = confirmed;
  }

  /** A message came on that topic. */
  void read(String topic, byte[] payload) {
    Optional<String> text = decode(payload);
    if (text.isPresent() && topic.equals(access.topics().command())) {
      obey(text.get());
      return;
    }
    Optional<Reply> reply = text.flatMap(codec::reply);
    if (reply.isEmpty()) {
      unreadable++;
      LOG.debug("uplink {}: a message on {} cannot be read", access.name(), topic);
      return;
    }
    unreadable = 0;
    long nanos = System.nanoTime();
    if (topic.equals(access.topics().heartReply())) {
      heart.replied(reply.get(), nanos);
    } else if (access.topics().cryptoReplies().contains(topic)) {
      if (handshake.replied(reply.get(), nanos)) {
        confirmed.run();
      }
    } else {
      answered(reply.get(), text.orElseThrow(), nanos);
    }
  }

  private void answered(Reply reply, String text, long nanos) {
    Instant now = clock.instant();
    recent.replied(reply, text, now);
    if (packets.stream().anyMatch(sent -> sent.replied(reply, now, nanos))) {
      phase
          .said(reply.phase())
          .ifPresent(
              words ->
                  LOG.info(
                      "uplink {}: the project is {} now | 项目状态变为{}",
                      access.name(),
                      words.en(),
                      words.zh()));
    }
  }

  private Optional<String> decode(byte[] payload) {
    return payload.length > LONGEST_BYTES ? Optional.empty() : cipher.read(payload);
  }

  private void obey(String text) {
    if (!commands.admits(System.nanoTime())) {
      if (ignored == 0) { // once: a log that is flooded hides what matters
        LOG.warn(
            "uplink {}: more than {} commands in a minute, the others are ignored | 一分钟内指令过多，其余忽略",
            access.name(),
            MOST_COMMANDS);
      }
      ignored++;
      return;
    }
    Optional<Command> command = codec.command(text);
    command.ifPresentOrElse(
        known -> {
          unreadable = 0;
          LOG.info("uplink {}: the platform's command {} | 收到平台指令", access.name(), known);
          backfill.commanded(known, clock.instant());
        },
        () -> LOG.warn("uplink {}: a command that is none is ignored | 忽略无法识别的指令", access.name()));
  }

  /** Commands that were too many. Any thread. */
  long ignored() {
    return ignored;
  }

  /** Messages in a row that could not be read. Any thread. */
  long unreadable() {
    return unreadable;
  }
}
