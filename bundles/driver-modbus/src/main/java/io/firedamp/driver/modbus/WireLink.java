package io.firedamp.driver.modbus;

import io.firedamp.source.SourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A link that opens its wire when it is needed, keeps it as long as all is well, and has one
 * request in flight. A question is never asked twice, with one exception: a device may close a
 * connection that was idle; it then gets a new one. Nothing of a reply had arrived, so nothing can
 * be out of step.
 */
final class WireLink implements Link {
  private final Opener opener;
  private final Framing framing;
  private final Duration pause;
  private final Outage outage;
  private volatile Optional<Wire> open = Optional.empty();
  private long lastReply;

  /** How a wire is opened. */
  interface Opener {
    /** Blocks at most for the link's time limit. */
    Wire open() throws IOException;
  }

  /**
   * @param pause the least time between a reply and the next request
   */
  WireLink(Opener opener, Framing framing, Duration pause, Outage outage) {
    this.opener = opener;
    this.framing = framing;
    this.pause = pause;
    this.outage = outage;
    this.lastReply = System.nanoTime() - pause.toNanos();
  }

  /** The link that the configuration describes. */
  static Link of(Config config) {
    Duration limit = config.timeout();
    Opener socket = () -> SocketWire.connect(config.host(), config.port(), limit);
    return switch (config.transport()) {
      case TCP -> of(config, socket, new TcpFraming());
      case TCP_RTU -> of(config, socket, new RtuFraming());
      case UDP ->
          of(
              config,
              () -> DatagramWire.open(config.host(), config.port(), limit),
              new TcpFraming());
      case SERIAL -> of(config, () -> SerialWire.open(config.line(), limit), new RtuFraming());
    };
  }

  private static Link of(Config config, Opener opener, Framing framing) {
    return new WireLink(
        opener,
        framing,
        config.pause(),
        new Outage(config.transport(), config.device(), config.timeout()));
  }

  @Override
  public byte[] read(Block block) throws ExceptionReply, SourceException, InterruptedException {
    TimeUnit.NANOSECONDS.sleep(lastReply + pause.toNanos() - System.nanoTime());
    boolean kept = open.isPresent();
    Wire wire = kept ? open.get() : opened();
    try {
      return ask(wire, block);
    } catch (IOException failed) {
      giveUp(wire);
      if (!kept || !wire.silent() || failed instanceof Overdue || open.isPresent()) {
        throw outage.reading(block, failed);
      }
    }
    Wire anew = opened();
    try {
      return ask(anew, block);
    } catch (IOException failed) {
      giveUp(anew);
      throw outage.reading(block, failed);
    }
  }

  private byte[] ask(Wire wire, Block block) throws IOException, ExceptionReply {
    try {
      return framing.ask(wire, block);
    } finally {
      lastReply = System.nanoTime();
    }
  }

  private Wire opened() throws SourceException, InterruptedException {
    try {
      Wire wire = opener.open();
      open = Optional.of(wire);
      return wire;
    } catch (IOException failed) {
      yieldToInterrupt();
      throw outage.connecting(failed);
    }
  }

  private void giveUp(Wire wire) throws InterruptedException {
    if (!wire.drained()) {
      close();
    }
    yieldToInterrupt();
  }

  /** An interrupt shows as an I/O failure first. */
  private static void yieldToInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() {
    open.ifPresent(Wire::close);
    open = Optional.empty();
  }
}
