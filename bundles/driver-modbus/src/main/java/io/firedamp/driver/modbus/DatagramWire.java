package io.firedamp.driver.modbus;

import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Datagrams of one device, a message each, that begin with the number of their transaction. A port
 * of its own for each wire: what comes late for a closed one reaches nobody.
 */
final class DatagramWire implements Wire {
  /** The longest message (Modbus Messaging on TCP/IP V1.0b, 3.1), and a byte that is too much. */
  private static final int LONGEST = 261;

  private final DatagramChannel channel;
  private final Duration limit;
  private final ByteBuffer message = ByteBuffer.allocate(LONGEST).flip();
  private short asked;
  private long deadline;
  private int filled;

  private DatagramWire(DatagramChannel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /** Takes a port; nothing is sent yet. */
  static DatagramWire open(String host, int port, Duration limit) throws IOException {
    InetSocketAddress device = SocketWire.resolved(host, port);
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.connect(device);
      return new DatagramWire(channel, limit);
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  @Override
  public void send(byte[] frame) throws IOException {
    filled = 0;
    asked = ByteBuffer.wrap(frame).getShort();
    deadline = System.nanoTime() + limit.toNanos();
    channel.write(ByteBuffer.wrap(frame));
  }

  @Override
  public void receive(byte[] frame, int to) throws IOException {
    if (filled == 0) {
      await();
      filled = Math.min(message.remaining(), frame.length);
      message.get(frame, 0, filled);
    }
    if (filled < to) {
      throw new EOFException("a datagram of " + filled + " bytes");
    }
  }

  /** A network may deliver a datagram late, or twice: one of another transaction is passed over. */
  private void await() throws IOException {
    DatagramPacket packet = new DatagramPacket(message.array(), LONGEST);
    do {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw overdue();
      }
      try {
        channel.socket().setSoTimeout((int) left);
        channel.socket().receive(packet);
      } catch (SocketTimeoutException late) {
        throw overdue();
      }
      message.position(0).limit(packet.getLength());
    } while (message.remaining() < Short.BYTES || message.getShort(0) != asked);
  }

  private Overdue overdue() {
    return new Overdue("no datagram within " + limit.toMillis() + " ms");
  }

  @Override
  public boolean silent() {
    return filled == 0;
  }

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
