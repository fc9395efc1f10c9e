package io.firedamp.console;

import io.firedamp.text.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a browser gets.
 *
 * @param status of HTTP
 * @param type of the body
 * @param headers beyond those that every answer has
 * @param file written to the browser in place of the body, while it takes it
 */
record Answer(
    int status, String type, byte[] body, Map<String, String> headers, Optional<Writing> file) {
  /** Writes what is too large to be held. */
  @FunctionalInterface
  interface Writing {
    /**
     * On the asking browser's thread; blocks for it.
     *
     * @throws IOException if it cannot go on: the browser sees that the file is not whole
     */
    void to(OutputStream out) throws IOException;
  }

  /** Not one answer but one each second, as long as the browser listens. */
  static final Answer LIVE = new Answer(200, "text/event-stream", new byte[0], Map.of());

  private static final String JSON = "application/json";

  Answer(int status, String type, byte[] body, Map<String, String> headers) {
    this(status, type, body, headers, Optional.empty());
  }

  /** To be saved under that name, never shown as a page of this site. */
  static Answer download(String name, String type, Writing file) {
    String plain = name.replaceAll("[^\\w.-]", "_"); // it stands in a header
    return new Answer(
        200,
        type,
        new byte[0],
        Map.of(
            "Cache-Control",
            "no-store",
            "Content-Disposition",
            "attachment; filename=\"" + plain + '"'),
        Optional.of(file));
  }

  static Answer json(String text) {
    return json(200, text);
  }

  /** Why there is no answer, for people. */
  static Answer refused(int status, String en, String zh) {
    return json(status, Json.object(json -> Json.text(json, "error", new Text(en, zh))));
  }

  private static Answer json(int status, String text) {
    return new Answer(
        status, JSON, text.getBytes(StandardCharsets.UTF_8), Map.of("Cache-Control", "no-store"));
  }

  /** The same with one more header. */
  Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, type, body, Map.copyOf(more), file);
  }
}
