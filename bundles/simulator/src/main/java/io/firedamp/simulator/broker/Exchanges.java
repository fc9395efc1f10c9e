package io.firedamp.simulator.broker;

import io.firedamp.text.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The simulated brokers that run, by their ports, and who watches them. Any thread.
 *
 * <p>Design note: a platform and its broker are configured apart and come in any order; here they
 * find each other.
 */
@Component(service = Exchanges.class)
public final class Exchanges {
  private final Map<Integer, Exchange> running = new ConcurrentHashMap<>();
  private final Map<Integer, List<Guests>> watchers = new ConcurrentHashMap<>();

  /** Called by the framework. */
  @Activate
  public Exchanges() {}

  /** The one on that port, if it is ours. */
  public Optional<Exchange> on(int port) {
    return Optional.ofNullable(running.get(port));
  }

  /** Whoever watches that port, as one; they may come later than the broker. */
  Guests watching(int port) {
    return new Guests() {
      @Override
      public void entered(String clientId) {
        each(guests -> guests.entered(clientId));
      }

      @Override
      public void left(String clientId) {
        each(guests -> guests.left(clientId));
      }

      @Override
      public void turnedAway(String clientId, Text why) {
        each(guests -> guests.turnedAway(clientId, why));
      }

      @Override
      public void denied(String clientId, String topic, boolean publishing) {
        each(guests -> guests.denied(clientId, topic, publishing));
      }

      private void each(Consumer<Guests> what) {
        watchers.getOrDefault(port, List.of()).forEach(what);
      }
    };
  }

  /** Watches the broker of that port, whether it runs already or not. */
  public void watch(int port, Guests guests) {
    watchers.computeIfAbsent(port, key -> new CopyOnWriteArrayList<>()).add(guests);
  }

  /** Watches no longer. */
  public void unwatch(int port, Guests guests) {
    watchers.getOrDefault(port, List.of()).remove(guests);
  }

  /** A broker begins. */
  void add(Exchange exchange) {
    running.put(exchange.port(), exchange);
  }

  /** A broker ends. */
  void remove(Exchange exchange) {
    running.remove(exchange.port(), exchange);
  }
}
