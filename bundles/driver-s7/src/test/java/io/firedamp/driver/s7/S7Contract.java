package io.firedamp.driver.s7;

import io.firedamp.source.Binding;
import io.firedamp.source.PointSource;
import io.firedamp.source.ValueType;
import io.firedamp.testkit.FakeCpu;
import io.firedamp.testkit.PointSourceContract;
import io.firedamp.testkit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract; the subclass has a server with 9.125 at DB1.DBD2, and no DB7. */
abstract class S7Contract extends PointSourceContract {
  private final List<S7Source> sources = new ArrayList<>();
  private TcpProxy link;

  /** What the server has in DB 1. */
  static final byte[] DB1 = {0, 0, 0x41, 0x12, 0, 0};

  /** Starts the server, and returns its port. */
  abstract int start() throws Exception;

  /** Ends it. */
  abstract void end() throws Exception;

  /** The first connection loads PLC4X's classes, which takes a busy machine longer than a limit. */
  @BeforeAll
  static void load() throws Exception {
    try (FakeCpu cpu = new FakeCpu().has("DB1", DB1)) {
      S7Source source = Rig.source(cpu.port(), "timeout.ms", "10000");
      source.raw("DB1.DBB0", 1);
      source.close();
    }
  }

  @BeforeEach
  void startServer() throws Exception {
    link = TcpProxy.to(start());
  }

  @AfterEach
  void endServer() throws Exception {
    sources.forEach(S7Source::close);
    if (link != null) {
      link.close();
    }
    end();
  }

  @Override
  protected TcpProxy link() {
    return link;
  }

  @Override
  protected PointSource source(Duration limit) {
    S7Source source = Rig.source(link.port(), "timeout.ms", Long.toString(limit.toMillis()));
    sources.add(source);
    return source;
  }

  @Override
  protected Duration limit() {
    return Rig.LIMIT;
  }

  @Override
  protected Binding good() {
    return Rig.row("FONP001", "DB1.DBD2", ValueType.FLOAT32);
  }

  @Override
  protected Number value() {
    return 9.125;
  }

  @Override
  protected Binding unknown() {
    return Rig.row("FONP002", "DB7.DBD2", ValueType.FLOAT32);
  }

  @Override
  protected Binding unreadable() {
    return Rig.row("FONP003", "DB1.DBD65534", ValueType.FLOAT32);
  }
}
