package io.firedamp.clock.sync;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks over UDP (CCER-F-01), each time from another port, so that who wants to answer in a server's
 * place has to guess the port and 64 random bits.
 */
final class UdpLine implements Line {
  private static final Logger LOG = LoggerFactory.getLogger(UdpLine.class);

  private final LongSupplier monotonic;
  private final Duration patience;
  private final SecureRandom random = new SecureRandom();

  UdpLine(LongSupplier monotonic, Duration patience) {
    this.monotonic = monotonic;
    this.patience = patience;
  }

  @Override
  public Reply ask(Server.Address address) {
    int bogus = 0;
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(address.host(), address.port())); // takes no other's
      long nonce = random.nextLong();
      byte[] question = Packet.request(nonce).bytes();
      byte[] bytes = new byte[1 << 10];
      DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
      long sent = monotonic.getAsLong();
      socket.send(new DatagramPacket(question, question.length));
      while (true) {
        long left = sent + patience.toNanos() - monotonic.getAsLong();
        if (left <= 0) {
          return new Reply(new Answer.Silence(), bogus);
        }
        socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(left) + 1);
        packet.setLength(bytes.length);
        socket.receive(packet);
        long received = monotonic.getAsLong();
        Answer answer = Answer.of(bytes, packet.getLength(), nonce, sent, received);
        if (!(answer instanceof Answer.Bogus)) {
          return new Reply(answer, bogus);
        }
        bogus++; // the right one may still come
      }
    } catch (SocketTimeoutException silent) {
      return new Reply(new Answer.Silence(), bogus);
    } catch (IOException | IllegalArgumentException unreachable) { // the latter: an unknown name
      LOG.debug("{}", address, unreachable);
      return new Reply(new Answer.Silence(), bogus);
    }
  }
}
