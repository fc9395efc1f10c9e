package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CCER-7.3-01, AMB-05: where connections begin. */
class LocalEndTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConnectionBeginsAtTheAddressThatIsGiven(boolean tls) throws IOException {
    Optional<InetAddress> local = Optional.of(InetAddress.getByName("127.0.0.5"));
    SocketFactory factory =
        tls
            ? new PromptTls((SSLSocketFactory) SSLSocketFactory.getDefault(), local)
            : new PromptSockets(local);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = factory.createSocket()) {
      socket.connect(server.getLocalSocketAddress());
      try (Socket accepted = server.accept()) {
        assertEquals(local.get(), accepted.getInetAddress());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tun-of-nobody", "10.255.255.254", "fe80::1:2:3:4", "vpn.example"})
  void whatTheMachineHasNotIsNoAddress(String name) {
    assertEquals(Optional.empty(), new LocalEnd(name).address());
  }
}
