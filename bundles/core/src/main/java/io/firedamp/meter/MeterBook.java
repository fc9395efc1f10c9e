package io.firedamp.meter;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Where people record changes of meters. A service; any thread. */
@ProviderType
public interface MeterBook {
  /** All that were ever recorded, in that order. Does not block. */
  List<MeterChange> changes();

  /**
   * Adds one. On return it survives a power cut. Blocks for a write to the disk.
   *
   * @throws IOException if it could not be written; it is not recorded then
   */
  void add(MeterChange change) throws IOException;
}
