package io.firedamp.driver.opcua;

import io.firedamp.source.SourceException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a server: opens a session when one is needed, and throws it away after any error. The
 * source's thread.
 */
final class Link {
  /** What is done on a session. */
  @FunctionalInterface
  interface Work<T> {
    T on(Session session) throws UaException, Trouble, InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final Config config;
  private final Engine engine;
  private final Certificates certificates;
  private final Condition condition;
  private final Outage outage;
  private Optional<Session> open = Optional.empty();
  private Optional<Remains> former = Optional.empty();

  Link(Config config, Engine engine, Certificates certificates, Condition condition) {
    this.config = config;
    this.engine = engine;
    this.certificates = certificates;
    this.condition = condition;
    this.outage = new Outage(config.endpoint(), config.timeout());
  }

  /** Does something for whoever asks, on whatever session is open. */
  <T> T with(Work<T> work) throws SourceException, InterruptedException {
    if (open.isPresent() && !open.get().alive()) {
      drop();
    }
    boolean opening = open.isEmpty();
    boolean done = false;
    try {
      if (opening) {
        open = Optional.of(Session.open(config, engine, certificates, former));
        former = Optional.empty();
        condition.connected(open.get());
        opening = false;
      }
      T result = work.on(open.get());
      done = true;
      return result;
    } catch (Trouble known) {
      throw outage.because(known);
    } catch (UaException failed) {
      LOG.debug("{}", config.name(), failed);
      throw why(failed, opening);
    } finally {
      if (!done) {
        drop();
      }
    }
  }

  /**
   * Does something for these targets; on a new session, if the one that is open is known to be
   * gone, has lost its subscription, or watches others.
   */
  <T> T with(List<Target> targets, Work<T> work) throws SourceException, InterruptedException {
    if (open.filter(Session::alive).filter(session -> !session.serves(targets)).isPresent()) {
      close();
    }
    return with(work);
  }

  private SourceException why(UaException failed, boolean opening) {
    for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Trouble known) {
        return outage.because(known);
      }
      if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
        return outage.because(cause, opening);
      }
    }
    return outage.because(failed, opening);
  }

  private void drop() {
    former = open.map(Session::remains).or(() -> former);
    open.ifPresent(Session::close);
    open = Optional.empty();
  }

  /** Takes leave of the server; blocks for a second at the most. */
  void close() {
    try {
      if (open.isPresent()) {
        open.get().leave();
        open = Optional.empty();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      drop();
    }
  }
}
