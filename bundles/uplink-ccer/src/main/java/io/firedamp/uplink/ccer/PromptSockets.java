package io.firedamp.uplink.ccer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;

/** Plain sockets that hold nothing back, and begin at the local end that they are to begin at. */
final class PromptSockets extends SocketFactory {
  private final Optional<InetAddress> local;

  PromptSockets(Optional<InetAddress> local) {
    this.local = local;
  }

  @Override
  public Socket createSocket() throws IOException {
    return LocalEnd.ready(new Socket(), local);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, from, fromPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return LocalEnd.ready(new Socket(host, port, from, fromPort), Optional.empty());
  }
}
