package io.firedamp.driver.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A TCP connection with a time limit for a whole reply: a device that sends a byte now and then
 * cannot stretch it, as it can with a plain socket's time-out. An interrupt closes it at once, as
 * with every channel.
 */
final class Wire {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final SocketChannel channel;
  private final Duration limit;
  private long deadline;
  private boolean silent = true;

  private Wire(SocketChannel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  static Wire connect(InetSocketAddress device, Duration limit) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(device, (int) limit.toMillis());
      return new Wire(channel, limit);
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  /** Sends it and starts the reply's time. */
  void send(byte[] frame) throws IOException {
    deadline = System.nanoTime() + limit.toNanos();
    silent = true;
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /**
   * Fills that part of the frame.
   *
   * @throws SocketTimeoutException if the reply's time is over
   * @throws EOFException if the device closed the connection
   */
  void receive(byte[] frame, int from, int to) throws IOException {
    Socket socket = channel.socket();
    for (int at = from; at < to; ) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new SocketTimeoutException("no complete reply within " + limit.toMillis() + " ms");
      }
      socket.setSoTimeout((int) Math.max(1, left / NANOS_PER_MILLI));
      int got = socket.getInputStream().read(frame, at, to - at);
      if (got < 0) {
        throw new EOFException("closed after " + at + " bytes of a reply");
      }
      at += got;
      silent = false;
    }
  }

  /** Whether nothing of the reply has arrived. */
  boolean silent() {
    return silent;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException failed) {
      // it is gone either way
    }
  }
}
