package io.firedamp.buffer;

/** Lets tests of other bundles seal at once, instead of waiting for the sealer's next round. */
public final class Seals {
  private Seals() {}

  /** Seals what is due; returns how many units. */
  public static int due(SqliteFrameStore store) {
    return store.sealDue();
  }
}
