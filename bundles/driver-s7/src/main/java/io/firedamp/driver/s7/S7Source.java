package io.firedamp.driver.s7;

import io.firedamp.source.BadRow;
import io.firedamp.source.Binding;
import io.firedamp.source.Explorer;
import io.firedamp.source.Place;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Raw;
import io.firedamp.source.Rows;
import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.List;

/** One link to one controller. Opened by its first read. */
final class S7Source implements PointSource, Explorer, AutoCloseable {
  private final Config config;
  private final Link link;
  private final Planner planner;

  S7Source(Config config) {
    this.config = config;
    this.link =
        new Link(
            new Plc4x(config), new Outage(config.host() + ":" + config.port(), config.timeout()));
    this.planner = Planner.forMessagesOf(config.pduSize());
  }

  @Override
  public Duration cycle() {
    return config.cycle();
  }

  @Override
  public Plan prepare(List<Binding> bindings) {
    Rows<Row> rows = Rows.of(bindings, Row::of);
    return new S7Plan(
        config.name(), link, planner.blocks(rows.good()), rows.refused(), config.timeout());
  }

  /** S7 communication has no directory. */
  @Override
  public List<Place> browse(String place) {
    return List.of();
  }

  @Override
  public Raw raw(String address, int bytes) throws SourceException, InterruptedException {
    Block block;
    try {
      Address place = Address.parse(address);
      block = new Block(place.area(), place.block(), place.start(), bytes, List.of());
    } catch (BadRow bad) {
      return Raw.nothing(bad.reason());
    }
    Answer answer = link.read(List.of(block)).get(0);
    return switch (answer.verdict()) {
      case GIVEN -> Raw.of(answer.bytes(), new Text(block.toString(), block.toString()));
      case NO_ADDRESS -> Raw.nothing(Outage.absent(block));
      case FORBIDDEN, FAULT -> Raw.nothing(new Text("the controller reports a fault", "控制器报告故障"));
    };
  }

  @Override
  public void rest() {
    link.rest();
  }

  /** Closes the link, and what the library keeps. Nothing is read after this. */
  @Override
  public void close() {
    link.close();
  }
}
