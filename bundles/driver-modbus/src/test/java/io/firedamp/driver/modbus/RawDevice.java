package io.firedamp.driver.modbus;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Modbus device written by hand, which answers as a test wants it to: right, wrong or never; over
 * Modbus TCP, or with RTU messages in a connection.
 */
final class RawDevice implements AutoCloseable {
  /** A read request as it came. */
  record Request(boolean rtu, int transaction, int unit, int function, int start, int count) {
    static Request tcp(DataInputStream in) throws IOException {
      int transaction = in.readUnsignedShort();
      in.readInt();
      return of(false, transaction, in);
    }

    static Request rtu(DataInputStream in) throws IOException {
      Request request = of(true, 0, in);
      in.readShort();
      return request;
    }

    private static Request of(boolean rtu, int transaction, DataInputStream in) throws IOException {
      return new Request(
          rtu,
          transaction,
          in.readUnsignedByte(),
          in.readUnsignedByte(),
          in.readUnsignedShort(),
          in.readUnsignedShort());
    }

    /** The right answer: every register holds its own address, every bit is odd(address). */
    byte[] answer() {
      boolean bits = function <= 2;
      int bytes = bits ? (count + 7) / 8 : count * 2;
      ByteBuffer data = ByteBuffer.allocate(bytes);
      for (int i = 0; i < count; i++) {
        if (bits) {
          data.array()[i / 8] |= (byte) ((start + i & 1) << i % 8);
        } else {
          data.putShort(i * 2, (short) (start + i));
        }
      }
      return wrapped(frame(transaction, 0, bytes + 3, unit, function, bytes, data.array()));
    }

    private byte[] wrapped(byte[] tcp) {
      if (!rtu) {
        return tcp;
      }
      ByteBuffer frame = ByteBuffer.allocate(tcp.length - 4).order(ByteOrder.LITTLE_ENDIAN);
      frame.put(tcp, 6, tcp.length - 6);
      return frame.putShort((short) crc(tcp, 6)).array();
    }

    /** Bit by bit, as MODBUS over Serial Line V1.02, 6.2.2 describes it. */
    private static int crc(byte[] bytes, int from) {
      int crc = 0xFFFF;
      for (int i = from; i < bytes.length; i++) {
        crc ^= Byte.toUnsignedInt(bytes[i]);
        for (int bit = 0; bit < 8; bit++) {
          crc = (crc & 1) == 1 ? crc >> 1 ^ 0xA001 : crc >> 1;
        }
      }
      return crc;
    }

    byte[] exception(int code) {
      return wrapped(frame(transaction, 0, 3, unit, function | 0x80, code));
    }

    boolean touches(int register) {
      return start <= register && register < start + count;
    }

    /** As the assertions write it: table digit, first and last item. */
    @Override
    public String toString() {
      return function
          + ":"
          + start
          + "-"
          + (start + count - 1)
          + (unit == 1 ? "" : ";unit=" + unit);
    }
  }

  /** What it says to a request. */
  interface Manner {
    void reply(Request request, OutputStream out) throws IOException;
  }

  static final Manner RIGHT = (request, out) -> out.write(request.answer());

  private final boolean rtu;
  private final ServerSocket listener;
  private final Thread acceptor;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Manner manner = RIGHT;

  RawDevice() throws IOException {
    this(false);
  }

  /**
   * @param rtu whether its messages are those of RTU
   */
  RawDevice(boolean rtu) throws IOException {
    this.rtu = rtu;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    acceptor = start(this::accept);
  }

  static byte[] frame(
      int transaction, int protocol, int length, int unit, int function, int next, byte... data) {
    return ByteBuffer.allocate(9 + data.length)
        .putShort((short) transaction)
        .putShort((short) protocol)
        .putShort((short) length)
        .put((byte) unit)
        .put((byte) function)
        .put((byte) next)
        .put(data)
        .array();
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** How many connections are open. */
  int open() {
    return open.size();
  }

  void behave(Manner newManner) {
    manner = newManner;
  }

  /** The requests since the last call. */
  List<String> requests() {
    List<String> asked = new ArrayList<>();
    requests.forEach(request -> asked.add(request.toString()));
    requests.clear();
    return asked;
  }

  /** Closes the connections, as a device does with idle ones. */
  void hangUp() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** Returns when new connections are refused, which may be later than the listener's close. */
  @Override
  public void close() throws IOException {
    listener.close();
    try {
      acceptor.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    hangUp();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        connections.incrementAndGet();
        start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        Request request = rtu ? Request.rtu(in) : Request.tcp(in);
        requests.add(request);
        manner.reply(request, socket.getOutputStream());
      }
    } catch (EOFException | SocketException hungUp) {
      // the driver is gone, or the test hung up
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } finally {
      open.remove(socket);
    }
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "raw-device");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
