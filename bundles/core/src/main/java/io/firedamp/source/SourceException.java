package io.firedamp.source;

import io.firedamp.text.Text;

/**
 * The link to a device is down. The pipeline asks again, with back-off; the driver then connects
 * anew.
 */
public class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Text reason;
  private final transient Text remedy;

  /**
   * @param reason what happened to which device
   * @param remedy what a person can do about it
   * @param cause the library's exception
   */
  public SourceException(Text reason, Text remedy, Throwable cause) {
    super(reason.en(), cause);
    this.reason = reason;
    this.remedy = remedy;
  }

  /** What happened to which device. */
  public Text reason() {
    return reason;
  }

  /** What a person can do about it. */
  public Text remedy() {
    return remedy;
  }
}
