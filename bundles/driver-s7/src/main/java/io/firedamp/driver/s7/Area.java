package io.firedamp.driver.s7;

/** A memory of the controller. */
enum Area {
  /** Data blocks, each with a number of its own. */
  DB,
  /** Bit memory (标志位). */
  M,
  /** The process image of the inputs; E in German. */
  I,
  /** The process image of the outputs; A in German. */
  Q;

  /** The area that is meant by a capital letter, in either mnemonic. */
  static Area of(char letter) {
    return switch (letter) {
      case 'M' -> M;
      case 'I', 'E' -> I;
      case 'Q', 'A' -> Q;
      default -> DB;
    };
  }
}
