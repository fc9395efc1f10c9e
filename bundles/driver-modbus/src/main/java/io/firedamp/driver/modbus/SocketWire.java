package io.firedamp.driver.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A TCP connection. The host's name is resolved anew for each; that takes as long as the system's
 * resolver takes, so a site writes the address.
 */
final class SocketWire implements Wire {
  private final SocketChannel channel;
  private final Duration limit;
  private long deadline;
  private boolean silent = true;

  private SocketWire(SocketChannel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /**
   * Connects.
   *
   * @param limit the longest time for that, and for a reply
   */
  static SocketWire connect(String host, int port, Duration limit) throws IOException {
    InetSocketAddress device = resolved(host, port);
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(device, (int) limit.toMillis());
      return new SocketWire(channel, limit);
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  /** The address, as the name stands for it now. */
  static InetSocketAddress resolved(String host, int port) throws UnknownHostException {
    InetSocketAddress device = new InetSocketAddress(host, port);
    if (device.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    return device;
  }

  @Override
  public void send(byte[] frame) throws IOException {
    silent = true;
    InputStream in = channel.socket().getInputStream();
    in.skipNBytes(in.available());
    deadline = System.nanoTime() + limit.toNanos();
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void receive(byte[] frame, int from, int to) throws IOException {
    Socket socket = channel.socket();
    for (int at = from; at < to; ) {
      socket.setSoTimeout(millisLeft());
      int got;
      try {
        got = socket.getInputStream().read(frame, at, to - at);
      } catch (SocketTimeoutException late) {
        continue; // the next round says so
      }
      if (got < 0) {
        throw new EOFException("closed after " + at + " bytes of a reply");
      }
      at += got;
      silent = false;
    }
  }

  private int millisLeft() throws Overdue {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new Overdue("no complete reply within " + limit.toMillis() + " ms");
    }
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
  }

  @Override
  public boolean silent() {
    return silent;
  }

  /** Never: a reply that comes late would be taken for the next one. */
  @Override
  public boolean drained() {
    return false;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failed) {
      // it is gone either way
    }
  }
}
