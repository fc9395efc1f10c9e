package io.firedamp.register;

import io.firedamp.point.Project;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is kept of the project, its facilities and its instruments beside their values. A service;
 * any thread; does not block.
 *
 * <p>The instruments' ledger belongs to the point table, of which the store keeps every version.
 */
@ProviderType
public interface Register {
  /** The projects of the site, its own first. */
  List<Project> projects();

  /** Every facility that is described, by project and name. */
  List<Facility> facilities();

  /** A row for each point that is read, in the order of the table in force. */
  List<Instrument> instruments();
}
