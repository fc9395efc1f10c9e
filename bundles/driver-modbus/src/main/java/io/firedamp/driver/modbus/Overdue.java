package io.firedamp.driver.modbus;

import java.io.IOException;

/** A reply, or the rest of it, did not come in time. */
final class Overdue extends IOException {
  private static final long serialVersionUID = 1L;

  Overdue(String what) {
    super(what);
  }
}
