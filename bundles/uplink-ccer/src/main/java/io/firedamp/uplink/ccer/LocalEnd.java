package io.firedamp.uplink.ccer;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where connections begin: at any interface, or only at the one that is named, the VPN's (AMB-05).
 * Which way packets take from there is up to the machine's routes. Immutable; any thread.
 *
 * @param name of an interface ({@code tun0}) or one of its addresses ({@code 10.8.0.6}); empty for
 *     any
 */
record LocalEnd(String name) {
  /** Whether an interface is named. */
  boolean bound() {
    return !name.isEmpty();
  }

  /** The address to begin at; empty while there is no such interface, or it is down. */
  Optional<InetAddress> address() {
    try {
      NetworkInterface named = NetworkInterface.getByName(name);
      if (named != null) {
        return named.isUp() ? best(named) : Optional.empty();
      }
      if (!name.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*(%.+)?")) {
        return Optional.empty(); // an interface that is not there: nothing for a name server
      }
      InetAddress address = InetAddress.getByName(name);
      NetworkInterface owner = NetworkInterface.getByInetAddress(address);
      return owner != null && owner.isUp() ? Optional.of(address) : Optional.empty();
    } catch (SocketException | UnknownHostException gone) {
      return Optional.empty();
    }
  }

  /** IPv4 before IPv6, and what reaches beyond the cable before what does not. */
  private static Optional<InetAddress> best(NetworkInterface up) {
    return up.inetAddresses()
        .min(
            Comparator.comparing(InetAddress::isLinkLocalAddress)
                .thenComparing(address -> !(address instanceof Inet4Address)));
  }

  /**
   * Makes a socket ready: bound if need be, and without Nagle's algorithm, with which a packet of
   * several segments can wait 40 ms for the receipt of its first ones.
   *
   * @param at from {@link #address}; empty for any
   */
  static Socket ready(Socket socket, Optional<InetAddress> at) throws IOException {
    socket.setTcpNoDelay(true);
    if (at.isPresent()) {
      socket.bind(new InetSocketAddress(at.get(), 0));
    }
    return socket;
  }
}
