package io.firedamp.driver.modbus;

import io.firedamp.source.SourceException;

/** The way to a device. One thread reads; any thread may close. */
interface Link {
  /**
   * One request and its reply, connecting first where needed. Blocks at most for the time limit,
   * once to connect and once for the reply.
   *
   * @return unsigned words, or bits as 0 and 1; exactly as many as were asked for
   * @throws ExceptionReply if the device refused; the link stays open
   * @throws SourceException if there was no answer, or not the answer to this request; the link is
   *     closed, and the next call connects anew
   * @throws InterruptedException if the thread was interrupted; the link is closed
   */
  int[] read(Block block) throws ExceptionReply, SourceException, InterruptedException;

  /** Closes it, if it is open. */
  void close();
}
