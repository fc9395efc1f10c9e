package io.firedamp.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A loopback TCP proxy that does to a link what sites do: cut it, go mute, be slow, flip bits. Any
 * thread. Its threads are daemons named {@code tcp-proxy-…} and end with their connections.
 *
 * <pre>
 * try (TcpProxy link = TcpProxy.to(server.port())) {
 *   client.connect("127.0.0.1", link.port());
 *   link.mute();
 * </pre>
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 4096;
  private static final int BITS = 8;
  private static final long SEED = 20261121;

  private final InetSocketAddress target;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicLong swallowed = new AtomicLong();
  private ServerSocket listener;
  private Thread acceptor;
  private volatile boolean mute;
  private volatile long delayNanos;
  private volatile long bytesPerSecond = Long.MAX_VALUE;
  private volatile double garbled;

  private TcpProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listener = listen(0);
    this.port = listener.getLocalPort();
    this.acceptor = startAccepting(listener);
  }

  /** A proxy on a free port of the loopback address, for the server on that port of it. */
  public static TcpProxy to(int port) throws IOException {
    return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** A proxy on a free port of the loopback address, for that server. */
  public static TcpProxy to(InetSocketAddress target) throws IOException {
    return new TcpProxy(target);
  }

  /** The port to connect to; the same all the time. */
  public int port() {
    return port;
  }

  /** How many connections were accepted so far. */
  public int accepted() {
    return accepted.get();
  }

  /** How many connections are open now. */
  public int open() {
    return (int) sockets.stream().filter(socket -> !socket.isClosed()).count() / 2;
  }

  /** How many bytes were swallowed by {@link #mute()} so far. */
  public long swallowed() {
    return swallowed.get();
  }

  /** Undoes all that is below: a good link, to which clients have to connect anew after a cut. */
  public synchronized void pass() throws IOException {
    mute = false;
    delayNanos = 0;
    bytesPerSecond = Long.MAX_VALUE;
    garbled = 0;
    if (listener.isClosed()) {
      listener = listen(port);
      acceptor = startAccepting(listener);
    }
  }

  /** Closes all connections; new ones are accepted: a restart, a firewall that forgot. */
  public void drop() {
    sockets.forEach(TcpProxy::shut);
  }

  /** Closes all connections, and refuses new ones: the server is gone. Returns when it is so. */
  public synchronized void cut() throws IOException {
    listener.close();
    try {
      acceptor.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    drop();
  }

  /**
   * Swallows every byte, both ways. Connections stay open and new ones are accepted: the cable is
   * out, or the server hangs.
   */
  public void mute() {
    mute = true;
  }

  /** Keeps every piece of data back for that long, each way. */
  public void delay(Duration time) {
    delayNanos = time.toNanos();
  }

  /** Lets so many bytes a second through, each way and connection. */
  public void throttle(long bytes) {
    bytesPerSecond = bytes;
  }

  /**
   * Flips a bit in that share of the bytes that come from the server, the same ones in every run.
   *
   * @param share 0 to 1
   */
  public void garble(double share) {
    garbled = share;
  }

  @Override
  public synchronized void close() throws IOException {
    cut();
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private Thread startAccepting(ServerSocket mine) {
    return start("tcp-proxy-accept-" + port, () -> accept(mine));
  }

  private void accept(ServerSocket mine) {
    while (!mine.isClosed()) {
      try {
        serve(mine.accept());
      } catch (IOException closed) {
        // the loop ends, or goes on after a client that gave up
      }
    }
  }

  private void serve(Socket client) {
    Socket server = new Socket();
    sockets.add(client);
    sockets.add(server);
    accepted.incrementAndGet();
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target);
      start("tcp-proxy-up-" + port, () -> pump(client, server, false));
      start("tcp-proxy-down-" + port, () -> pump(server, client, true));
    } catch (IOException refused) {
      end(client, server);
    }
  }

  private void pump(Socket from, Socket to, boolean fromServer) {
    Random random = new Random(SEED);
    byte[] bytes = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        pause(delayNanos);
        if (mute) {
          swallowed.addAndGet(count);
          continue;
        }
        if (fromServer) {
          flip(bytes, count, random);
        }
        write(out, bytes, count);
      }
    } catch (IOException gone) {
      // either end is gone; so is the other now
    } finally {
      end(from, to);
    }
  }

  private void flip(byte[] bytes, int count, Random random) {
    double share = garbled;
    for (int i = 0; share > 0 && i < count; i++) {
      if (random.nextDouble() < share) {
        bytes[i] ^= (byte) (1 << random.nextInt(BITS));
      }
    }
  }

  /** In pieces of a hundredth of a second, each in its time; on a slow line byte by byte. */
  private void write(OutputStream out, byte[] bytes, int count) throws IOException {
    for (int at = 0; at < count; ) {
      long begin = System.nanoTime();
      long rate = bytesPerSecond;
      int step = (int) Math.min(count - at, Math.max(1, rate / 100));
      out.write(bytes, at, step);
      at += step;
      if (rate != Long.MAX_VALUE) {
        long time = step * Duration.ofSeconds(1).toNanos() / rate;
        pause(begin + time - System.nanoTime());
      }
    }
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void end(Socket one, Socket other) {
    shut(one);
    shut(other);
    sockets.remove(one);
    sockets.remove(other);
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
