package io.firedamp.uplink.ccer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * {@link PromptSockets} that speak TLS. Of its own, because Paho tells the two apart by their
 * class.
 */
final class PromptTls extends SSLSocketFactory {
  private final SSLSocketFactory plain;
  private final Optional<InetAddress> local;

  PromptTls(SSLSocketFactory plain, Optional<InetAddress> local) {
    this.plain = plain;
    this.local = local;
  }

  @Override
  public Socket createSocket() throws IOException {
    return LocalEnd.ready(plain.createSocket(), local);
  }

  @Override
  public Socket createSocket(Socket inner, String host, int port, boolean closing)
      throws IOException {
    return LocalEnd.ready(plain.createSocket(inner, host, port, closing), Optional.empty());
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
    return LocalEnd.ready(plain.createSocket(host, port, from, fromPort), Optional.empty());
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return LocalEnd.ready(plain.createSocket(host, port, from, fromPort), Optional.empty());
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return plain.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return plain.getSupportedCipherSuites();
  }
}
