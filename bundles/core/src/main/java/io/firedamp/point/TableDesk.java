package io.firedamp.point;

import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the point table is changed as a whole, and handed out (CCER-B-01): checked first, then all
 * or nothing, and back again. Any thread; one question at a time, each for as long as the disk and
 * some thousand rows take.
 */
@ProviderType
public interface TableDesk {
  /** A larger file is no point table. */
  int MOST_BYTES = 8 << 20;

  /** As what a table is handed out. Either is understood when it comes back. */
  enum Form {
    /** UTF-8 with a byte order mark, lines end CRLF. */
    CSV,
    /** A workbook of one sheet, all cells text. */
    XLSX
  }

  /**
   * The table that was applied last.
   *
   * @param at when
   * @param by the user who did it
   * @param name the file that it came in
   * @param undone whether this brought a former table back
   */
  record Applied(Instant at, String by, String name, boolean undone) {
    public Applied {
      Objects.requireNonNull(at);
      Objects.requireNonNull(by);
      Objects.requireNonNull(name);
    }
  }

  /**
   * A dry run: what is wrong with the file, and what it would change. Nothing changes.
   *
   * @param name the file's name, for people only; nothing is ever opened by it
   * @param file CSV in UTF-8 or GB18030, or {@code .xlsx}; anything else is one error
   */
  Draft check(String name, byte[] file);

  /**
   * Writes the table into the site's file if nothing is wrong with it; it is in force within two
   * seconds, as if the file had been edited.
   *
   * @param against the version that it was compared with when it was checked; if another one is in
   *     force, that is an error
   * @param by the user who does it
   * @return what was applied, or, with errors, was not
   * @throws IOException if the disk fails; the former table is in force then
   */
  Draft apply(String name, byte[] file, long against, String by) throws IOException;

  /** The version of the table in force; 0 if there is none. */
  long inForce();

  /** What {@link #undo} would undo; empty if there is nothing, or the file was edited since. */
  Optional<Applied> last();

  /**
   * Brings back the table before the last one that was applied. Undoing that brings the last one
   * back.
   *
   * @param against as in {@link #apply}
   * @return what was applied, or, with errors, was not
   * @throws IOException if the disk fails; nothing has changed then
   */
  Draft undo(long against, String by) throws IOException;

  /** The table in force: the 20 columns of 附录B, then those of the gateway. */
  byte[] export(Form form);

  /** The same columns without points, with a row for each data type as an example behind a #. */
  byte[] template(Form form);
}
