package io.firedamp.driver.opcua;

import io.firedamp.source.Binding;
import io.firedamp.source.PointSource;
import io.firedamp.source.ValueType;
import io.firedamp.testkit.PointSourceEndurance;
import io.firedamp.testkit.TcpProxy;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class OpcuaEnduranceTest extends PointSourceEndurance {
  @TempDir Path secure;
  private PlantServer server;
  private TcpProxy link;
  private Rig rig;
  private String limitMs;

  /** Where it is to connect again, the handshakes of a loaded machine need their time. */
  @BeforeEach
  void startServer(TestInfo test) throws Exception {
    limitMs = test.getDisplayName().contains("Starts") ? "5000" : "50";
    server = new PlantServer(100);
    server.put("s=a", 9.125f);
    server.start();
    link = TcpProxy.to(server.port());
    rig = new Rig(secure);
  }

  @AfterEach
  void endServer() throws Exception {
    rig.close();
    link.close();
    server.stop();
  }

  @Override
  protected TcpProxy link() {
    return link;
  }

  @Override
  protected PointSource source() {
    return rig.source(
        link.port(),
        "timeout.ms",
        limitMs,
        "acquisition",
        "subscribe",
        "publishing.interval.ms",
        "50");
  }

  @Override
  protected Binding good() {
    return Rig.row("FONP001", "ns=2;s=a", ValueType.FLOAT32);
  }

  @Override
  protected long directMemory() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }
}
