package io.firedamp.shell;

import java.io.IOException;
import java.time.Duration;
import org.apache.karaf.shell.api.console.Session;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** Waits for a key, without an Enter behind it. One thread. */
interface Keyboard extends AutoCloseable {
  /**
   * Whether a key was pressed within that time; blocks no longer than that.
   *
   * @throws InterruptedException if the operator has pressed Ctrl-C
   */
  boolean pressed(Duration patience) throws InterruptedException;

  /** Gives the terminal back as it was. */
  @Override
  void close();

  /** The session's own; one that is never touched where there is none. */
  static Keyboard of(Session session) {
    return session.getTerminal() instanceof Terminal terminal ? new Raw(terminal) : new None();
  }

  /** There is none: a script has started the command. */
  final class None implements Keyboard {
    @Override
    public boolean pressed(Duration patience) throws InterruptedException {
      Thread.sleep(patience.toMillis());
      return false;
    }

    @Override
    public void close() {}
  }

  /** A terminal that hands over each key at once. */
  final class Raw implements Keyboard {
    private final Terminal terminal;
    private final Attributes before;

    Raw(Terminal terminal) {
      this.terminal = terminal;
      this.before = terminal.enterRawMode();
    }

    @Override
    public boolean pressed(Duration patience) throws InterruptedException {
      try {
        return terminal.reader().read(patience.toMillis()) != NonBlockingReader.READ_EXPIRED;
      } catch (IOException closed) {
        if (Thread.interrupted()) {
          throw new InterruptedException(closed.getMessage());
        }
        return true; // the terminal is gone, and who looked at it with it
      }
    }

    @Override
    public void close() {
      terminal.setAttributes(before);
    }
  }
}
