package io.firedamp.driver.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A TCP connection. The host's name is resolved anew for each; that takes as long as the system's
 * resolver takes, so a site writes the address.
 *
 * <p>Design note: a channel that does not block, and a selector to wait with. A socket's own wait
 * cannot be interrupted; a channel's socket can, but sets the channel to not blocking and back for
 * each read that has a time limit, which is half the time of a read on a quick network.
 */
final class SocketWire implements Wire {
  private final SocketChannel channel;
  private final Selector selector;
  private final Duration limit;
  private final ByteBuffer unasked = ByteBuffer.allocate(256);
  private long deadline;
  private int filled;

  private SocketWire(SocketChannel channel, Selector selector, Duration limit) {
    this.channel = channel;
    this.selector = selector;
    this.limit = limit;
  }

  /**
   * Connects.
   *
   * @param limit the longest time for that, and for a reply
   */
  static SocketWire connect(String host, int port, Duration limit) throws IOException {
    InetSocketAddress device = resolved(host, port);
    Selector selector = Selector.open();
    try {
      return connect(device, selector, limit);
    } catch (IOException failed) {
      selector.close();
      throw failed;
    }
  }

  private static SocketWire connect(InetSocketAddress device, Selector selector, Duration limit)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(device, (int) limit.toMillis());
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return new SocketWire(channel, selector, limit);
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
    filled = 0;
    while (read(unasked.clear()) > 0) {
      // an answer that nobody waits for
    }
    deadline = System.nanoTime() + limit.toNanos();
    ByteBuffer buffer = ByteBuffer.wrap(frame);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
      millisLeft();
    }
  }

  @Override
  public void receive(byte[] frame, int to) throws IOException {
    while (filled < to) {
      selector.select(millisLeft());
      selector.selectedKeys().clear();
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      filled += read(ByteBuffer.wrap(frame, filled, frame.length - filled));
    }
  }

  private int read(ByteBuffer buffer) throws IOException {
    int got = channel.read(buffer);
    if (got < 0) {
      throw new EOFException("closed after " + filled + " bytes of a reply");
    }
    return got;
  }

  private long millisLeft() throws Overdue {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new Overdue("no complete reply within " + limit.toMillis() + " ms");
    }
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
  }

  @Override
  public boolean silent() {
    return filled == 0;
  }

  /** Never: a reply that comes late would be taken for the next one. */
  @Override
  public boolean drained() {
    return false;
  }

  /** The selector's end lets go of the channel, too. */
  @Override
  public void close() {
    try (selector) {
      channel.close();
    } catch (IOException failed) {
      // it is gone either way
    }
  }
}
