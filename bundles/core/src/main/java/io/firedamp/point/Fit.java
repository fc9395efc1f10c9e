package io.firedamp.point;

import io.firedamp.text.Text;
import java.util.List;
import java.util.Objects;

/**
 * How a point table fits what 附录D asks of a project (CCER-D-01).
 *
 * @param project the project
 * @param present the parameters of the annex that the table has, by the first four letters of their
 *     codes
 * @param missing a remark for each that it has not; PP* and PL* are judged mildly (AMB-56)
 * @param further parameters that are not asked for; they may be uploaded
 */
public record Fit(Project project, List<String> present, List<Text> missing, List<String> further) {
  public Fit {
    Objects.requireNonNull(project);
    present = List.copyOf(present);
    missing = List.copyOf(missing);
    further = List.copyOf(further);
  }
}
