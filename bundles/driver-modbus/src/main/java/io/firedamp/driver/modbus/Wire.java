package io.firedamp.driver.modbus;

import java.io.IOException;

/**
 * Bytes to a device and back, with one time limit for a whole reply: a device that sends a byte now
 * and then cannot stretch it. An interrupt of the waiting thread ends the wait with an {@link
 * IOException} and leaves the thread interrupted. One thread uses it; any thread may close it.
 */
interface Wire {
  /** Forgets what has arrived unasked, sends this, and starts the reply's time. */
  void send(byte[] frame) throws IOException;

  /**
   * Fills the frame at least up to there; what is behind may be filled, too. All calls for one
   * reply have the same frame.
   *
   * @throws Overdue if the reply's time is over
   */
  void receive(byte[] frame, int to) throws IOException;

  /** Whether nothing of the reply has arrived. */
  boolean silent();

  /**
   * After a reply that was wrong or did not come: waits for the rest of it.
   *
   * @return whether it can be used again; if not, it is to be closed
   */
  boolean drained();

  /** Closes it; what is failing at that is gone either way. */
  void close();
}
