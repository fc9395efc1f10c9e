package io.firedamp.console;

import io.firedamp.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What a browser gets.
 *
 * @param status of HTTP
 * @param type of the body
 * @param headers beyond those that every answer has
 */
record Answer(int status, String type, byte[] body, Map<String, String> headers) {
  /** Not one answer but one each second, as long as the browser listens. */
  static final Answer LIVE = new Answer(200, "text/event-stream", new byte[0], Map.of());

  private static final String JSON = "application/json";

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
    return new Answer(status, type, body, Map.copyOf(more));
  }
}
