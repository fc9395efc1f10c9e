package io.firedamp.testkit;

import io.firedamp.testkit.FakePlatform.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * Makes a platform rough: for some seconds each it forgets replies, gives them late or for packets
 * that nobody sent, refuses, says nothing at all, is away, or loses its broker; and all the while
 * it asks for stored data. The seed decides the order and length of its moods, and what it asks
 * for. It keeps its own books.
 */
public final class RoughPlatform implements AutoCloseable {
  /**
   * What travels in one packet: the points of one instant on one side of the project boundary.
   *
   * @param flag as in the packet, "1" inside
   */
  public record Part(Instant ctime, String flag) {
    /** What that packet carries. */
    public static Part of(Received packet) {
      return new Part(packet.time("ctime"), packet.json().path("flag").asText());
    }
  }

  /**
   * A command that was given.
   *
   * @param to inclusive
   */
  public record Order(String id, Instant from, Instant to) {}

  /** How it behaves for a while. */
  private enum Mood {
    CONTENT,
    FORGETFUL,
    SLOW,
    REFUSING,
    SILENT,
    CONFUSED,
    AWAY,
    RESTARTING,
    WITHOUT_BROKER
  }

  private static final int SHORTEST_S = 4;
  private static final int LONGEST_S = 24;
  private static final int SLOWEST_MS = 5000;
  private static final int MOST_REMEMBERED_S = 60;
  private static final int MOST_ASKED_S = 40;

  /** Younger data may not be stored yet. */
  private static final int STORED_S = 3;

  private final FakePlatform platform;
  private final Mosquitto broker;
  // one for each thing that is left to chance, so that none of them disturbs another
  private final Random moods;
  private final Random wishes;
  private final Random dice;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "rough-platform"));
  private final Set<Part> accepted = ConcurrentHashMap.newKeySet();
  private final List<Order> orders = new CopyOnWriteArrayList<>();
  private final Map<Mood, Integer> seconds = new EnumMap<>(Mood.class);
  private final List<Mood> ahead = new ArrayList<>();
  private volatile Mood mood = Mood.CONTENT;
  private volatile boolean over;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  /** It is content until its day begins. */
  public RoughPlatform(FakePlatform platform, Mosquitto broker, long seed) {
    this.platform = platform;
    this.broker = broker;
    this.moods = new Random(seed);
    this.wishes = new Random(seed + 1);
    this.dice = new Random(seed + 2);
    platform.script(this::judge);
  }

  /** Lives through a day of that length, and is content again; waits for its end. */
  public void live(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    over = false;
    thread.execute(() -> change(end));
    thread.execute(this::ask);
    Eventually.eventually("the day ends", length.plusMinutes(1), this::isOver);
  }

  /**
   * Gives a command of its own.
   *
   * @param to inclusive
   * @throws MqttException if it is away
   */
  public synchronized Order command(Instant from, Instant to) throws MqttException {
    Order order = new Order("order-" + orders.size(), from, to);
    orders.add(order);
    try {
      platform.command(order.id(), from, to);
    } catch (MqttException away) {
      orders.remove(order);
      throw away;
    }
    return order;
  }

  private boolean isOver() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return over;
  }

  // ---- its own thread

  private void change(long end) {
    try {
      turn(end);
    } catch (RuntimeException broken) { // an executor would keep it to itself
      failure = Optional.of(broken);
    }
  }

  private void turn(long end) {
    leave();
    long leftS = TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime());
    if (leftS <= 0) {
      over = true;
      return;
    }
    if (ahead.isEmpty()) {
      ahead.addAll(Arrays.asList(Mood.values()));
      Collections.shuffle(ahead, moods);
    }
    enter(ahead.remove(0));
    int lasts = (int) Math.min(leftS, moods.nextInt(SHORTEST_S, LONGEST_S));
    seconds.merge(mood, lasts, Integer::sum);
    thread.schedule(() -> change(end), lasts, TimeUnit.SECONDS);
  }

  private void enter(Mood next) {
    try {
      switch (next) {
        case AWAY -> platform.leave();
        case RESTARTING -> broker.restart();
        case WITHOUT_BROKER -> broker.stop();
        default -> {
          // only the replies change
        }
      }
      mood = next;
    } catch (MqttException notThere) { // a broker that was lost just now; then it is so
      mood = Mood.CONTENT;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void leave() {
    Mood last = mood;
    mood = Mood.CONTENT;
    try {
      switch (last) {
        case AWAY -> platform.come();
        case WITHOUT_BROKER -> broker.start();
        default -> {
          // nothing to undo
        }
      }
    } catch (MqttException | IOException failed) {
      throw new IllegalStateException(last + " cannot be undone", failed);
    }
  }

  private void ask() {
    if (over) {
      return;
    }
    Instant now = Instant.now();
    Instant from = now.minusSeconds(wishes.nextInt(STORED_S, MOST_REMEMBERED_S));
    Instant to = from.plusSeconds(wishes.nextInt(MOST_ASKED_S));
    Instant youngest = now.minusSeconds(STORED_S);
    try {
      command(from, to.isAfter(youngest) ? youngest : to);
    } catch (MqttException away) {
      // then it does without
    }
    thread.schedule(this::ask, wishes.nextInt(SHORTEST_S, LONGEST_S) / 2, TimeUnit.SECONDS);
  }

  private void late(Received message, String reply) {
    try {
      platform.answer(message, reply);
    } catch (MqttException away) {
      // one more reply that never comes
    }
  }

  // ---- Paho's thread

  private Optional<String> judge(Received message) {
    if (message.topic().equals("/server/heart")) {
      return FakePlatform.accept(message);
    } else if (!message.topic().equals("/server/data/upload")) {
      return Optional.empty();
    }
    Mood now = mood;
    if (now == Mood.REFUSING && dice.nextInt(10) > 0) {
      return Optional.of(FakePlatform.reply(message, "0", "数据格式错误"));
    }
    accepted.add(Part.of(message));
    String reply = FakePlatform.reply(message, "1", "");
    return switch (now) {
      case FORGETFUL -> dice.nextBoolean() ? Optional.of(reply) : Optional.empty();
      case SLOW -> {
        thread.schedule(
            () -> late(message, reply), dice.nextInt(SLOWEST_MS), TimeUnit.MILLISECONDS);
        yield Optional.empty();
      }
      case SILENT -> Optional.empty();
      case CONFUSED -> Optional.of(FakePlatform.reply("1" + dice.nextLong(1L << 60), "1", ""));
      default -> Optional.of(reply);
    };
  }

  // ---- its books

  /** What it has accepted, whether its reply arrived or not. */
  public Set<Part> accepted() {
    return Set.copyOf(accepted);
  }

  /** What it has seen, accepted or not. */
  public Set<Part> seen() {
    Set<Part> seen = ConcurrentHashMap.newKeySet();
    platform.packets().forEach(packet -> seen.add(Part.of(packet)));
    return seen;
  }

  /** Whether the command of that id was given, and which. */
  public Optional<Order> order(String id) {
    return orders.stream().filter(order -> order.id().equals(id)).findFirst();
  }

  /** How many commands were given. */
  public int orders() {
    return orders.size();
  }

  /** Its moods, and how many seconds each lasted. */
  @Override
  public String toString() {
    return seconds.toString();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
