package io.firedamp.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What pages are made of: the files of this bundle, by name, and no others. */
final class Files {
  private static final String PAGE = "page.html";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** All pages are one file; its script looks at the address. */
  private static final List<String> PAGES =
      List.of(
          "/", //
          "/login",
          "/points",
          "/point",
          "/compliance",
          "/uplink",
          "/sources",
          "/table",
          "/clock",
          "/register",
          "/setup");

  private static final List<String> NAMES =
      List.of(
          "style.css",
          "app.js",
          "kit.js",
          "words.js",
          "live.js",
          "chart.js",
          "overview.js",
          "points.js",
          "point.js",
          "sources.js",
          "clock.js",
          "uplink.js",
          "register.js",
          "setup.js",
          "table.js",
          "compliance.js",
          "calendar.js",
          "gaps.js",
          "months.js",
          "today.js",
          "login.js");

  private final Map<String, Answer> answers = new LinkedHashMap<>();

  /**
   * @param language of pages, until somebody chooses another: {@code zh}, {@code en}, {@code
   *     browser}
   */
  Files(String language) {
    Answer page = read(PAGE, language);
    PAGES.forEach(path -> answers.put(path, page));
    NAMES.forEach(name -> answers.put("/files/" + name, read(name, language)));
    answers.put("/favicon.ico", read("icon.svg", language));
  }

  /** The file of that path; only that it has not changed, if the browser has it. */
  Optional<Answer> answer(Ask ask) {
    return Optional.ofNullable(answers.get(ask.path()))
        .map(
            file ->
                ask.known().equals(file.headers().get("ETag"))
                    ? new Answer(304, file.type(), new byte[0], file.headers())
                    : file);
  }

  private static Answer read(String name, String language) {
    try (InputStream in = Files.class.getResourceAsStream("pages/" + name)) {
      byte[] bytes = in.readAllBytes();
      if (name.equals(PAGE)) {
        String page = new String(bytes, StandardCharsets.UTF_8);
        bytes = page.replace("@language@", language).getBytes(StandardCharsets.UTF_8);
      }
      String version = HexFormat.of().formatHex(digest(bytes), 0, 8);
      return new Answer(
          200,
          TYPES.get(name.substring(name.lastIndexOf('.') + 1)),
          bytes,
          Map.of("Cache-Control", "no-cache", "ETag", '"' + version + '"'));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
