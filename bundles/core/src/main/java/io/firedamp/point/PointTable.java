package io.firedamp.point;

import java.io.IOException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The point table of the site and its former versions. Any thread. */
@ProviderType
public interface PointTable {
  /**
   * A project of the site. Does not block.
   *
   * @param id empty for the site's own
   */
  Optional<Project> project(String id);

  /**
   * The field name 英文名称 of 附录D that a code has, as {@code FNPT,h}. Does not block.
   *
   * @return empty if the annex has none
   */
  default Optional<String> fieldName(PointId point) {
    return Optional.empty();
  }

  /** The table in force. Does not block. */
  Table current();

  /**
   * A version of the table, because data of last year are read with the table of last year. May
   * read the disk.
   *
   * @param number as a frame carries it
   * @return empty if there never was such a version
   * @throws IOException if the store cannot be read
   */
  Optional<Table> version(long number) throws IOException;
}
