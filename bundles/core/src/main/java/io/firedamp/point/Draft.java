package io.firedamp.point;

import io.firedamp.text.Text;
import java.util.List;
import java.util.Objects;

/**
 * A point table that is not in force: what is wrong with it, and what it would change.
 *
 * @param name the file that it came in
 * @param form what the file is, for people
 * @param against the version of the table in force that it was compared with
 * @param rows those that can be read
 * @param errors everything that is wrong, by lines; as long as there is one, nothing can be applied
 * @param changes what it would change, in its own order, then the rows that go. With errors only
 *     what the rows that can be read change, and no row goes
 * @param unchanged rows that stay as they are
 * @param fits how it fits each project of the site, its own first
 * @param effects what applying it touches, and what people have to do afterwards; empty with errors
 */
public record Draft(
    String name,
    Text form,
    long against,
    int rows,
    List<RowError> errors,
    List<RowChange> changes,
    int unchanged,
    List<Fit> fits,
    List<Text> effects) {
  public Draft {
    Objects.requireNonNull(name);
    Objects.requireNonNull(form);
    errors = List.copyOf(errors);
    changes = List.copyOf(changes);
    fits = List.copyOf(fits);
    effects = List.copyOf(effects);
  }

  /** One that cannot be applied for a reason that is in no row. */
  public static Draft refused(String name, long against, Text why) {
    return new Draft(
        name,
        Text.NONE,
        against,
        0,
        List.of(RowError.ofFile(name, why)),
        List.of(),
        0,
        List.of(),
        List.of());
  }

  /** Whether it can be applied. */
  public boolean ready() {
    return errors.isEmpty();
  }
}
