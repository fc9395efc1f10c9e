package io.firedamp.driver.opcua;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.security.Security;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The four threads that all connections of this bundle share: {@code driver-opcua-io}, {@code
 * -work} (two) and {@code -timer}. They begin with the first use and end with the last instance;
 * Milo's own, which nobody ends, are not used.
 */
@Component(service = Engine.class)
public final class Engine implements AutoCloseable {
  private static final int WORKERS = 2;
  private static final long PATIENCE_MS = 2_000;

  private final EventLoopGroup io = new NioEventLoopGroup(1, named("driver-opcua-io"));
  private final ScheduledThreadPoolExecutor work =
      new ScheduledThreadPoolExecutor(WORKERS, named("driver-opcua-work"));
  private final HashedWheelTimer timer =
      new HashedWheelTimer(named("driver-opcua-timer"), 50, TimeUnit.MILLISECONDS);

  /** Whether the signatures of RsaPss, which Milo asks of any provider, are here because of us. */
  private final boolean provided;

  /** Starts no thread yet. */
  @Activate
  public Engine() {
    work.setRemoveOnCancelPolicy(true);
    provided = Security.addProvider(new BouncyCastleProvider()) >= 0; // Karaf's ssh may have it
  }

  private static ThreadFactory named(String name) {
    return new DefaultThreadFactory(name, true);
  }

  /** How a connection uses these threads, with that limit for each step of opening it. */
  OpcTcpClientTransportConfig transport(long limitMs) {
    return OpcTcpClientTransportConfig.newBuilder()
        .setConnectTimeout(Unsigned.uint(limitMs))
        .setAcknowledgeTimeout(Unsigned.uint(limitMs))
        .setEventLoop(io)
        .setExecutor(work)
        .setScheduledExecutor(work)
        .setWheelTimer(timer)
        .build();
  }

  /** Ends the threads; blocks for a few seconds at the most. */
  @Deactivate
  @Override
  public void close() {
    if (provided) {
      Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
    }
    timer.stop();
    work.shutdownNow();
    io.shutdownGracefully(0, PATIENCE_MS, TimeUnit.MILLISECONDS);
    try {
      io.awaitTermination(PATIENCE_MS, TimeUnit.MILLISECONDS);
      work.awaitTermination(PATIENCE_MS, TimeUnit.MILLISECONDS);
      GlobalEventExecutor.INSTANCE.awaitInactivity(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException neverBegan) {
      // Netty's thread for announcing ends was not needed
    }
  }
}
