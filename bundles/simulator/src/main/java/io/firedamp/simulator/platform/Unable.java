package io.firedamp.simulator.platform;

import io.firedamp.text.Text;

/** What was asked for cannot be done now. */
public final class Unable extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final Text text;

  /**
   * @param text why
   */
  public Unable(Text text) {
    super(text.both());
    this.text = text;
  }

  /** Why. */
  public Text text() {
    return text;
  }
}
