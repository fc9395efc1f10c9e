package io.firedamp.console;

import java.util.Map;
import java.util.Objects;

/**
 * What a browser asks.
 *
 * @param method of HTTP
 * @param path as {@code /api/points}
 * @param query the first value of each name
 * @param body empty if there is none
 * @param word of the session; empty if there is none
 * @param address from where
 * @param origin the page that asks, as the browser says it; empty if it says nothing
 * @param host under which name the browser knows this gateway
 * @param known the version of the answer that the browser has already; empty if none
 * @param upload the bytes of a file, where one is sent instead of a body
 */
record Ask(
    String method,
    String path,
    Map<String, String> query,
    String body,
    String word,
    String address,
    String origin,
    String host,
    String known,
    Upload upload) {
  Ask {
    Objects.requireNonNull(method);
    Objects.requireNonNull(path);
    query = Map.copyOf(query);
    Objects.requireNonNull(body);
    Objects.requireNonNull(word);
    Objects.requireNonNull(address);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(host);
    Objects.requireNonNull(known);
    Objects.requireNonNull(upload);
  }

  /** A question without a file. */
  Ask(
      String method,
      String path,
      Map<String, String> query,
      String body,
      String word,
      String address,
      String origin,
      String host,
      String known) {
    this(method, path, query, body, word, address, origin, host, known, Upload.NONE);
  }

  /** A value of the query; empty text if it is missing. */
  String value(String name) {
    return query.getOrDefault(name, "");
  }
}
