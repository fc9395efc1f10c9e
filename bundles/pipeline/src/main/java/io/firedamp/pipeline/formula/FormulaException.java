package io.firedamp.pipeline.formula;

import io.firedamp.text.Text;

/** Why a text is no formula, or why a formula has no value. */
public final class FormulaException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Text reason;

  FormulaException(Text reason) {
    super(reason.both());
    this.reason = reason;
  }

  /** For people: what is wrong, and what is allowed. */
  public Text reason() {
    return reason;
  }
}
