package io.firedamp.driver.modbus;

import io.firedamp.source.SourceException;

/** The way to a device. One thread reads; any thread may close. */
interface Link {
  /**
   * One request and its reply, connecting first where needed. Blocks at most for the time limit,
   * once to connect and once for the reply.
   *
   * @return the reply's data as they arrived, exactly as many as were asked for
   * @throws ExceptionReply if the device refused; the link stays open
   * @throws Unanswered if this unit did not answer, or not this request; the next call begins with
   *     nothing of it left
   * @throws SourceException if there is no link; the next call connects anew
   * @throws InterruptedException if the thread was interrupted; nothing is left in flight
   */
  byte[] read(Block block) throws ExceptionReply, SourceException, InterruptedException;

  /** Closes it, if it is open. */
  void close();
}
