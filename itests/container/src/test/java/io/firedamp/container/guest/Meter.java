package io.firedamp.container.guest;

import io.firedamp.point.PointId;
import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Reading;
import io.firedamp.source.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** The smallest driver there is: the source {@code meter}, which reads 7 everywhere. */
public final class Meter implements BundleActivator, PointSource, Plan {
  /** Its {@code source.name}. */
  public static final String NAME = "meter";

  /** What its bundle imports. */
  public static final String IMPORTS =
      "io.firedamp.point;version=\"[1.0,2)\",io.firedamp.source;version=\"[1.0,2)\",org.osgi.framework";

  private static final long VALUE = 7;

  @Override
  public void start(BundleContext context) {
    context.registerService(
        PointSource.class,
        this,
        FrameworkUtil.asDictionary(Map.<String, Object>of(PointSource.NAME, NAME)));
  }

  @Override
  public void stop(BundleContext context) {
    // the framework takes the service away
  }

  @Override
  public Duration cycle() {
    return Duration.ZERO;
  }

  @Override
  public Plan prepare(List<Binding> rows) {
    return this;
  }

  @Override
  public List<Refusal> refused() {
    return List.of();
  }

  @Override
  public List<Reading> read(Instant tick, Set<PointId> due) {
    return due.stream().map(point -> Reading.of(point, VALUE, tick)).toList();
  }
}
