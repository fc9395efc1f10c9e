package io.firedamp.register;

import io.firedamp.text.Text;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * That an instrument is looked at again and again by those who may do so.
 *
 * @param interval how often, as the point table has it; may be empty
 * @param last when last, as the point table has it; may be empty
 * @param report the certificate, as the point table has it; may be empty
 * @param due until which day of China's calendar it has to be done again; empty if that does not
 *     follow from the others
 */
public record Inspection(
    Kind kind, String interval, String last, String report, Optional<LocalDate> due) {

  /** By whom and against what. */
  public enum Kind {
    /** 检定: by a body of legal metrology, as the law asks for. */
    VERIFICATION("verification", "检定"),
    /** 校准: against a standard, as the owner's own rules ask for. */
    CALIBRATION("calibration", "校准");

    private final Text text;

    Kind(String en, String zh) {
      text = new Text(en, zh);
    }

    /** Words for people. */
    public Text text() {
      return text;
    }
  }

  public Inspection {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(interval);
    Objects.requireNonNull(last);
    Objects.requireNonNull(report);
    Objects.requireNonNull(due);
  }
}
