package io.firedamp.source;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a person may ask of a device while a point table is being written. A {@link PointSource}
 * that can answer implements it too. Called between two reads, by the one thread that reads the
 * source, under the same time limits.
 */
@ConsumerType
public interface Explorer {
  /**
   * What lies directly below a place of the device.
   *
   * @param place the address of a {@link Place#branch() branch}; empty for the top
   * @return in the device's order; empty if it has nothing there, or its protocol has no directory
   * @throws SourceException if the link is down
   * @throws InterruptedException if the thread was interrupted
   */
  List<Place> browse(String place) throws SourceException, InterruptedException;

  /**
   * The bytes at an address, as they arrive.
   *
   * @param address as the point table writes it
   * @param bytes how many are wanted, 1–64; a protocol that knows its values' sizes ignores it
   * @return one without bytes if the device refuses the address, or the driver cannot understand it
   * @throws SourceException if the link is down
   * @throws InterruptedException if the thread was interrupted
   */
  Raw raw(String address, int bytes) throws SourceException, InterruptedException;
}
