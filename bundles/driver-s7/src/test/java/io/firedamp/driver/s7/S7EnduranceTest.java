package io.firedamp.driver.s7;

import io.firedamp.source.Binding;
import io.firedamp.source.PointSource;
import io.firedamp.testkit.FakeCpu;
import io.firedamp.testkit.PointSourceEndurance;
import io.firedamp.testkit.TcpProxy;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** PLC4X's own way of connecting leaks with each attempt; this one must not. */
class S7EnduranceTest extends PointSourceEndurance {
  private final List<S7Source> sources = new ArrayList<>();
  private FakeCpu cpu;
  private TcpProxy link;

  @BeforeEach
  void startCpu() throws IOException {
    cpu = new FakeCpu().has("DB1", new byte[] {0, 5});
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
  protected PointSource source() {
    S7Source source = Rig.source(link.port(), "timeout.ms", "50");
    sources.add(source);
    return source;
  }

  @Override
  protected Binding good() {
    return Rig.word("DB1.DBW0");
  }

  /** Netty has its own way, and its own count. */
  @Override
  protected long directMemory() {
    return super.directMemory() + PlatformDependent.usedDirectMemory();
  }
}
