package io.firedamp.driver.modbus;

import io.firedamp.source.SourceException;
import io.firedamp.text.Text;

/**
 * A unit did not answer what it was asked. Others behind the same link may; if none does, the link
 * is down.
 */
final class Unanswered extends SourceException {
  private static final long serialVersionUID = 1L;

  Unanswered(Text reason, Text remedy, Throwable cause) {
    super(reason, remedy, cause);
  }
}
