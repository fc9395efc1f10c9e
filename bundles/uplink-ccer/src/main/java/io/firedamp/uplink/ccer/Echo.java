package io.firedamp.uplink.ccer;

/**
 * How the platform took an attempt.
 *
 * @param reason the platform's own words, if it refuses: what it understands it may refuse all the
 *     same, for another reason than its encryption
 */
public record Echo(Result result, String reason) {
  /** What came back. */
  public enum Result {
    /** An answer that can be read and names the request: it was decrypted. */
    UNDERSTOOD,
    /** An answer that can be read, and refuses. */
    REFUSED,
    /** An answer that these settings cannot read; it may be another message's. */
    UNREADABLE,
    /** Nothing. */
    SILENT,
    /** The connection was lost while the answer was waited for. */
    LOST,
    /** There was no connection to send it over. */
    UNSENT
  }

  static Echo of(Result result) {
    return new Echo(result, "");
  }
}
