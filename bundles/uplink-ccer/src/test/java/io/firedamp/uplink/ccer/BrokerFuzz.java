package io.firedamp.uplink.ccer;

import io.firedamp.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the fuzzer calls: one input is one message of the broker to one of several uplinks, which
 * have another cipher each and live as long as the process does.
 *
 * <pre>
 * input   uplink topic form message…   one byte each for the first three, each modulo what there is
 * form    0 the message is the payload; 1 the message is the clear text, which is sealed first, so that
 *         inputs get behind the cipher; $DATA, $HEART and $KEY in it stand for the ids that are waited for
 * </pre>
 *
 * <p>What must hold is decided here without the codec: a message changes only the part of its
 * topic, and this only if its clear text has the id that is waited for, or the span that is
 * ordered. AMB-81.
 */
public final class BrokerFuzz {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  /** By then every class is loaded and every list as long as it gets. */
  private static final long WARM = 10_000;

  private static final int TOPICS = 5;
  private static final List<Peer> PEERS = peers();
  private static long runs;
  private static long heapBefore;

  private BrokerFuzz() {}

  private static List<Peer> peers() {
    List<Peer> peers = new ArrayList<>();
    String key = "dcea8dae99826aead01f0bb9582fec35";
    for (String settings :
        List.of(
            "cipher none",
            "cipher none lenient false",
            "cipher aes aes.key KEY",
            "cipher aes aes.key KEY aes.padding zero payload.encoding hex",
            "cipher aes aes.key KEY aes.mode CBC",
            "cipher aes aes.key KEY aes.mode CTR payload.encoding raw",
            "cipher aes aes.key KEY aes.mode GCM payload.encoding raw")) {
      Access access = Access.of(AccessTest.properties(settings.replace("KEY", key).split(" ")));
      peers.add(new Peer(access, access.cipher()));
    }
    // sealed for ourselves; shorter than any real one, because they are the slowest by far
    KeyPair own = RsaKeys.generate(768);
    for (Rsa.Padding padding : List.of(Rsa.Padding.PKCS1, Rsa.Padding.OAEP_SHA1)) {
      Access access = Access.of(AccessTest.properties());
      peers.add(
          new Peer(
              access,
              new Rsa(
                  own.getPublic(),
                  new RsaKeys.Own(own, Instant.EPOCH),
                  padding,
                  Cipher.Encoding.BASE64,
                  Rsa.KeyForm.BASE64)));
    }
    return peers;
  }

