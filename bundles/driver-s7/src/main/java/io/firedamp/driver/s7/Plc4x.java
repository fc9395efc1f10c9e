package io.firedamp.driver.s7;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.apache.plc4x.java.api.exceptions.PlcConnectionException;
import org.apache.plc4x.java.s7.readwrite.DeviceGroup;
import org.apache.plc4x.java.s7.readwrite.TPKTPacket;
import org.apache.plc4x.java.s7light.readwrite.S7LightDriver;
import org.apache.plc4x.java.s7light.readwrite.configuration.S7Configuration;
import org.apache.plc4x.java.s7light.readwrite.context.S7DriverContext;
import org.apache.plc4x.java.s7light.readwrite.optimizer.S7Optimizer;
import org.apache.plc4x.java.s7light.readwrite.protocol.S7ProtocolLogic;
import org.apache.plc4x.java.spi.Plc4xProtocolBase;
import org.apache.plc4x.java.spi.connection.DefaultNettyPlcConnection;
import org.apache.plc4x.java.spi.connection.SingleProtocolStackConfigurer;
import org.apache.plc4x.java.spi.generation.Message;
import org.apache.plc4x.java.spi.values.DefaultPlcValueHandler;

/**
 * Speaks S7 by PLC4X.
 *
 * <p>Design note: only the protocol logic and the optimizer of its s7-light driver are used, on a
 * channel of our own. PLC4X's own way of connecting waits for ever for a controller that accepts
 * and keeps silent, and leaves threads, buffers and lines on the console behind with each attempt
 * (docs/decisions/0019-s7-by-plc4x.md). Here the time limit closes the channel, which ends
 * connecting; PLC4X's own read time-out is put out of reach, because it turns silence into an
 * answer.
 *
 * <p>Threads: one for all connections, {@code driver-s7-NAME}; for each open connection PLC4X's
 * timer and its pool of at most four.
 */
final class Plc4x implements Connector {
  private static final int SLOT_BITS = 5;

  /** Longer than any wait of ours. */
  private static final int NEVER_MS = 3_600_000;

  private final Config config;
  private final EventLoopGroup loop;

  /** Opens nothing, starts no thread. */
  Plc4x(Config config) {
    this.config = config;
    this.loop = new NioEventLoopGroup(1, this::thread);
  }

  private Thread thread(Runnable work) {
    Thread thread = new FastThreadLocalThread(work, "driver-s7-" + config.name());
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Connection connect() throws IOException, InterruptedException {
    InetSocketAddress controller = new InetSocketAddress(config.host(), config.port());
    if (controller.isUnresolved()) {
      throw new UnknownHostException(config.host());
    }
    Tcp tcp = new Tcp(controller, config.timeout(), loop);
    DefaultNettyPlcConnection connection = connection(tcp);
    Session session = new Session(connection, tcp.gate(), config.timeout());
    boolean connected = false;
    try {
      connection.connect();
      tcp.connected();
      connected = true;
      return session;
    } catch (PlcConnectionException failed) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw tcp.reason();
    } finally {
      if (!connected) {
        session.close();
      }
    }
  }

  private DefaultNettyPlcConnection connection(Tcp tcp) {
    S7Configuration wishes = new S7Configuration();
    wishes.setLocalDeviceGroup(DeviceGroup.OTHERS);
    wishes.setRemoteTsap(place());
    wishes.setControllerType((smart() ? Controller.S7_1200 : config.controller()).name());
    wishes.setPduSize(config.pduSize());
    wishes.setReadTimeout(NEVER_MS);
    boolean reads = true;
    boolean awaitsSession = true;
    return new DefaultNettyPlcConnection(
        false,
        reads,
        false,
        false,
        false,
        new DefaultPlcValueHandler(),
        wishes,
        tcp,
        false,
        awaitsSession,
        false,
        false,
        SingleProtocolStackConfigurer.builder(TPKTPacket.class, TPKTPacket::staticParse)
            .withProtocol(S7ProtocolLogic.class)
            .withDriverContext(S7DriverContext.class)
            .withPacketSizeEstimator(S7LightDriver.ByteLengthEstimator.class)
            .withCorruptPacketRemover(S7LightDriver.CorruptPackageCleaner.class)
            .build(),
        new S7Optimizer(),
        null) {
      /** PLC4X would ask for what the next power of two leaves, which may be more. */
      @Override
      public void setProtocol(Plc4xProtocolBase<? extends Message> protocol) {
        ((S7DriverContext) protocol.getDriverContext()).setPduSize(config.pduSize());
        super.setProtocol(protocol);
      }
    };
  }

  /**
   * The TSAP of the CPU: the kind of connection, the rack in three bits, the slot in five. PLC4X
   * puts the rack into four.
   */
  private int place() {
    DeviceGroup kind = smart() ? DeviceGroup.OTHERS : DeviceGroup.PG_OR_PC;
    return kind.getValue() << Byte.SIZE | config.rack() << SLOT_BITS | config.slot();
  }

  /** PLC4X does not know it; it does not take connections of the kind that programmers use. */
  private boolean smart() {
    return config.controller() == Controller.S7_200SMART;
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * config.timeout().toMillis());
  }
}
