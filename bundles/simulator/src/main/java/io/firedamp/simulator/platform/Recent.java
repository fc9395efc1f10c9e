package io.firedamp.simulator.platform;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of what came last: it forgets the oldest, some hours of data old. One thread. */
final class Recent<T> extends LinkedHashMap<String, T> {
  private static final long serialVersionUID = 1L;
  private static final int REMEMBERED = 20_000;

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
    return size() > REMEMBERED;
  }
}
