package io.firedamp.driver.modbus;

import io.firedamp.source.Binding;
import io.firedamp.source.PointSource;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.testkit.PointSourceContract;
import io.firedamp.testkit.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The contract against pymodbus, which shares no code with the driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PymodbusContract extends PointSourceContract {
  private final String kind;
  private final List<ModbusSource> sources = new ArrayList<>();
  private Python device;
  private TcpProxy link;

  PymodbusContract(String kind) {
    this.kind = kind;
  }

  /** A source whose device is at the end of the link. */
  abstract ModbusSource source(TcpProxy behind, String limit) throws IOException;

  @BeforeAll
  void startDevice() throws IOException {
    device = Python.device(kind);
  }

  @BeforeEach
  void startLink() throws IOException {
    link = TcpProxy.to(device.port());
  }

  @AfterEach
  void endLink() throws IOException {
    sources.forEach(ModbusSource::rest);
    sources.clear();
    link.close();
  }

  @AfterAll
  void endDevice() {
    if (device != null) { // it could not be started
      device.close();
    }
  }

  @Override
  protected TcpProxy link() {
    return link;
  }

  @Override
  protected PointSource source(Duration limit) {
    try {
      ModbusSource source = source(link, Long.toString(limit.toMillis()));
      sources.add(source);
      return source;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Override
  protected Duration limit() {
    return Rig.LIMIT;
  }

  @Override
  protected Binding good() {
    return Rig.row("FONP001", "holding:10", ValueType.FLOAT32, WordOrder.ABCD);
  }

  @Override
  protected Number value() {
    return 9.125;
  }

  @Override
  protected Binding unknown() {
    return Rig.row("FONP002", "holding:12", ValueType.FLOAT32, WordOrder.ABCD);
  }

  @Override
  protected Binding unreadable() {
    return Rig.row("FONP003", "holding:70000", ValueType.FLOAT32, WordOrder.ABCD);
  }
}
