package io.firedamp.simulator.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the platform has refused although nothing was wrong with it, and what must therefore come
 * again (CCER-7.5-05, 7.6-09, 7.8-04). No clock. One thread at a time.
 */
final class Debts {
  private final Map<Key, Debt> open = new LinkedHashMap<>();

  private record Key(Kind kind, String what) {}

  /**
   * What must come again.
   *
   * @param id the request_id that was refused
   */
  record Debt(Kind kind, String id, Instant until) {}

  /**
   * Something was refused.
   *
   * @param what by which it is known again
   */
  void owe(Kind kind, String what, String id, Instant now) {
    open.putIfAbsent(new Key(kind, what), new Debt(kind, id, now.plus(patience(kind))));
  }

  /**
   * How long it may take. A heartbeat that comes with the next minute was not sent again, and data
   * older than a minute are not to be sent.
   */
  private static Duration patience(Kind kind) {
    return switch (kind) {
      case HEARTBEAT -> Duration.ofSeconds(45);
      case KEY_REQUEST -> Duration.ofSeconds(120);
      default -> Duration.ofSeconds(60);
    };
  }

  /** Something came; whether it had to. */
  boolean paid(Kind kind, String what) {
    return open.remove(new Key(kind, what)) != null;
  }

  /** The gateway is gone: nobody owes anything. */
  void forgive() {
    open.clear();
  }

  /** What did not come in time; each is told once. */
  List<Debt> overdue(Instant now) {
    List<Debt> overdue = new ArrayList<>();
    open.values()
        .removeIf(
            debt -> {
              boolean late = now.isAfter(debt.until());
              if (late) {
                overdue.add(debt);
              }
              return late;
            });
    return overdue;
  }
}
