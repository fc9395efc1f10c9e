package io.firedamp.driver.opcua;

import io.firedamp.source.Binding;
import io.firedamp.source.PointSource;
import io.firedamp.source.ValueType;
import io.firedamp.testkit.PointSourceContract;
import io.firedamp.testkit.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, whatever the server and the acquisition. */
abstract class OpcuaContract extends PointSourceContract {
  @TempDir Path secure;
  private TcpProxy link;
  private Rig rig;

  /** The {@code acquisition}. */
  abstract String acquisition();

  /** The port of a server that has 9.125 at {@link #flow()}. */
  abstract int port();

  /** A node of that server. */
  String flow() {
    return "ns=2;s=Plant.FOFL";
  }

  @BeforeEach
  void connect() throws Exception {
    link = TcpProxy.to(port());
    rig = new Rig(secure);
  }

  @AfterEach
  void disconnect() throws Exception {
    rig.close();
    link.close();
  }

  @Override
  protected TcpProxy link() {
    return link;
  }

  @Override
  protected PointSource source(Duration limit) {
    return rig.source(
        link.port(),
        "timeout.ms",
        Long.toString(limit.toMillis()),
        "acquisition",
        acquisition(),
        "publishing.interval.ms",
        "50");
  }

  @Override
  protected Duration limit() {
    return Duration.ofSeconds(2);
  }

  @Override
  protected Binding good() {
    return Rig.row("FONP001", flow(), ValueType.FLOAT32);
  }

  @Override
  protected Number value() {
    return 9.125;
  }

  @Override
  protected Binding unknown() {
    return Rig.row("FONP002", "ns=2;s=Plant.Nothing", ValueType.FLOAT32);
  }

  @Override
  protected Binding unreadable() {
    return Rig.row("FONP003", "Plant.FOFL", ValueType.FLOAT32);
  }
}
