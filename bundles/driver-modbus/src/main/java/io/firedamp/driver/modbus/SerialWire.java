package io.firedamp.driver.modbus;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A serial port. It stays open when a unit does not answer, for its neighbours wait; a reply that
 * comes late is waited for and thrown away.
 *
 * <p>Design note: j2mod's own connection opens a port in four tries with a pause between them, asks
 * the system for all its ports if that fails, and keeps a thread; so the library below it is used.
 * The port does not block: a native read cannot be interrupted, and on Linux its time limits are
 * tenths of a second.
 */
final class SerialWire implements Wire {
  /** About a byte at 9600 baud. */
  private static final long STEP_NANOS = 1_000_000;

  private final SerialPort port;
  private final Line line;
  private final Duration limit;
  private long deadline;
  private int filled;

  private SerialWire(SerialPort port, Line line, Duration limit) {
    this.port = port;
    this.line = line;
    this.limit = limit;
  }

  /**
   * Opens the port for this process alone.
   *
   * @param limit the longest time for a reply, beside the time that its bytes take on the line
   */
  static SerialWire open(Line line, Duration limit) throws IOException {
    try {
      SerialPort port = SerialPort.getCommPort(line.port());
      port.setComPortParameters(
          line.baud(), Line.DATA_BITS, line.stopBits(), line.parity().code(), false);
      port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
      port.setComPortTimeouts(SerialPort.TIMEOUT_NONBLOCKING, 0, 0);
      if (!port.openPort(0)) {
        throw new IOException("system error " + port.getLastErrorCode());
      }
      return new SerialWire(port, line, limit);
    } catch (SerialPortInvalidPortException unknown) {
      throw new IOException("there is no such port", unknown);
    } catch (LinkageError unusable) { // the library unpacks a native one for itself
      throw new IOException("the serial library cannot be loaded: " + unusable, unusable);
    }
  }

  @Override
  public void send(byte[] frame) throws IOException {
    filled = 0;
    discard();
    for (int sent = 0; sent < frame.length; ) {
      int taken = port.writeBytes(frame, frame.length - sent, sent);
      if (taken < 0) {
        throw new EOFException("the port is gone");
      }
      sent += taken;
    }
    deadline = System.nanoTime() + limit.plus(line.time(frame.length)).toNanos();
  }

  @Override
  public void receive(byte[] frame, int to) throws IOException {
    deadline += line.time(Math.max(0, to - filled)).toNanos();
    while (filled < to) {
      int got = port.readBytes(frame, frame.length - filled, filled);
      if (got < 0) {
        throw new EOFException("the port is gone");
      }
      if (got == 0) {
        await();
      }
      filled += got;
    }
  }

  private void await() throws IOException {
    if (System.nanoTime() > deadline) {
      throw new Overdue("no complete reply within " + limit.toMillis() + " ms");
    }
    LockSupport.parkNanos(STEP_NANOS);
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
  }

  @Override
  public boolean silent() {
    return filled == 0;
  }

  /** Returns when the line has been silent for a while; false if it is not within the limit. */
  @Override
  public boolean drained() {
    try {
      long end = System.nanoTime() + limit.toNanos();
      long quiet = Math.max(STEP_NANOS, line.silence().toNanos());
      long since = System.nanoTime();
      while (System.nanoTime() - since < quiet) {
        if (discard() > 0) {
          since = System.nanoTime();
        }
        if (since > end || Thread.currentThread().isInterrupted()) {
          return false;
        }
        LockSupport.parkNanos(STEP_NANOS);
      }
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private int discard() throws EOFException {
    int waiting = port.bytesAvailable();
    if (waiting < 0) {
      throw new EOFException("the port is gone");
    }
    return waiting == 0 ? 0 : port.readBytes(new byte[waiting], waiting);
  }

  @Override
  public void close() {
    port.closePort();
  }
}
