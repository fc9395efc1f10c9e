package io.firedamp.simulator.platform;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.firedamp.simulator.platform.Desk.Reply;
import io.firedamp.simulator.platform.Step.Fault;
import io.firedamp.simulator.platform.Step.Wrong;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Words the replies (表2, 表4, 表8), and words them wrongly where the script asks for it. */
final class Replies {
  private static final String KEY = "client/crypto/upload/reply";
  private static final String DATA = "client/data/upload/reply";
  private static final String HEART = "client/heart/reply";

  /** As figure 3 has it (AMB-01). */
  private static final String OTHER_KEY = "client/crypto/reply";

  /** The request_id of nobody. */
  private static final String NOBODY = "1000000000000000000";

  private final InstantSource clock;
  private final Envelope envelope;

  Replies(InstantSource clock, Envelope envelope) {
    this.clock = clock;
    this.envelope = envelope;
  }

  /**
   * The reply to a message.
   *
   * @param fault what is to be wrong with it
   * @param status the project's phase, which data are told
   * @param clear whether it goes in clear, for want of the gateway's key
   * @return empty if it is to be missing, or cannot be encrypted
   */
  Optional<Reply> to(Kind kind, Verdict verdict, Optional<Fault> fault, int status, boolean clear) {
    Optional<Wrong> wrong = fault.map(Fault::wrong);
    if (is(wrong, Wrong.MISSING) || !(clear || envelope.ready())) {
      return Optional.empty();
    }
    String message =
        message(kind, verdict, is(wrong, Wrong.OTHER_ID) ? NOBODY : verdict.id(), status);
    if (is(wrong, Wrong.SAMPLE_LIKE)) {
      message = sampleLike(message);
    }
    byte[] payload = clear ? message.getBytes(StandardCharsets.UTF_8) : envelope.seal(message);
    return Optional.of(
        new Reply(
            is(wrong, Wrong.OTHER_TOPIC) ? otherTopic(kind) : topic(kind),
            is(wrong, Wrong.GARBLED) ? garbled(payload) : payload,
            fault.map(Fault::late).orElse(Duration.ZERO)));
  }

  private static boolean is(Optional<Wrong> found, Wrong wrong) {
    return found.equals(Optional.of(wrong));
  }

  private static String topic(Kind kind) {
    return switch (kind) {
      case KEY_REQUEST -> KEY;
      case DATA -> DATA;
      default -> HEART;
    };
  }

  private static String otherTopic(Kind kind) {
    return switch (kind) {
      case KEY_REQUEST -> OTHER_KEY;
      case DATA -> HEART;
      default -> DATA;
    };
  }

  private String message(Kind kind, Verdict verdict, String id, int status) {
    boolean silent = verdict.accepted() && !verdict.delayed() && !verdict.rounded();
    return "{\"ts\":\""
        + clock.instant().toEpochMilli()
        + "\",\""
        + (kind == Kind.KEY_REQUEST ? "request_id" : "response_id")
        + "\":\""
        + quoted(id)
        + "\",\"result\":{\"success\":\""
        + (verdict.accepted() ? "1" : "0")
        + (kind == Kind.DATA ? "\",\"status\":\"" + status : "")
        + "\",\"reason\":\""
        + (silent ? "" : quoted(verdict.words().zh()))
        + "\"}}";
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /**
   * With the typing errors of the document's samples (AMB-44): a full-width colon and comma outside
   * strings, blanks that do not break, a blank within a value.
   */
  private static String sampleLike(String message) {
    return message
        .replaceFirst("_id\":\"", "_id\"：\u00a0\"")
        .replaceFirst("\",\"result", "\"，\"result")
        .replaceFirst("\"success\":\"", "\"success\":\u00a0\" ");
  }

  /** As if another key had been used: each byte another, those of Base64 and hex still such. */
  static byte[] garbled(byte[] payload) {
    byte[] other = payload.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] = other(other[i]);
    }
    return other;
  }

  private static byte other(byte one) {
    if (one >= '0' && one <= '9') {
      return (byte) ('9' - (one - '0'));
    }
    if (one >= 'a' && one <= 'f') {
      return (byte) ('f' - (one - 'a'));
    }
    if (one >= 'A' && one <= 'Z') {
      return (byte) ('Z' - (one - 'A'));
    }
    return one == '{' || one < 0 ? (byte) ~one : one;
  }
}
