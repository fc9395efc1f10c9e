package io.firedamp.container;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a process takes connections or datagrams, read from {@code /proc} (proc(5), net/tcp), in
 * whose network it is.
 *
 * @param protocol {@code tcp}, {@code tcp6}, {@code udp} or {@code udp6}
 * @param address the local address
 * @param port the local port
 */
record Endpoint(String protocol, InetAddress address, int port) {
  private static final String LISTENING = "0A";

  /** A UDP socket that is tied to no peer. */
  private static final String UNCONNECTED = "07";

  /** Every one of that process. */
  static List<Endpoint> of(long pid) throws IOException {
    Set<String> inodes = inodes(pid);
    List<Endpoint> endpoints = new ArrayList<>();
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      Path table = Path.of("/proc/" + pid + "/net/" + protocol);
      if (!Files.exists(table)) {
        continue;
      }
      for (String line : Files.readAllLines(table)) {
        String[] fields = line.strip().split("\\s+");
        String state = protocol.startsWith("tcp") ? LISTENING : UNCONNECTED;
        if (fields[3].equals(state) && inodes.contains(fields[9])) {
          String[] local = fields[1].split(":");
          endpoints.add(new Endpoint(protocol, address(local[0]), Integer.parseInt(local[1], 16)));
        }
      }
    }
    return endpoints;
  }

  private static Set<String> inodes(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          String target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.replaceAll("\\D", ""));
          }
        } catch (NoSuchFileException closed) {
          // between listing and looking
        }
      }
    }
    return inodes;
  }

  /** Words of 32 bits, each in the order of the machine. */
  private static InetAddress address(String hex) throws IOException {
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
    while (words.hasRemaining()) {
      bytes.putInt(words.getInt());
    }
    return InetAddress.getByAddress(bytes.array());
  }
}
