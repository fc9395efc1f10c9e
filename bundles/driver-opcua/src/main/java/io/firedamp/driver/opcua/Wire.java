package io.firedamp.driver.opcua;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.CloseSecureChannelRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.core.util.Unit;
import org.eclipse.milo.opcua.stack.transport.client.AbstractUascClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.ClientApplicationContext;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.eclipse.milo.opcua.stack.transport.client.uasc.ClientSecureChannel;
import org.eclipse.milo.opcua.stack.transport.client.uasc.InboundUascResponseHandler.DelegatingUascResponseHandler;
import org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientAcknowledgeHandler;

/**
 * One TCP connection with its secure channel. Opened once; when it is gone, it is gone.
 *
 * <p>Design note: Milo's own transport connects anew by itself, for ever and with pauses of its
 * own. Here the pipeline decides when to try again, and a value must not come from another
 * connection than the one that was asked.
 */
final class Wire extends AbstractUascClientTransport implements AutoCloseable {
  private final OpcTcpClientTransportConfig config;
  private final CompletableFuture<ClientSecureChannel> secured = new CompletableFuture<>();
  private volatile Supplier<CompletableFuture<?>> first =
      () -> CompletableFuture.completedFuture(Unit.VALUE);
  private volatile Optional<Channel> open = Optional.empty();

  Wire(OpcTcpClientTransportConfig config) {
    super(config);
    this.config = config;
  }

  /** What is to be done before it counts as connected, whether it succeeds or not. */
  void first(Supplier<CompletableFuture<?>> work) {
    first = work;
  }

  @Override
  public OpcTcpClientTransportConfig getConfig() {
    return config;
  }

  @Override
  public CompletableFuture<Unit> connect(ClientApplicationContext application) {
    String url = application.getEndpoint().getEndpointUrl();
    InetSocketAddress server =
        new InetSocketAddress(EndpointUtil.getHost(url), EndpointUtil.getPort(url));
    if (server.isUnresolved()) {
      secured.completeExceptionally(new UnknownHostException(server.getHostString()));
      return secured.thenApply(channel -> Unit.VALUE);
    }
    ChannelFuture connecting =
        new Bootstrap()
            .group(config.getEventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, config.getConnectTimeout().intValue())
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new DelegatingUascResponseHandler(Wire.this));
                    channel
                        .pipeline()
                        .addLast(
                            new UascClientAcknowledgeHandler(
                                config, application, requestId::getAndIncrement, secured));
                  }
                })
            .connect(server);
    Channel channel = connecting.channel();
    open = Optional.of(channel);
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            secured.completeExceptionally(refusal(done.cause()));
          }
        });
    channel
        .closeFuture()
        .addListener(
            closed -> // after whoever knows better why
            channel.eventLoop().execute(() -> secured.completeExceptionally(gone())));
    return secured
        .thenCompose(done -> first.get())
        .handle((done, failed) -> failed)
        .thenCompose(failed -> secured) // only that must have succeeded
        .thenApply(done -> Unit.VALUE);
  }

  /** That there is no way to a host is no refusal for Netty, but for whoever is told of it. */
  private static ConnectException refusal(Throwable cause) {
    ConnectException refusal = new ConnectException(cause.getMessage());
    refusal.initCause(cause);
    return refusal;
  }

  private static UaException gone() {
    return new UaException(StatusCodes.Bad_ConnectionClosed, "connection closed");
  }

  @Override
  protected CompletableFuture<Channel> getChannel() {
    return secured.thenCompose(
        channel ->
            channel.getChannel().isActive()
                ? CompletableFuture.completedFuture(channel.getChannel())
                : CompletableFuture.failedFuture(gone()));
  }

  /** Whether it is open, as far as the operating system knows. */
  boolean alive() {
    return open.filter(Channel::isActive).isPresent();
  }

  /** Takes leave of the server, and closes. */
  @Override
  public CompletableFuture<Unit> disconnect() {
    CompletableFuture<Unit> done = new CompletableFuture<>();
    open.ifPresentOrElse(
        channel -> {
          channel.closeFuture().addListener(closed -> done.complete(Unit.VALUE));
          channel.pipeline().fireUserEventTriggered(new CloseSecureChannelRequest(header()));
        },
        () -> done.complete(Unit.VALUE));
    return done;
  }

  private static RequestHeader header() {
    return new RequestHeader(
        NodeId.NULL_VALUE,
        DateTime.now(),
        Unsigned.uint(0),
        Unsigned.uint(0),
        null,
        Unsigned.uint(0),
        null);
  }

  /** Closes at once. What still waits for an answer fails. */
  @Override
  public void close() {
    open.ifPresent(Channel::close);
  }
}
