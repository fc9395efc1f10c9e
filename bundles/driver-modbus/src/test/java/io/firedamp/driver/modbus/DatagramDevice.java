package io.firedamp.driver.modbus;

import io.firedamp.driver.modbus.RawDevice.Manner;
import io.firedamp.driver.modbus.RawDevice.Request;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link RawDevice} for datagrams; each write of a manner is one. */
final class DatagramDevice implements AutoCloseable {
  private final DatagramSocket socket;
  private final Thread server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Manner manner = RawDevice.RIGHT;

  DatagramDevice() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    server = new Thread(this::serve, "datagram-device");
    server.setDaemon(true);
    server.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  void behave(Manner newManner) {
    manner = newManner;
  }

  /** The requests since the last call. */
  List<String> requests() {
    List<String> asked = List.copyOf(requests);
    requests.clear();
    return asked;
  }

  private void serve() {
    byte[] bytes = new byte[300];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        socket.receive(packet);
        Request request =
            Request.tcp(
                new DataInputStream(new ByteArrayInputStream(bytes, 0, packet.getLength())));
        requests.add(request.toString());
        manner.reply(request, new Datagrams(packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  /** Sends each piece in a datagram of its own. */
  private final class Datagrams extends OutputStream {
    private final SocketAddress driver;

    Datagrams(SocketAddress driver) {
      this.driver = driver;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      socket.send(new DatagramPacket(bytes, from, length, driver));
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
