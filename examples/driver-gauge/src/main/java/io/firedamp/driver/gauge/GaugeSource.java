package io.firedamp.driver.gauge;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Reading;
import io.firedamp.source.Refusal;
import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code FLOW} is answered with {@code 12.5}, a name that it does not know with {@code ?}. */
final class GaugeSource implements PointSource {
  private static final int LONGEST_LINE = 32;
  private static final Text NAMES =
      new Text("the address is 1 to 16 capital letters", "地址为 1–16 个大写字母");

  private final String host;
  private final int port;
  private final Duration limit;
  private volatile Optional<SocketChannel> open = Optional.empty();

  GaugeSource(String host, int port, Duration limit) {
    this.host = host;
    this.port = port;
    this.limit = limit;
  }

  @Override
  public Duration cycle() {
    return Duration.ZERO; // it can answer in every tick
  }

  @Override
  public Plan prepare(List<Binding> rows) {
    List<Binding> good = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    for (Binding row : rows) {
      if (row.address().matches("[A-Z]{1,16}")) {
        good.add(row);
      } else {
        refused.add(new Refusal(row.point(), NAMES));
      }
    }
    return new Plan() {
      @Override
      public List<Refusal> refused() {
        return List.copyOf(refused);
      }

      @Override
      public List<Reading> read(Instant tick, Set<PointId> due)
          throws SourceException, InterruptedException {
        List<Reading> readings = new ArrayList<>();
        for (Binding row : good) {
          if (due.contains(row.point())) {
            readings.add(reading(row.point(), ask(row.address()), tick));
          }
        }
        return readings;
      }
    };
  }

  private Reading reading(PointId point, String answer, Instant tick) throws SourceException {
    if (answer.equals("?")) {
      return Reading.missing(point, Quality.BAD_ADDRESS, tick);
    }
    try {
      return Reading.of(point, Double.parseDouble(answer), tick);
    } catch (NumberFormatException garbage) {
      rest();
      throw down(garbage);
    }
  }

  private String ask(String name) throws SourceException, InterruptedException {
    try {
      long deadline = System.nanoTime() + limit.toNanos();
      SocketChannel channel = open.isPresent() ? open.get() : connected();
      channel.write(StandardCharsets.US_ASCII.encode(name + "\n"));
      StringBuilder line = new StringBuilder();
      for (int c = next(channel, deadline); c != '\n'; c = next(channel, deadline)) {
        if (line.append((char) c).length() > LONGEST_LINE) {
          throw new IOException("no end of line");
        }
      }
      return line.toString();
    } catch (IOException failed) {
      rest();
      if (Thread.interrupted()) { // shows as an I/O failure first
        throw new InterruptedException();
      }
      throw down(failed);
    }
  }

  private SocketChannel connected() throws IOException {
    SocketChannel channel = SocketChannel.open();
    open = Optional.of(channel);
    channel.socket().connect(new InetSocketAddress(host, port), (int) limit.toMillis());
    return channel;
  }

  /** A byte at a time is slow, and clear enough for an example. */
  private static int next(SocketChannel channel, long deadline) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    channel.socket().setSoTimeout((int) Math.max(1, left));
    int got = channel.socket().getInputStream().read();
    if (got < 0) {
      throw new EOFException("connection closed");
    }
    return got;
  }

  private SourceException down(Exception cause) {
    String what = host + ":" + port + ": " + cause.getMessage();
    return new SourceException(
        new Text(what, "设备无应答 " + what),
        new Text("Check power, cable and address.", "请检查供电、网线和地址。"),
        cause);
  }

  @Override
  public void rest() {
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (IOException failed) {
      // it is gone either way
    }
    open = Optional.empty();
  }
}
