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

/**
 * A Modbus TCP device that does as little as it can: it copies its registers. The registers n and n
 * + 1, n even, hold the float32 {@link #value}. A thread for each connection.
 */
public final class FastDevice implements AutoCloseable {
  private static final int REGISTERS = 65_536;
  private static final int HEADER = 9;
  private static final int LENGTH_OF_HEADER = 3;

  private final byte[] memory;
  private final ServerSocket listener;

  /** Listens on a free port of the loopback address. */
  public FastDevice() throws IOException {
    ByteBuffer floats = ByteBuffer.allocate(REGISTERS * Short.BYTES);
    for (int register = 0; register < REGISTERS; register += 2) {
      floats.putFloat(value(register));
    }
    memory = floats.array();
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** What that register and the next one hold: a decimal that no binary number is. */
  public static float value(int register) {
    return register / 2 + 0.1f;
  }

  /** Its port. */
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the benchmark is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      byte[] request = new byte[12];
      while (true) {
        in.readFully(request);
        ByteBuffer asked = ByteBuffer.wrap(request);
        int start = Short.toUnsignedInt(asked.getShort(8));
        int bytes = asked.getShort(10) * Short.BYTES;
        ByteBuffer reply = ByteBuffer.allocate(HEADER + bytes);
        reply.put(request, 0, 4).putShort((short) (LENGTH_OF_HEADER + bytes));
        reply.put(request, 6, 2).put((byte) bytes).put(memory, start * Short.BYTES, bytes);
        out.write(reply.array());
      }
    } catch (EOFException | SocketException hungUp) {
      // the client is done
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "bench-device");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
