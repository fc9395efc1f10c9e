package io.firedamp.console.door;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is in. Any thread.
 *
 * <p>A session is a word of 192 random bits, known to the browser and to this process alone; it
 * ends so long after its last question, at the log-out, and when the process ends. Who fails to
 * come in five times has to wait a minute: each address by itself, so that nobody locks others out.
 */
public final class Sessions {
  private static final int WORD_BYTES = 24;
  private static final int MOST = 200;
  private static final int MOST_ADDRESSES = 1000;
  private static final int ATTEMPTS = 5;
  private static final Duration PENALTY = Duration.ofMinutes(1);

  /**
   * Somebody who is in.
   *
   * @param word what the browser shows
   * @param user the name that was given
   * @param roles Karaf's
   * @param ends when, unless something is asked before
   */
  public record Session(String word, String user, Set<String> roles, Instant ends) {
    /** Whether that right is among what the roles allow. */
    public boolean may(Right right) {
      return right.role().map(roles::contains).orElse(true);
    }
  }

  /** How an attempt to come in ended. */
  public enum Refusal {
    /** Name or password is wrong. */
    WRONG,
    /** Too many attempts from there; nothing was checked. */
    WAIT
  }

  /**
   * The outcome of an attempt; one of both.
   *
   * @param session who is in now
   * @param refusal why not
   */
  public record Entry(Optional<Session> session, Optional<Refusal> refusal) {}

  private record Failures(int count, Instant last) {}

  private final Realm realm;
  private final InstantSource clock;
  private final Duration idle;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = bounded(MOST);
  private final Map<String, Failures> failures = bounded(MOST_ADDRESSES);

  /**
   * @param idle a session ends so long after its last question
   */
  public Sessions(Realm realm, InstantSource clock, Duration idle) {
    this.realm = realm;
    this.clock = clock;
    this.idle = idle;
  }

  /** Somebody wants to come in. Blocks for the check of the password. */
  public Entry enter(String user, String password, String address) {
    synchronized (failures) {
      Failures before = failures.get(address);
      boolean over = before != null && before.last().plus(PENALTY).isBefore(clock.instant());
      if (over) {
        failures.remove(address);
      } else if (before != null && before.count() >= ATTEMPTS) {
        return new Entry(Optional.empty(), Optional.of(Refusal.WAIT));
      }
      // counted before the check: attempts at the same time are attempts, too
      failures.merge(
          address,
          new Failures(1, clock.instant()),
          (old, one) -> new Failures(old.count() + 1, one.last()));
    }
    Optional<Set<String>> roles = realm.roles(user, password);
    if (roles.isEmpty()) {
      return new Entry(Optional.empty(), Optional.of(Refusal.WRONG));
    }
    synchronized (failures) {
      failures.remove(address);
    }
    byte[] word = new byte[WORD_BYTES];
    random.nextBytes(word);
    Session session =
        new Session(
            Base64.getUrlEncoder().encodeToString(word),
            user,
            Set.copyOf(roles.get()),
            clock.instant().plus(idle));
    synchronized (sessions) {
      sessions.put(session.word(), session);
    }
    return new Entry(Optional.of(session), Optional.empty());
  }

  /** Who shows that word, and asks something: the session goes on. */
  public Optional<Session> asks(String word) {
    synchronized (sessions) {
      Optional<Session> found = find(word);
      Optional<Session> longer =
          found.map(s -> new Session(s.word(), s.user(), s.roles(), clock.instant().plus(idle)));
      longer.ifPresent(session -> sessions.put(word, session));
      return longer;
    }
  }

  /** Whether that session goes on; being shown what is new is not asking. */
  public boolean lasts(String word) {
    synchronized (sessions) {
      return find(word).isPresent();
    }
  }

  /** The log-out. */
  public void leave(String word) {
    synchronized (sessions) {
      sessions.remove(word);
    }
  }

  private Optional<Session> find(String word) {
    sessions.values().removeIf(session -> session.ends().isBefore(clock.instant()));
    return Optional.ofNullable(sessions.get(word));
  }

  /** The eldest gives way. */
  private static <V> Map<String, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }
}
