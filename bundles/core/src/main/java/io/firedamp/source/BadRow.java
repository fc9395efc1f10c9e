package io.firedamp.source;

import io.firedamp.text.Text;

/** A row of the point table that cannot be read as it is written. */
public final class BadRow extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Text reason;

  /**
   * @param reason what was found and what is allowed
   */
  public BadRow(Text reason) {
    super(reason.en());
    this.reason = reason;
  }

  /** What was found and what is allowed. */
  public Text reason() {
    return reason;
  }
}
