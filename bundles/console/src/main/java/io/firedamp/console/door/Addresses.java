package io.firedamp.console.door;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * From where somebody may come: addresses and networks, {@code 127.0.0.1, 10.0.0.0/8, fd00::/8}.
 */
public final class Addresses {
  private static final String FORM = "[0-9a-fA-F:.]+(/[0-9]{1,3})?";

  private record Network(byte[] address, int bits) {
    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % 8;
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Network> networks;

  private Addresses(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * @param list with commas between them
   * @throws IllegalArgumentException if one is neither an address nor a network
   */
  public static Addresses of(String list) {
    return new Addresses(
        Arrays.stream(list.split(",")).map(String::strip).map(Addresses::network).toList());
  }

  private static Network network(String text) {
    if (!text.matches(FORM)) {
      throw new IllegalArgumentException("not an address: " + text);
    }
    String[] parts = text.split("/");
    byte[] address = bytes(parts[0]);
    int most = address.length * 8;
    int bits = parts.length > 1 ? Integer.parseInt(parts[1]) : most;
    if (bits > most) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    return new Network(address, bits);
  }

  /** Whether one of them holds that address. */
  public boolean hold(String address) {
    byte[] bytes = bytes(address);
    return networks.stream().anyMatch(network -> network.holds(bytes));
  }

  /** Of an address in digits, which asks no name server. */
  private static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException wrong) {
      throw new IllegalArgumentException("not an address: " + address, wrong);
    }
  }
}
