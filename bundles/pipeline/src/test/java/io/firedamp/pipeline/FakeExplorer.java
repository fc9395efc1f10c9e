package io.firedamp.pipeline;

import io.firedamp.source.Binding;
import io.firedamp.source.Explorer;
import io.firedamp.source.Place;
import io.firedamp.source.Plan;
import io.firedamp.source.PointSource;
import io.firedamp.source.Raw;
import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A device whose every address holds {@code c0 ff ee}, unless it fails. */
final class FakeExplorer implements PointSource, Explorer {
  final Set<String> threads = ConcurrentHashMap.newKeySet();
  volatile Throwable failure;
  private final FakeSource device = new FakeSource();

  @Override
  public Duration cycle() {
    return device.cycle();
  }

  @Override
  public Plan prepare(List<Binding> rows) {
    return device.prepare(rows);
  }

  @Override
  public List<Place> browse(String place) {
    return List.of();
  }

  @Override
  public Raw raw(String address, int bytes) throws SourceException {
    threads.add(Thread.currentThread().getName());
    if (failure instanceof SourceException linkDown) {
      throw linkDown;
    }
    if (failure instanceof RuntimeException defect) {
      throw defect;
    }
    return Raw.of(HexFormat.of().parseHex("c0ffee"), Text.NONE);
  }
}
