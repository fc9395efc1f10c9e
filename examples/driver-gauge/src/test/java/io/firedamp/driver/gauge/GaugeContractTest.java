package io.firedamp.driver.gauge;

import io.firedamp.point.PointId;
import io.firedamp.source.Binding;
import io.firedamp.source.PointSource;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.testkit.PointSourceContract;
import io.firedamp.testkit.TcpProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract against a gauge on a port of its own. */
class GaugeContractTest extends PointSourceContract {
  private final List<GaugeSource> sources = new ArrayList<>();
  private ServerSocket gauge;
  private TcpProxy link;

  @BeforeEach
  void startGauge() throws IOException {
    gauge = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    new Thread(this::serve, "gauge").start();
    link = TcpProxy.to(gauge.getLocalPort());
  }

  private void serve() {
    while (!gauge.isClosed()) {
      try (Socket caller = gauge.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          String answer = line.equals("FLOW") ? "12.5\n" : "?\n";
          caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException gone) {
        // the next caller, or the end
      }
    }
  }

  @AfterEach
  void endGauge() throws IOException {
    sources.forEach(GaugeSource::rest);
    link.close();
    gauge.close();
  }

  @Override
  protected TcpProxy link() {
    return link;
  }

  @Override
  protected PointSource source(Duration limit) {
    GaugeSource source = new GaugeSource("127.0.0.1", link.port(), limit);
    sources.add(source);
    return source;
  }

  @Override
  protected Duration limit() {
    return Duration.ofMillis(400);
  }

  @Override
  protected Binding good() {
    return row("FONP001", "FLOW");
  }

  @Override
  protected Number value() {
    return 12.5;
  }

  @Override
  protected Binding unknown() {
    return row("FONP002", "HUE");
  }

  @Override
  protected Binding unreadable() {
    return row("FONP003", "flow 1");
  }

  private static Binding row(String code, String address) {
    return new Binding(
        PointId.of("", code), address, ValueType.FLOAT64, WordOrder.ABCD, Duration.ofSeconds(1));
  }
}
