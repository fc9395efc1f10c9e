package io.firedamp.driver.s7;

import io.firedamp.source.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The way to a controller: connects when something is to be read, one attempt at a time, and throws
 * the connection away after any failure. One thread reads; any thread may close.
 */
final class Link {
  private final Connector connector;
  private final Outage outage;
  private volatile Optional<Connector.Connection> open = Optional.empty();

  Link(Connector connector, Outage outage) {
    this.connector = connector;
    this.outage = outage;
  }

  /**
   * @return an answer for each block, in their order; none is FORBIDDEN
   * @throws SourceException if there was no answer, or nobody may read; the next call connects anew
   * @throws InterruptedException if the thread was interrupted; the next call connects anew
   */
  List<Answer> read(List<Block> blocks) throws SourceException, InterruptedException {
    try {
      List<Answer> answers = answers(blocks);
      if (answers.stream().anyMatch(answer -> answer.verdict() == Answer.Verdict.FORBIDDEN)) {
        throw outage.forbidden();
      }
      return answers;
    } catch (IOException failed) {
      rest();
      throw outage.reading(failed);
    } catch (SourceException | InterruptedException over) {
      rest();
      throw over;
    }
  }

  /** A controller may close a connection that was idle; it then gets a new one. */
  private List<Answer> answers(List<Block> blocks)
      throws IOException, SourceException, InterruptedException {
    Optional<Connector.Connection> used = open;
    if (used.isPresent()) {
      try {
        return used.get().read(blocks);
      } catch (EOFException closed) {
        rest();
      }
    }
    return connected().read(blocks);
  }

  private Connector.Connection connected() throws SourceException, InterruptedException {
    try {
      Connector.Connection connection = connector.connect();
      open = Optional.of(connection);
      return connection;
    } catch (IOException failed) {
      throw outage.connecting(failed);
    }
  }

  /** Closes the connection; the next read makes another one. */
  void rest() {
    open.ifPresent(Connector.Connection::close);
    open = Optional.empty();
  }

  /** Closes the connection and what the library keeps. Nothing is read after this. */
  void close() {
    rest();
    connector.close();
  }
}
