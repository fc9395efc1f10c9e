package io.firedamp.account;

import io.firedamp.courier.Route;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What was due, recorded and delivered, for each uplink that has ever run. A service; any thread.
 *
 * <p>Reads derived figures, an hour a piece; a question may block for the hours of today that are
 * not counted yet, some tenths of a second each.
 */
@ProviderType
public interface Accounts {
  /** The uplinks that accounts are kept of, by name. Does not block. */
  List<Route> routes();

  /**
   * The figures of a span. Nothing is owed before the platform acknowledged the first value of that
   * uplink.
   *
   * @param from of its hour, inclusive
   * @param to exclusive; the hour in which it lies counts whole
   * @throws IllegalArgumentException if there is no such uplink
   * @throws IOException if store or accounts cannot be read
   */
  Account account(String uplink, Instant from, Instant to) throws IOException;

  /**
   * The figures of spans that follow each other, as the days of a month, in one go.
   *
   * @param bounds where they begin, ascending, and where the last one ends; at least two, on whole
   *     hours
   * @return one account less than bounds
   * @throws IllegalArgumentException if there is no such uplink
   * @throws IOException if store or accounts cannot be read
   */
  List<Account> accounts(String uplink, List<Instant> bounds) throws IOException;

  /**
   * What was missing in a span, the oldest first; gaps of {@link Gap#SHORT} or less are not listed.
   *
   * @param from inclusive; a gap that reaches into the span is shown from its begin
   * @param to exclusive; a gap that reaches beyond the hour in which it lies is shown up to there,
   *     as open
   * @throws IllegalArgumentException if there is no such uplink
   */
  List<Gap> gaps(String uplink, Instant from, Instant to) throws IOException;

  /**
   * How long data were missing in a span, and how it may end.
   *
   * @param from inclusive
   * @param to exclusive
   * @throws IllegalArgumentException if there is no such uplink
   */
  Interruptions interruptions(String uplink, Instant from, Instant to) throws IOException;

  /**
   * How far the trial run is.
   *
   * @throws IllegalArgumentException if there is no such uplink
   */
  Trial trial(String uplink) throws IOException;

  /**
   * A person says when the trial run began, for a platform that does not, or when it is repeated.
   * On return it survives a power cut.
   *
   * @throws IOException if it could not be written
   */
  void beginTrial(String uplink, Instant begin, String by) throws IOException;

  /**
   * A person explains a gap (情况说明, CCER-4.5-01). On return it survives a power cut.
   *
   * @param gap its id
   * @param text not blank, of {@link Explanation#LONGEST} characters at the most
   * @param by who says it; may be empty
   * @throws IllegalArgumentException if no uplink has such a gap, or the text is not as it shall be
   * @throws IOException if it could not be written, or the accounts cannot be read
   */
  void explain(String gap, String text, String by) throws IOException;

  /**
   * Keeps a daily check. On return it survives a power cut.
   *
   * @throws IOException if it could not be written
   */
  void keep(Check check) throws IOException;

  /** Every check that was kept, the oldest first. */
  List<Check> checks() throws IOException;
}
