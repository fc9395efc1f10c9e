package io.firedamp.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A CPU that speaks S7 communication over ISO on TCP as far as reading goes, written from the
 * protocol and not with the driver's library. It does what a test tells it to, which no server can
 * be talked into: refuse PUT/GET, hide a data block, negotiate a small message.
 */
public final class FakeCpu implements AutoCloseable {
  private static final int GIVEN = 0xFF;
  private static final int OUT_OF_RANGE = 0x05;
  private static final int NO_OBJECT = 0x0A;

  private static final int DATA_BLOCK = 0x84;
  private static final long BREATH_NANOS = 20_000_000;
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] COTP_DATA = HEX.parseHex("02f080");

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Map<String, byte[]> memories = new ConcurrentHashMap<>();
  private final Set<Socket> callers = ConcurrentHashMap.newKeySet();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile String calledTsap = "";
  private volatile int pdu = 960;
  private volatile int wanted;
  private volatile int headerError;
  private volatile int hardwareError;
  private volatile boolean shortened;
  private volatile boolean babbling;

  /** One with no memory at all, on a free port of loopback. */
  public FakeCpu() throws IOException {
    new Thread(this::accept, "tcp-proxy-fake-cpu").start();
  }

  /** Its port. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The memory of that name, {@code DB1} or {@code M}, from its first byte. */
  public FakeCpu has(String memory, byte... bytes) {
    memories.put(memory, bytes);
    return this;
  }

  /** As a download makes it, or an optimized block. */
  public void loses(String memory) {
    memories.remove(memory);
  }

  /** The largest message that it agrees to. */
  public void speaks(int bytes) {
    pdu = bytes;
  }

  /** The largest message that the last caller asked for. */
  public int wanted() {
    return wanted;
  }

  /** The error of every reply's header from now on: class and code. */
  public void refuses(int error) {
    headerError = error;
  }

  /** The return code of every block from now on; 0 for what is right. */
  public void says(int code) {
    hardwareError = code;
  }

  /** Gives a byte less than it was asked for. */
  public void shortens() {
    shortened = true;
  }

  /** Answers from now on what it was not asked, again and again. */
  public void babbles() {
    babbling = true;
  }

  /** How many connections were accepted so far. */
  public int connections() {
    return connections.get();
  }

  /** How many of them are still open. */
  public int open() {
    return callers.size();
  }

  /** Closes all connections; new ones are accepted. */
  public void drop() throws IOException {
    for (Socket caller : callers) {
      caller.close();
    }
  }

  /** What the last caller wanted to be connected to, as hexadecimal digits. */
  public String calledTsap() {
    return calledTsap;
  }

  /** The messages since the last question, each with the blocks it asked for: {@code DB1:0-3}. */
  public List<String> messages() {
    List<String> so = List.copyOf(messages);
    messages.clear();
    return so;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket caller = listener.accept();
        callers.add(caller);
        connections.incrementAndGet();
        new Thread(() -> serve(caller), "tcp-proxy-fake-cpu-caller").start();
      } catch (IOException closed) {
        // the loop ends
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      DataInputStream in = new DataInputStream(caller.getInputStream());
      DataOutputStream out = new DataOutputStream(caller.getOutputStream());
      while (true) {
        in.readUnsignedShort();
        byte[] rest = in.readNBytes(in.readUnsignedShort() - 4);
        ByteBuffer reply = reply(ByteBuffer.wrap(rest));
        byte[] frame = new byte[4 + reply.remaining()];
        ByteBuffer.wrap(frame).putShort((short) 0x0300).putShort((short) frame.length).put(reply);
        out.write(frame);
        while (babbling) {
          LockSupport.parkNanos(BREATH_NANOS);
          out.write(frame);
        }
      }
    } catch (IOException gone) {
      // so is this thread
    } finally {
      callers.remove(caller);
    }
  }

  private ByteBuffer reply(ByteBuffer request) {
    if (request.get(1) == (byte) 0xE0) {
      calledTsap = HEX.formatHex(request.array()).replaceFirst(".*c202(....).*", "$1");
      byte[] confirm = request.array().clone();
      confirm[1] = (byte) 0xD0;
      return ByteBuffer.wrap(confirm);
    }
    int reference = request.getShort(7) + (babbling ? 1 : 0);
    ByteBuffer parameters = request.position(13).slice();
    return parameters.get(0) == 4
        ? s7(
            reference,
            ByteBuffer.allocate(2).put((byte) 4).put(parameters.get(1)),
            read(parameters))
        : s7(reference, setup(parameters), ByteBuffer.allocate(0).flip());
  }

  private ByteBuffer setup(ByteBuffer parameters) {
    ByteBuffer agreed = ByteBuffer.allocate(8).put(parameters.array(), parameters.arrayOffset(), 8);
    wanted = parameters.getShort(6);
    return agreed.putShort(6, (short) Math.min(pdu, parameters.getShort(6)));
  }

  private ByteBuffer s7(int reference, ByteBuffer parameters, ByteBuffer data) {
    parameters.flip();
    ByteBuffer reply = ByteBuffer.allocate(15 + parameters.remaining() + data.remaining());
    reply.put(COTP_DATA).putShort((short) 0x3203).putShort((short) 0).putShort((short) reference);
    reply.putShort((short) parameters.remaining()).putShort((short) data.remaining());
    reply.putShort((short) (data.hasRemaining() ? headerError : 0));
    return reply.put(parameters).put(data).flip();
  }

  private ByteBuffer read(ByteBuffer parameters) {
    ByteBuffer data = ByteBuffer.allocate(4096);
    List<String> asked = new ArrayList<>();
    int count = parameters.get(1);
    for (int i = 0; i < count; i++) {
      int at = 2 + i * 12;
      int length = Short.toUnsignedInt(parameters.getShort(at + 4));
      int area = Byte.toUnsignedInt(parameters.get(at + 8));
      int start = (parameters.getInt(at + 8) & 0xFFFFFF) >> 3;
      String memory =
          area == DATA_BLOCK
              ? "DB" + Short.toUnsignedInt(parameters.getShort(at + 6))
              : "IQM".substring(area - 0x81, area - 0x80);
      asked.add(memory + ":" + start + "-" + (start + length - 1));
      put(data, memories.get(memory), start, shortened ? length - 1 : length, i == count - 1);
    }
    messages.add(String.join(" ", asked));
    return data.flip();
  }

  private void put(ByteBuffer data, byte[] memory, int start, int length, boolean last) {
    int code =
        hardwareError != 0
            ? hardwareError
            : memory == null ? NO_OBJECT : start + length > memory.length ? OUT_OF_RANGE : GIVEN;
    if (code != GIVEN) {
      data.put((byte) code).put((byte) 0).putShort((short) 0);
      return;
    }
    data.put((byte) GIVEN).put((byte) 4).putShort((short) (length * 8)).put(memory, start, length);
    if (length % 2 == 1 && !last) {
      data.put((byte) 0);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    drop();
  }
}
