package io.firedamp.store;

import io.firedamp.point.Frame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The memory of the site. What a method has written when it returns survives a power cut. Any
 * thread.
 *
 * <p>Frames are numbered in the order of storing. That order is the truth; times may go back
 * between two runs of the gateway, when a wrong clock was set right.
 */
@ProviderType
public interface FrameStore {
  /**
   * Stores a frame. On return it survives a power cut, but for one case: a full disk. Then it is
   * kept in memory, for followers to go on with and to be written when there is space again; health
   * says so, and counts what is lost. Blocks for one write to the disk.
   *
   * @throws IOException if it could not be stored; it then is not in the store, and the call may be
   *     repeated
   */
  StoredFrame append(Frame frame) throws IOException;

  /**
   * The frames that follow a number, oldest first. If there is none, waits for one.
   *
   * @param number 0 for the first frame of all
   * @param limit how many at the most, from 1
   * @param patience how long to wait for the first one; zero does not wait
   * @return empty if none came in that time
   */
  List<StoredFrame> after(long number, int limit, Duration patience)
      throws IOException, InterruptedException;

  /** The newest frame; empty in a new store. */
  Optional<StoredFrame> newest() throws IOException;

  /**
   * Shows every frame of a span to the reader, by number, one at a time. Appending goes on
   * meanwhile; frames that come in after the call began may be left out.
   *
   * @param from inclusive
   * @param to exclusive
   * @param reader runs on the calling thread; what it throws ends the scan and reaches the caller
   */
  void scan(Instant from, Instant to, Consumer<StoredFrame> reader) throws IOException;

  /**
   * Writes down what became of parts of frames at an uplink, and moves its cursor; all of it or, on
   * an exception, none. A part that is settled already keeps its first outcome.
   *
   * @param uplink the follower's name
   * @param settlements may be empty
   * @param through everything up to this frame is settled now. The cursor never moves back: a
   *     smaller number leaves it
   */
  void settle(String uplink, List<Settlement> settlements, long through) throws IOException;

  /**
   * Everything after the cursor up to a number that is not settled yet is {@link
   * Delivery.Outcome#EXPIRED}; one transaction, however long the outage was. Moves the cursor.
   *
   * @param at when that was found
   */
  void expireThrough(String uplink, long number, Instant at, String reason) throws IOException;

  /**
   * All frames up to this number are settled at that uplink. A name that is new starts at the
   * newest frame.
   */
  long settled(String uplink) throws IOException;

  /**
   * What became of that part of that frame at that uplink; empty if it is not settled, or had
   * nothing to send.
   */
  Optional<Delivery> delivery(String uplink, long number, int part) throws IOException;

  /** Writes down that a packet of stored data was delivered. */
  void recalled(Recall recall) throws IOException;

  /**
   * The packets of stored data that were delivered and touch a span, in the order of delivery.
   *
   * @param from inclusive
   * @param to exclusive
   */
  List<Recall> recalls(String uplink, Instant from, Instant to) throws IOException;

  /**
   * Keeps a version of the point table, if it differs from the newest one.
   *
   * @param since when it comes into force
   * @return the newest version, new or not
   */
  TableText keepTable(String text, Instant since) throws IOException;

  /** A version of the point table; empty if there never was one of that number. */
  Optional<TableText> table(long number) throws IOException;

  /** The newest version of the point table; empty in a new store. */
  Optional<TableText> newestTable() throws IOException;
}
