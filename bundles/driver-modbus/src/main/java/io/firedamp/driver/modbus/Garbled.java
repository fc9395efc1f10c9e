package io.firedamp.driver.modbus;

import io.firedamp.text.Text;
import java.io.IOException;

/** What arrived is not the reply to what was asked. */
final class Garbled extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Text what;

  Garbled(Text what) {
    super(what.en());
    this.what = what;
  }

  Text what() {
    return what;
  }
}
