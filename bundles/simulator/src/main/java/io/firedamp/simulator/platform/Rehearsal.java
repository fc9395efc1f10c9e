package io.firedamp.simulator.platform;

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
   * A verdict for each check since the platform was started, with the first message that failed it.
   *
   * @param locale Chinese, or anything else for English
   * @return a line an element
   */
  List<String> report(Locale locale);

  /** The same as one line of JSON, for scripts. */
  String json();
}
