package io.firedamp.simulator.platform;

import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a person may ask of a simulated platform while it runs. Any thread. */
public interface Rehearsal {
  /** The name of its instance, from the name of its file; may be empty. */
  String name();

  /** The platform's time. */
  Instant now();

  /**
   * Sends a command (表5) to the gateway; does not wait for its answer. The answers are judged as
   * they come, and told by the platform's health.
   *
   * @param type its cmd_type; 1 is 数据补传, and the only one of the document
   * @param from the first second asked for
   * @param to the last second asked for, inclusive
   * @param sampleLike with the typing errors of the document's sample, which make it no valid JSON
   * @return the command's request_id
   * @throws Unable if it cannot be sent now
   */
  String command(String type, Instant from, Instant to, boolean sampleLike) throws Unable;

  /**
   * Plays a script beside what is played already; its times and numbers count from now on.
   *
   * @throws Unable if a line of it is wrong; then nothing of it is played
   */
  void play(String script) throws Unable;

  /** Plays no script any more; what has begun, as an outage, still ends in its time. */
  void stopPlaying();

  /**
   * A verdict for each check since the platform was started, with the first message that failed it;
   * transfer rate, delays, commands and their answers.
   *
   * @param locale Chinese, or anything else for English
   * @return a line an element
   */
  List<String> report(Locale locale);

  /** The same as one line of JSON, for scripts. */
  String json();

  /**
   * Writes the same in both languages to a file: a page if its name ends with {@code .html}, else
   * text. Takes as long as the disk does.
   *
   * @throws IOException if it cannot be written
   */
  void write(Path file) throws IOException;

  /**
   * The result.
   *
   * @param passed whether nothing failed, and all came that must come
   * @param verdict in a word or two
   * @param total the checks, counted
   */
  record Summary(boolean passed, Text verdict, Text total) {}

  /** The result so far. */
  Summary summary();

  /** How far it is, in a line. */
  Text progress();
}
