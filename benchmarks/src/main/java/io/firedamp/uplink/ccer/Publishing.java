package io.firedamp.uplink.ccer;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.benchmarks.Figure;
import io.firedamp.clock.SiteClock;
import io.firedamp.point.PointTable;
import io.firedamp.store.Delivery;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.FrameStore;
import io.firedamp.testkit.Eventually;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.Mosquitto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * The gateway's uplink at a store, with AES, and a platform in the same process that deciphers each
 * packet, compares each value with what it must be, and replies.
 */
public final class Publishing implements AutoCloseable {
  /** The user that the broker must know, and its password. */
  public static final String USER = "bench";

  private static final String ROOT = "/bench";
  private static final int INSIDE = 1;
  private static final Duration TO_CONNECT = Duration.ofSeconds(30);

  /** Longer than a packet is fresh: by then it is over, one way or the other. */
  private static final Duration TO_SETTLE = Duration.ofSeconds(75);

  private final FrameStore store;
  private final Map<String, Double> expected;
  private final Access access;
  private final FakePlatform platform;
  private final Uplink uplink;

  /** By tick, how many of its values came right. */
  private final Map<Instant, Long> right = new ConcurrentHashMap<>();

  /**
   * Begins to connect. What is stored from now on is published.
   *
   * @param folder for the uplink's files
   * @param expected what each point must read, by its code; all lie inside the project boundary
   */
  public Publishing(
      Mosquitto broker,
      Path folder,
      FrameStore store,
      PointTable tables,
      SiteClock clock,
      Map<String, Double> expected)
      throws IOException {
    this.store = store;
    this.expected = Map.copyOf(expected);
    access =
        Access.of(
            Map.of(
                "supplier.name", USER,
                "supplier.credit.code", "911101126996050290",
                "broker", broker.address(),
                "username", USER,
                "password", USER,
                "client.id", USER,
                "topic", ROOT,
                "cipher", "aes",
                "aes.key", "0f".repeat(16)));
    try {
      platform =
          new FakePlatform(broker.address(), USER, USER, ROOT, this::opened, access.cipher()::seal);
    } catch (MqttException unreachable) {
      throw new IOException(unreachable);
    }
    store.settled(access.name()); // a name that is new starts at the newest frame
    uplink = new Uplink(access, store, tables, clock, folder, folder);
  }

  private byte[] opened(byte[] payload) {
    try {
      return access.cipher().open(payload).getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException otherKey) {
      throw new IllegalStateException(otherKey);
    }
  }

  /** Waits until it is connected. From then on packets are looked at. */
  public void connected() {
    Eventually.eventually("a heartbeat", TO_CONNECT, () -> !platform.heartbeats().isEmpty());
    platform.script(this::judge);
  }

  private Optional<String> judge(FakePlatform.Received message) {
    platform.forget(); // packets of a minute are a hundred megabytes
    JsonNode json = message.json();
    if (message.topic().equals(Topics.DATA)) {
      JsonNode value = json.path("value");
      JsonNode data = value.path("data");
      long good =
          expected.entrySet().stream()
              .filter(e -> data.path(e.getKey()).path("val").asDouble() == e.getValue())
              .count();
      right.merge(FakePlatform.instant(value.path("ctime").asText()), good, Math::max);
    }
    return Optional.of(FakePlatform.reply(json.path("request_id").asText(), "1", ""));
  }

  /**
   * What became of the frames of a span, of which each second must have one. Blocks until all are
   * settled.
   *
   * @param key of the figures
   * @param name of the figures
   * @param begin inclusive
   * @param end exclusive
   */
  public List<Figure> figures(String key, String name, Instant begin, Instant end)
      throws IOException, InterruptedException {
    NavigableMap<Long, Instant> frames = new TreeMap<>();
    store.scan(begin, end, frame -> frames.put(frame.number(), frame.frame().time()));
    settled(frames.lastKey());
    List<Double> sending = new ArrayList<>();
    List<Double> replying = new ArrayList<>();
    for (Map.Entry<Long, Instant> frame : frames.entrySet()) {
      Optional<Delivery> delivery = store.delivery(access.name(), frame.getKey(), INSIDE);
      if (delivery.filter(Publishing::acknowledgedAtOnce).isPresent()) {
        Instant sent = Snowflake.time(delivery.get().requestId());
        sending.add(millis(frame.getValue(), sent));
        replying.add(millis(frame.getValue(), delivery.get().at()));
      }
    }
    double ticks = Duration.between(begin, end).toSeconds();
    double values = ticks * expected.size();
    double came =
        right.entrySet().stream()
            .filter(tick -> !tick.getKey().isBefore(begin) && tick.getKey().isBefore(end))
            .mapToLong(Map.Entry::getValue)
            .sum();
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.of(
            key + ".platform",
            name + ": missing or wrong at the platform",
            String.format("of %.0f values", values),
            "values",
            List.of(values - came),
            0));
    figures.add(
        Figure.of(
            key + ".packets",
            name + ": packets not acknowledged, or not at once",
            String.format(
                "of %.0f; by what the store has of it: refused, expired, unanswered, sent twice",
                ticks),
            "packets",
            List.of(ticks - replying.size()),
            0));
    times(figures, key + ".sent", name + ": tick to sending", sending);
    times(figures, key + ".acknowledged", name + ": tick to acknowledged", replying);
    return figures;
  }

  private void settled(long frame) throws IOException, InterruptedException {
    Instant patience = Instant.now().plus(TO_SETTLE);
    while (store.settled(access.name()) < frame && Instant.now().isBefore(patience)) {
      Thread.sleep(100);
    }
  }

  private static boolean acknowledgedAtOnce(Delivery delivery) {
    return delivery.outcome() == Outcome.ACKNOWLEDGED && delivery.attempts() == 1;
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }

  private static void times(List<Figure> figures, String key, String name, List<Double> millis) {
    if (millis.isEmpty()) {
      return; // another figure says that none was acknowledged
    }
    String how = "of each packet; AES, MQTT with QoS 1, the platform looks at it before it replies";
    double slow = Figure.quantile(millis, 0.99);
    figures.add(Figure.of(key + ".p50", name + ", p50", how, "ms", millis, Figure.NO_BAR));
    figures.add(Figure.of(key + ".p99", name + ", p99", how, "ms", List.of(slow), Figure.NO_BAR));
  }

  @Override
  public void close() throws IOException {
    uplink.close();
    try {
      platform.close();
    } catch (MqttException gone) {
      throw new IOException(gone);
    }
  }
}
