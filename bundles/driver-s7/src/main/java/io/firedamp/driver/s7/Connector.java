package io.firedamp.driver.s7;

import java.io.IOException;
import java.util.List;

/**
 * The seam: all that this driver wants of a library that speaks S7. One thread connects and reads;
 * any thread may close.
 */
interface Connector {
  /**
   * Opens a connection and its S7 session. Blocks for the time limit at the most, and leaves
   * nothing behind if it fails.
   *
   * @throws java.net.UnknownHostException if the name of the controller is unknown
   * @throws java.net.SocketTimeoutException if nobody accepted the connection in time
   * @throws java.net.ConnectException if it was refused
   * @throws NoSession if it was accepted, but the session was not
   * @throws IOException if there is no way to the controller
   * @throws InterruptedException if the thread was interrupted
   */
  Connection connect() throws IOException, InterruptedException;

  /** Ends what connections share. They are closed before. */
  void close();

  /** One connection. After a failure it is of no use any more, and is closed. */
  interface Connection {
    /**
     * Reads the blocks in so few messages of the negotiated size that no two of them could be one.
     * Blocks as long as messages keep coming within the time limit, for so many limits as there can
     * be messages.
     *
     * @return an answer for each block, in their order
     * @throws java.net.SocketTimeoutException if the controller kept silent for the time limit
     * @throws java.io.EOFException if it closed the connection
     * @throws Garbled if it answered something else
     * @throws InterruptedException if the thread was interrupted
     */
    List<Answer> read(List<Block> blocks) throws IOException, InterruptedException;

    /** Returns when it is closed. */
    void close();
  }

  /** The controller accepted the connection, but no session. */
  final class NoSession extends IOException {
    private static final long serialVersionUID = 1L;

    NoSession(String message) {
      super(message);
    }
  }

  /** The controller answered something that is no answer to the request. */
  final class Garbled extends IOException {
    private static final long serialVersionUID = 1L;

    Garbled(String message) {
      super(message);
    }
  }
}
