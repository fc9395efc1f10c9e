package io.firedamp.console;

import java.util.List;

/** What a page may ask. */
interface Questions {
  /** Each with the right that it needs. */
  List<Route> routes();
}
