package io.firedamp.uplink.ccer;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker that answers every login with one code, and lets nobody listen: every subscription gets
 * the code 0x80.
 */
final class RefusingBroker implements AutoCloseable {
  private static final int CONNECT = 1;
  private static final int SUBSCRIBE = 8;

  private final int code;
  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::serve, "refusing-broker");

  /**
   * @param code of MQTT 3.1.1 section 3.2.2.3; 0 lets in
   */
  RefusingBroker(int code) throws IOException {
    this.code = code;
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The packets that came, a character for each byte, without their lengths. */
  List<String> heard() {
    return heard;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
          answer(in, socket.getOutputStream());
        }
      } catch (IOException gone) {
        // the next connection, or the end
      }
    }
  }

  /** Packets of the test are shorter than 16,384 bytes: their length has two digits at the most. */
  private void answer(DataInputStream in, OutputStream out) throws IOException {
    int first = in.readUnsignedByte();
    int type = first >> 4;
    int length = in.readUnsignedByte();
    if (length > 127) {
      length = length - 128 + 128 * in.readUnsignedByte();
    }
    byte[] body = in.readNBytes(length);
    heard.add((char) first + new String(body, StandardCharsets.ISO_8859_1));
    if (type == CONNECT) {
      out.write(new byte[] {0x20, 2, 0, (byte) code});
    } else if (type == SUBSCRIBE) {
      out.write(new byte[] {(byte) 0x90, 4, body[0], body[1], (byte) 0x80, (byte) 0x80});
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
