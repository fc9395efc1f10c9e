package io.firedamp.uplink.ccer.probe;

import io.firedamp.uplink.ccer.Line;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The uplinks that run. Any thread, does not block.
 *
 * <p>Design note: Karaf takes all commands of a bundle away as long as a service that one of them
 * refers to is missing. This one is there as long as the bundle is.
 */
@Component(service = Lines.class)
public final class Lines {
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /** Called by the framework. */
  public Lines() {}

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addLine(Line line) {
    lines.add(line);
  }

  void removeLine(Line line) {
    lines.remove(line);
  }

  /** That of the uplink of that name, if it runs. */
  Optional<Line> of(String uplink) {
    return lines.stream().filter(line -> line.uplink().equals(uplink)).findFirst();
  }
}
