package io.firedamp.driver.s7;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.plc4x.java.api.exceptions.PlcConnectionException;
import org.apache.plc4x.java.api.messages.PlcReadRequest;
import org.apache.plc4x.java.api.messages.PlcReadResponse;
import org.apache.plc4x.java.s7.readwrite.DeviceGroup;
import org.apache.plc4x.java.s7.readwrite.MemoryArea;
import org.apache.plc4x.java.s7.readwrite.TPKTPacket;
import org.apache.plc4x.java.s7.readwrite.TransportSize;
import org.apache.plc4x.java.s7.readwrite.tag.S7Tag;
import org.apache.plc4x.java.s7light.readwrite.S7LightDriver;
import org.apache.plc4x.java.s7light.readwrite.configuration.S7Configuration;
import org.apache.plc4x.java.s7light.readwrite.context.S7DriverContext;
import org.apache.plc4x.java.s7light.readwrite.optimizer.S7Optimizer;
import org.apache.plc4x.java.s7light.readwrite.protocol.S7ProtocolLogic;
import org.apache.plc4x.java.spi.Plc4xProtocolBase;
import org.apache.plc4x.java.spi.connection.ChannelFactory;
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
  private static final long NANOS_PER_MILLI = 1_000_000;

  private static final int SLOT_BITS = 5;

  /** Longer than any wait of ours. */
  private static final int NEVER_MS = 3_600_000;

  private final Config config;
  private final EventLoopGroup loop;

  /** Opens nothing, starts no thread. */
  Plc4x(Config config) {
    this.config = config;
    this.loop =
        new NioEventLoopGroup(1, new DefaultThreadFactory("driver-s7-" + config.name(), true));
  }

  @Override
  public Connection connect() throws IOException, InterruptedException {
    InetSocketAddress controller = new InetSocketAddress(config.host(), config.port());
    if (controller.isUnresolved()) {
      throw new UnknownHostException(config.host());
    }
    Tcp tcp = new Tcp(controller);
    DefaultNettyPlcConnection session = session(tcp);
    try {
      session.connect();
      tcp.connected = true;
      return new Session(session, tcp.gate);
    } catch (PlcConnectionException failed) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw tcp.reason();
    } finally {
      if (!tcp.connected) {
        end(session);
      }
    }
  }

  private DefaultNettyPlcConnection session(Tcp tcp) {
    S7Configuration wishes = new S7Configuration();
    wishes.setLocalDeviceGroup(DeviceGroup.OTHERS);
    wishes.setRemoteTsap(place());
    wishes.setControllerType((smart() ? Controller.S7_1200 : config.controller()).name());
    wishes.setPduSize(config.pduSize());
    wishes.setReadTimeout(NEVER_MS);
    return new DefaultNettyPlcConnection(
        false,
        true,
        false,
        false,
        false,
        new DefaultPlcValueHandler(),
        wishes,
        tcp,
        false,
        true,
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

  private static void end(DefaultNettyPlcConnection session) {
    try {
      session.close();
    } catch (PlcConnectionException gone) {
      // it is gone either way
    }
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * config.timeout().toMillis());
  }

  /** Makes the channel of one connection. */
  private final class Tcp implements ChannelFactory {
    private final InetSocketAddress controller;
    private final Gate gate = new Gate();
    private volatile boolean connected;
    private IOException failure = new NoSession("closed");

    Tcp(InetSocketAddress controller) {
      this.controller = controller;
    }

    /** Why connecting failed. */
    IOException reason() {
      return failure;
    }

    @Override
    public Channel createChannel(ChannelHandler protocol) throws PlcConnectionException {
      long limit = config.timeout().toMillis();
      long deadline = System.nanoTime() + limit * NANOS_PER_MILLI;
      ChannelFuture accepted =
          new Bootstrap()
              .group(loop)
              .channel(NioSocketChannel.class)
              .option(ChannelOption.TCP_NODELAY, true)
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limit)
              .handler(protocol)
              .connect(controller);
      Channel channel = accepted.channel();
      try {
        accepted.await();
      } catch (InterruptedException over) {
        channel.close();
        Thread.currentThread().interrupt();
        throw new PlcConnectionException(over);
      }
      if (!accepted.isSuccess()) {
        channel.close();
        failure = refusal(accepted.cause());
        throw new PlcConnectionException(failure);
      }
      loop.schedule(
          () -> {
            if (!connected) {
              channel.close();
            }
          },
          deadline - System.nanoTime(),
          TimeUnit.NANOSECONDS);
      return channel;
    }

    /** Netty's own exceptions for a time-out and a refusal say both that they are a refusal. */
    private static IOException refusal(Throwable cause) {
      if (cause instanceof ConnectTimeoutException) {
        return new SocketTimeoutException(cause.getMessage());
      }
      return cause instanceof IOException known ? known : new ConnectException(cause.toString());
    }

    @Override
    public void initializePipeline(ChannelPipeline pipeline) {
      pipeline.addLast(gate);
    }

    @Override
    public void closeEventLoopForChannel(Channel channel) {
      // it is for all connections
    }

    @Override
    public boolean isPassive() {
      return false;
    }
  }

  /** One connection with its S7 session. */
  private final class Session implements Connection {
    private final DefaultNettyPlcConnection session;
    private final Gate gate;

    Session(DefaultNettyPlcConnection session, Gate gate) {
      this.session = session;
      this.gate = gate;
    }

    @Override
    public List<Answer> read(List<Block> blocks) throws IOException, InterruptedException {
      PlcReadRequest.Builder request = session.readRequestBuilder();
      for (int i = 0; i < blocks.size(); i++) {
        request.addTag(Integer.toString(i), tag(blocks.get(i)));
      }
      PlcReadResponse response = awaited(sent(request.build()));
      List<Answer> answers = new ArrayList<>(blocks.size());
      for (int i = 0; i < blocks.size(); i++) {
        answers.add(answer(response, Integer.toString(i), blocks.get(i)));
      }
      return answers;
    }

    private CompletableFuture<? extends PlcReadResponse> sent(PlcReadRequest request)
        throws EOFException {
      try {
        return request.execute();
      } catch (RejectedExecutionException gone) {
        throw new EOFException("closed");
      }
    }

    /** PLC4X forgets some answers that it cannot understand; so silence is all that tells. */
    private PlcReadResponse awaited(CompletableFuture<? extends PlcReadResponse> answer)
        throws IOException, InterruptedException {
      CompletableFuture<Object> either = CompletableFuture.anyOf(answer, gate.ended());
      long limit = config.timeout().toNanos();
      long since = System.nanoTime();
      for (long left = limit; left > 0; left = since + limit - System.nanoTime()) {
        try {
          if (either.get(left, TimeUnit.NANOSECONDS) instanceof PlcReadResponse response) {
            return response;
          }
          throw gate.ended().get();
        } catch (ExecutionException failed) {
          throw gate.ended().getNow(new Garbled(String.valueOf(failed.getCause())));
        } catch (TimeoutException notYet) {
          since = Math.max(since, gate.lastMessage());
        }
      }
      throw new SocketTimeoutException("no answer");
    }

    private static S7Tag tag(Block block) {
      MemoryArea area =
          switch (block.area()) {
            case DB -> MemoryArea.DATA_BLOCKS;
            case M -> MemoryArea.FLAGS_MARKERS;
            case I -> MemoryArea.INPUTS;
            case Q -> MemoryArea.OUTPUTS;
          };
      return new S7Tag(
          TransportSize.BYTE, area, block.number(), block.start(), (byte) 0, block.count());
    }

    private static Answer answer(PlcReadResponse response, String tag, Block block) throws Garbled {
      return switch (response.getResponseCode(tag)) {
        case OK -> {
          byte[] bytes = response.getPlcValue(tag).getRaw();
          if (bytes.length != block.count()) {
            throw new Garbled(bytes.length + " bytes instead of " + block.count());
          }
          yield Answer.given(bytes);
        }
        case INVALID_ADDRESS, INVALID_DATATYPE -> Answer.no(Answer.Verdict.NO_ADDRESS);
        case ACCESS_DENIED -> Answer.no(Answer.Verdict.FORBIDDEN);
        default -> Answer.no(Answer.Verdict.FAULT);
      };
    }

    @Override
    public void close() {
      end(session);
    }
  }
}
