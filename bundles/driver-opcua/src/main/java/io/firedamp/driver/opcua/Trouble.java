package io.firedamp.driver.opcua;

import io.firedamp.text.Text;

/** Why a connection is not to be had, where this driver knows better than the library. */
final class Trouble extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Text reason;
  private final transient Text remedy;

  Trouble(Text reason, Text remedy) {
    super(reason.en());
    this.reason = reason;
    this.remedy = remedy;
  }

  Text reason() {
    return reason;
  }

  Text remedy() {
    return remedy;
  }
}
