package io.firedamp.driver.s7;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.plc4x.java.api.exceptions.PlcConnectionException;
import org.apache.plc4x.java.spi.connection.ChannelFactory;

/**
 * Makes the channel of one connection for PLC4X, and closes it if there is no session in time; that
 * is what ends PLC4X's connecting.
 */
final class Tcp implements ChannelFactory {
  private final InetSocketAddress controller;
  private final Duration limit;
  private final EventLoopGroup loop;
  private final Gate gate = new Gate();
  private volatile boolean connected;
  private IOException failure = new Connector.NoSession("closed");

  /**
   * @param limit for the connection and the session together
   * @param loop for this connection and others
   */
  Tcp(InetSocketAddress controller, Duration limit, EventLoopGroup loop) {
    this.controller = controller;
    this.limit = limit;
    this.loop = loop;
  }

  Gate gate() {
    return gate;
  }

  /** There is a session. */
  void connected() {
    connected = true;
  }

  /** Why connecting failed. */
  IOException reason() {
    return failure;
  }

  @Override
  public Channel createChannel(ChannelHandler protocol) throws PlcConnectionException {
    long deadline = System.nanoTime() + limit.toNanos();
    ChannelFuture accepted =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limit.toMillis())
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
