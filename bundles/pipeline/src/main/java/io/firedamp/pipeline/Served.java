package io.firedamp.pipeline;

import io.firedamp.source.PointSource;
import org.osgi.framework.Version;

/**
 * A source that a driver's bundle has registered.
 *
 * @param name its {@code source.name}
 * @param bundle the symbolic name of the driver's bundle
 * @param version the version of that bundle
 * @param service the id of the service; ids grow with time
 */
record Served(String name, String bundle, Version version, long service, PointSource source)
    implements Comparable<Served> {
  /** The driver, for people. */
  String driver() {
    return bundle + " " + version;
  }

  /**
   * The first one is used: the highest version, and of equal ones the one that was there first, so
   * that a second configuration of the same name takes nothing over.
   */
  @Override
  public int compareTo(Served other) {
    int newerFirst = other.version.compareTo(version);
    return newerFirst != 0 ? newerFirst : Long.compare(service, other.service);
  }
}
