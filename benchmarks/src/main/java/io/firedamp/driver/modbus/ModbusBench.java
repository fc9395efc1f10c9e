package io.firedamp.driver.modbus;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.io.ModbusTCPTransaction;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.net.TCPMasterConnection;
import io.firedamp.benchmarks.Figure;
import io.firedamp.benchmarks.Scale;
import io.firedamp.point.PointId;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.SourceException;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Reads 125 registers again and again: by the driver, which makes 62 float32 and a word of them, by
 * a bare j2mod transaction and over a bare socket, which leave them as they are; in turns, from the
 * same device.
 */
public final class ModbusBench {
  private static final int REGISTERS = 125;
  private static final int MANY = 4;
  private static final int WARM_UP = 3;
  private static final double J2MOD_BAR = 1 / 0.85;
  private static final double SOCKET_BAR = 1 / 0.8;
  private static final double MANY_BAR = 1 / 0.7;
  private static final Instant TICK = Instant.parse("2026-01-01T00:00:00Z");

  private final Scale scale;
  private final List<Figure> figures;

  /** Something that reads those registers once, over a connection of its own. */
  private interface Reader extends AutoCloseable {
    void read() throws IOException, ModbusException, SourceException, InterruptedException;

    @Override
    void close() throws IOException;
  }

  private interface Kind {
    Reader connect(int port) throws IOException;
  }

  /**
   * @param figures takes what is found
   */
  public ModbusBench(Scale scale, List<Figure> figures) {
    this.scale = scale;
    this.figures = figures;
  }

  /** The driver's source for a device on that loopback port. */
  public static PointSource source(String name, int port) {
    return new ModbusSource(
        Config.of(
            Map.of("source.name", name, "host", "127.0.0.1", "port", Integer.toString(port))));
  }

  /** Measures. Blocks for seconds to minutes. */
  public void run() throws IOException, InterruptedException {
    System.err.println("modbus: reading as fast as it goes");
    try (FastDevice device = new FastDevice()) {
      compare(device.port(), 1, J2MOD_BAR, SOCKET_BAR);
      compare(device.port(), MANY, MANY_BAR, MANY_BAR);
    }
  }

  private void compare(int port, int connections, double j2modBar, double socketBar)
      throws IOException, InterruptedException {
    List<Double> driver = new ArrayList<>();
    List<Double> j2mod = new ArrayList<>();
    List<Double> socket = new ArrayList<>();
    for (int round = 0; round < WARM_UP + scale.rounds(); round++) {
      boolean warm = round >= WARM_UP;
      add(warm, driver, micros(ModbusBench::driver, port, connections));
      add(warm, j2mod, micros(ModbusBench::j2mod, port, connections));
      add(warm, socket, micros(ModbusBench::socket, port, connections));
    }
    String over = connections == 1 ? "one connection" : connections + " connections";
    String how = "125 registers, " + scale.readingMs() + " ms each in each round, in turns; ";
    figures.add(
        new Figure(
            "modbus.read.j2mod." + connections,
            "a read of 125 registers, " + over + ", to bare j2mod",
            how + "elapsed time by reads of all connections",
            "µs",
            driver,
            j2mod,
            j2modBar));
    figures.add(
        new Figure(
            "modbus.read.socket." + connections,
            "a read of 125 registers, " + over + ", to a bare socket",
            how + "elapsed time by reads of all connections",
            "µs",
            driver,
            socket,
            socketBar));
  }

  private static void add(boolean warm, List<Double> list, double value) {
    if (warm) {
      list.add(value);
    }
  }

  private double micros(Kind kind, int port, int connections)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long start = System.nanoTime();
      long end = start + Duration.ofMillis(scale.readingMs()).toNanos();
      Callable<Long> loop = () -> reads(kind, port, end);
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(threads.submit(loop));
      }
      long reads = 0;
      for (Future<Long> each : running) {
        reads += each.get();
      }
      return (System.nanoTime() - start) / 1000.0 / reads;
    } catch (ExecutionException failed) {
      throw new IOException(failed);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long reads(Kind kind, int port, long end) throws Exception {
    long reads = 0;
    try (Reader reader = kind.connect(port)) {
      while (System.nanoTime() < end) {
        reader.read();
        reads++;
      }
    }
    return reads;
  }

  private static Reader driver(int port) {
    List<Binding> rows = new ArrayList<>();
    for (int register = 0; register < REGISTERS - 1; register += 2) {
      rows.add(row(register, ValueType.FLOAT32));
    }
    rows.add(row(REGISTERS - 1, ValueType.UINT16));
    Set<PointId> due = rows.stream().map(Binding::point).collect(Collectors.toSet());
    ModbusSource source =
        new ModbusSource(
            Config.of(
                Map.of(
                    "source.name", "bench", "host", "127.0.0.1", "port", Integer.toString(port))));
    Plan plan = source.prepare(rows);
    return new Reader() {
      @Override
      public void read() throws SourceException, InterruptedException {
        if (plan.read(TICK, due).size() != due.size()) {
          throw new IllegalStateException("a reading is missing");
        }
      }

      @Override
      public void close() {
        source.rest();
      }
    };
  }

  private static Binding row(int register, ValueType type) {
    return new Binding(
        new PointId("R" + register),
        "holding:" + register,
        type,
        WordOrder.ABCD,
        Duration.ofSeconds(1));
  }

  private static Reader j2mod(int port) throws IOException {
    TCPMasterConnection connection = new TCPMasterConnection(InetAddress.getLoopbackAddress());
    connection.setPort(port);
    try {
      connection.connect();
    } catch (Exception failed) { // that is what it declares
      throw new IOException(failed);
    }
    return new Reader() {
      @Override
      public void read() throws ModbusException {
        ModbusTCPTransaction transaction = new ModbusTCPTransaction(connection);
        ReadMultipleRegistersRequest request = new ReadMultipleRegistersRequest(0, REGISTERS);
        request.setUnitID(1);
        transaction.setRequest(request);
        transaction.execute();
      }

      @Override
      public void close() {
        connection.close();
      }
    };
  }

  private static Reader socket(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    byte[] request = {0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, REGISTERS};
    byte[] reply = new byte[9 + 2 * REGISTERS];
    OutputStream out = socket.getOutputStream();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    return new Reader() {
      @Override
      public void read() throws IOException {
        out.write(request);
        in.readFully(reply);
      }

      @Override
      public void close() throws IOException {
        socket.close();
      }
    };
  }
}
