package io.firedamp.pipeline.workbook;

import io.firedamp.text.Text;

/** A file is not what can be read. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Text why;

  public Unreadable(Text why) {
    super(why.en());
    this.why = why;
  }

  /** Why, for people. */
  public Text why() {
    return why;
  }
}
