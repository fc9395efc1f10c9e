package io.firedamp.driver.opcua;

import io.firedamp.source.Binding;
import io.firedamp.source.Explorer;
import io.firedamp.source.Place;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Raw;
import io.firedamp.source.Rows;
import io.firedamp.source.SourceException;
import java.time.Duration;
import java.util.List;

/** One link to one server. Opened by its first read. */
final class OpcuaSource implements PointSource, Explorer {
  private final Config config;
  private final Condition condition;
  private final Link link;

  OpcuaSource(Config config, Engine engine, Certificates certificates, Condition condition) {
    this.config = config;
    this.condition = condition;
    this.link = new Link(config, engine, certificates, condition);
  }

  @Override
  public Duration cycle() {
    return config.cycle();
  }

  @Override
  public Plan prepare(List<Binding> bindings) {
    Rows<Row> rows = Rows.of(bindings, Row::of);
    return new OpcuaPlan(config, link, condition, rows);
  }

  @Override
  public List<Place> browse(String place) throws SourceException, InterruptedException {
    return link.with(session -> new Directory(session).below(place));
  }

  @Override
  public Raw raw(String address, int bytes) throws SourceException, InterruptedException {
    return link.with(session -> new Directory(session).raw(address));
  }

  @Override
  public void rest() {
    link.close();
  }
}
