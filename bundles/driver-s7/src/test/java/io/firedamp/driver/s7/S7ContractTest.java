package io.firedamp.driver.s7;

import io.firedamp.source.Binding;
import io.firedamp.source.PointSource;
import io.firedamp.source.ValueType;
import io.firedamp.testkit.PointSourceContract;
import io.firedamp.testkit.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract against a CPU that answers as Siemens' do. */
class S7ContractTest extends PointSourceContract {
  private final List<S7Source> sources = new ArrayList<>();
  private FakeCpu cpu;
  private TcpProxy link;

  @BeforeEach
  void startCpu() throws IOException {
    cpu = new FakeCpu().has("DB1", new byte[] {0, 0, 0x41, 0x12, 0, 0});
    link = TcpProxy.to(cpu.port());
  }

  @AfterEach
  void endCpu() throws IOException {
    sources.forEach(S7Source::close);
    link.close();
    cpu.close();
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