  /** The fuzzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 3) {
      return;
    }
    byte[] message = Arrays.copyOfRange(input, 3, input.length);
    Peer peer = PEERS.get(Byte.toUnsignedInt(input[0]) % PEERS.size());
    peer.take(Byte.toUnsignedInt(input[1]), (input[2] & 1) == 1, message);
    if (++runs == WARM) {
      heapBefore = heap();
    }
  }

  /** The fuzzer's exit: what it says is judged by whoever started it. */
  public static void fuzzerTearDown() {
    long growth = runs < WARM ? 0 : heap() - heapBefore;
    long understood = PEERS.stream().mapToLong(peer -> peer.understood).sum();
    System.err.printf("understood %d, heap grew by %d bytes%n", understood, growth);
  }

  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }

  /** Writes the inputs that the fuzzer starts from, for every uplink: the document's samples. */
  static void seed(Path folder) throws IOException {
    List<String> texts =
        List.of(
            "{\"ts\":\"1757667682934\",\"response_id\": \"$DATA\",\"result\": {"
                + " \"success\": \"1\", \"status\": \"0\",\"reason\": \"错误原因\" } }",
            "{\"response_id\":$DATA,\"result\":{\"success\":0,\"status\":2}}",
            "{ \"ts\": \"1757667695104\",\u00a0\"response_id\": \"$HEART\","
                + "\"result\":{\"success\":\" 1\",\"reason\": \"错误原因\"}\u00a0}",
            "{\"ts\":\"1740240364527\",\"request_id\":\"$KEY\","
                + "\"result\":{\"success\":\"1\",\"reason\":\"错误原因\"}}",
            "{\"ts\":\"1740240364527\",\"cmd_type\":\"1\",\"request_id\"：\"1742106155427680258\","
                + "\"value\":{\"ts_start\": \"1740240360 \", \"ts_end\": \"1740240450\"} }",
            "{\"cmd_type\":2,\"request_id\":\"7\"，\"value\":{\"ts_start\":9e9,\"ts_end\":-1}}",
            "“response_id”：1e999999999",
            "{\"a\":".repeat(300),
            "[".repeat(1100),
            "\"\\u0000\\ud800\"");
    for (int peer = 0; peer < PEERS.size(); peer++) {
      for (int i = 0; i < texts.size(); i++) {
        String text = texts.get(i);
        byte[] clear = text.getBytes(StandardCharsets.UTF_8);
        for (int topic = 0; topic < TOPICS; topic++) {
          String name = peer + "-" + topic + "-" + i;
          Files.write(folder.resolve(name), input(peer, topic, 1, clear));
        }
        byte[] sealed = PEERS.get(peer).cipher.seal(text);
        Files.write(folder.resolve(peer + "-" + i), input(peer, 0, 0, sealed));
      }
    }
  }

  private static byte[] input(int peer, int topic, int form, byte[] message) {
    byte[] input = new byte[3 + message.length];
    input[0] = (byte) peer;
    input[1] = (byte) topic;
    input[2] = (byte) form;
    System.arraycopy(message, 0, input, 3, message.length);
    return input;
  }

  /** What of an uplink a message can change, part by part. */
  private record State(List<Object> data, List<Object> heart, List<Object> key, List<Job> jobs) {
    List<Object> parts() {
      return List.of(data, heart, key, jobs);
    }
  }

  /** All of an uplink that a message reaches; the rest does as if the platform were there. */
  private static final class Peer {
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    private final ManualClock clock = new ManualClock(NOW);
    private final Snowflake ids = new Snowflake(clock, 0, NOW);
    private final Access access;
    private final Cipher cipher;
    private final List<String> topics;
    private final Dispatch dispatch;
    private final Phase phase = new Phase("", status -> {});
    private final Heart heart;
    private final Handshake handshake;
    private final Backfill backfill;
    private Inbox inbox;
    private String dataId = "";
    private String heartId = "";
    private String keyId = "";
    private long frames;
    private long confirmations;
    private long answers;
    private long understood;
    private State before;

    Peer(Access access, Cipher cipher) {
      this.access = access;
      this.cipher = cipher;
      dispatch =
          new Dispatch(
              access, Dispatch.Terms.live(access), ids, (shipment, id, utime) -> dataId = id);
      heart = new Heart(ids, id -> (heartId = id) != null);
      handshake = new Handshake(ids, id -> keyId = id);
      backfill =
          new Backfill(
              access.backfill(),
              List.of(),
              new Backfill.Hands() {
                @Override
                public void pack(Job job, Instant from, Instant to) {
                  throw new AssertionError("packed without being told to run");
                }

                @Override
                public void publish() {
                  throw new AssertionError("published without having packed");
                }

                @Override
                public void refuse(Command command, String reason) {
                  answers++;
                }

                @Override
                public void remember(List<Job> jobs) {
                  // asked for when it matters
                }
              });
      topics =
          List.of(
              access.topics().dataReply(),
              access.topics().heartReply(),
              access.topics().cryptoReplies().get(0),
              access.topics().cryptoReplies().get(1),
              access.topics().command());
      inbox = inbox();
      dispatch.connected();
      waitForAll();
    }

    /** A new one for each command: more than a few in a minute would not be obeyed (AMB-16). */
    private Inbox inbox() {
      return new Inbox(
          access,
          new Codec(access.keepZeros(), access.lenient()),
          cipher,
          clock,
          List.of(dispatch),
          phase,
          heart,
          handshake,
          backfill,
          new Recent((flag, ctime, data, id, utime) -> ""),
          () -> confirmations++);
    }

    private void waitForAll() {
      long nanos = System.nanoTime();
      // what was left of the former packet is taken for accepted, and written down
      dispatch.replied(new Reply(dataId, true, "", ""), NOW, nanos);
      dispatch.written(dispatch.settled().size());
      dispatch.arrived(++frames, List.of(new Shipment(frames, 1, NOW, "{}", 0, nanos)));
      dispatch.run(NOW, nanos);
      heart.disconnected();
      heart.connected(nanos);
      heart.run(nanos);
      handshake.begin(nanos);
      before = state();
    }

    private State state() {
      return new State(
          List.of(
              dispatch.inFlight(),
              dispatch.settled().size(),
              dispatch.through(),
              dispatch.counts().figures(dispatch.inFlight()),
              phase.figure()),
          List.of(heart.sent(), heart.accepted(), heart.missed(), heart.refused(), heart.refusal()),
          List.of(confirmations, handshake.failures(), handshake.refusal()),
          backfill.jobs());
    }

    void take(int number, boolean seal, byte[] message) {
      int topic = number % topics.size();
      byte[] payload = seal ? cipher.seal(named(message)) : message;
      long answersBefore = answers;
      inbox = topic == topics.size() - 1 ? inbox() : inbox;
      inbox.read(topics.get(topic), payload);
      State after = state();
      boolean answered = answers > answersBefore;
      if (after.equals(before) && !answered) {
        return;
      }
      understood++;
      String text = clear(payload);
      check(onlyPart(Math.max(0, topic - (topic > 2 ? 1 : 0)), after), "of another topic", text);
      switch (topic) {
        case 0 -> check(names(text, dataId) && text.contains("success"), "no reply", text);
        case 1 -> check(names(text, heartId) && text.contains("success"), "no reply", text);
        case 2, 3 -> check(names(text, keyId) && text.contains("success"), "no reply", text);
        default -> ordered(before.jobs(), after.jobs(), answered, text);
      }
      if (after.jobs().size() == Backfill.MOST_JOBS) {
        after.jobs().forEach(job -> backfill.cancel(job.id()));
      }
      waitForAll();
    }

    private boolean onlyPart(int changed, State after) {
      for (int part = 0; part < after.parts().size(); part++) {
        if (part != changed && !after.parts().get(part).equals(before.parts().get(part))) {
          return false;
        }
      }
      return true;
    }

    /** At most one job more, behind the others, and of that very span; or one answer. */
    private static void ordered(List<Job> were, List<Job> are, boolean answered, String text) {
      check(text.contains("request_id"), "a command without an id", text);
      check(answered == were.equals(are), "neither begun nor answered, or both", text);
      if (!answered) {
        check(are.size() == were.size() + 1, "several jobs", text);
        check(are.subList(0, were.size()).equals(were), "other jobs are changed", text);
        Job job = are.get(were.size());
        check(text.contains("ts_start") && text.contains("ts_end"), "no span", text);
        check(text.contains(Long.toString(job.from().getEpochSecond())), "another span", text);
        boolean clipped = job.to().equals(NOW);
        check(
            clipped || text.contains(Long.toString(job.to().getEpochSecond() - 1)),
            "another span",
            text);
      }
    }

    private static void check(boolean holds, String otherwise, String text) {
      if (!holds) {
        throw new AssertionError(otherwise + ": " + text);
      }
    }

    private static boolean names(String text, String id) {
      return text.contains(id);
    }

    private byte[] named(byte[] message) {
      return latin(message)
          .replace("$DATA", dataId)
          .replace("$HEART", heartId)
          .replace("$KEY", keyId)
          .getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * The text that the message has, with characters for their JSON escapes, and without those that
     * nobody sees. Cipher text may begin with a brace, too: it then is read both ways.
     */
    private String clear(byte[] payload) {
      String plain = new String(payload, StandardCharsets.UTF_8);
      String text = plain.startsWith("{") ? plain : "";
      try {
        text += cipher.open(payload);
      } catch (GeneralSecurityException unreadable) {
        if (text.isEmpty()) {
          throw new AssertionError("a message that cannot be decrypted has an effect", unreadable);
        }
      }
      return UNSEEN.matcher(unescaped(text)).replaceAll("");
    }

    private static String unescaped(String text) {
      return ESCAPED
          .matcher(text)
          .replaceAll(
              match ->
                  Matcher.quoteReplacement(
                      Character.toString(Integer.parseInt(match.group(1), 16))));
    }

    private static String latin(byte[] bytes) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
