package io.firedamp.simulator.platform;

import io.firedamp.simulator.platform.Scorecard.Outcome;
import io.firedamp.simulator.platform.Scorecard.Row;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the platform thinks of a gateway, for people ({@link TextReport}, {@link HtmlReport}) and
 * for scripts ({@link JsonReport}).
 *
 * @param name the platform's instance
 * @param topic the project's main topic
 * @param cipher the encryption agreed on
 * @param from since when it is judged
 * @param to when this was written
 * @param seen how many messages of each kind came
 * @param rows the checks
 * @param commands what was asked for, and what came of it
 * @param played the steps of scripts that were played, and how often each
 * @param events what happened, the oldest first; the newest hundreds of them
 */
record Report(
    String name,
    String topic,
    String cipher,
    Instant from,
    Instant to,
    Map<Kind, Long> seen,
    List<Row> rows,
    Transfer.Figures transfer,
    Delays.Figures delays,
    List<Recall.Progress> commands,
    Map<String, Long> played,
    List<Event> events) {

  /**
   * Something that happened.
   *
   * @param odd whether a person should look at it
   */
  record Event(Instant at, boolean odd, Text text) {}

  long count(Outcome outcome) {
    return rows.stream().filter(row -> row.outcome() == outcome).count();
  }

  /**
   * Whether nothing failed, and all came that must come: data and heartbeats, where RSA was agreed
   * on a key request, where commands were sent their answers.
   */
  boolean passed() {
    return count(Outcome.FAILED) == 0 && missing().isEmpty();
  }

  /** The kinds that should have come and did not. */
  List<Kind> missing() {
    return List.of(Kind.KEY_REQUEST, Kind.DATA, Kind.ANSWER_PACKET, Kind.HEARTBEAT).stream()
        .filter(kind -> kind != Kind.KEY_REQUEST || cipher.equals("rsa"))
        .filter(kind -> kind != Kind.ANSWER_PACKET || !commands.isEmpty())
        .filter(kind -> seen.get(kind) == 0)
        .toList();
  }

  /** The result in a line. */
  Text total() {
    String passed = Long.toString(count(Outcome.PASSED));
    String failed = Long.toString(count(Outcome.FAILED));
    String remarks = Long.toString(count(Outcome.REMARK));
    String unseen = Long.toString(count(Outcome.UNSEEN));
    return new Text(
        passed
            + " passed, "
            + failed
            + " failed, "
            + remarks
            + " with remarks, "
            + unseen
            + " not checked",
        "通过 " + passed + " 项，不通过 " + failed + " 项，提示 " + remarks + " 项，未检 " + unseen + " 项");
  }

  /** The verdict in a word or two. */
  Text verdict() {
    if (count(Outcome.FAILED) > 0) {
      return new Text("NOT PASSED", "不通过");
    }
    if (passed()) {
      return new Text("PASSED", "通过");
    }
    String en = String.join(", ", missing().stream().map(kind -> kind.label().en()).toList());
    String zh = String.join("、", missing().stream().map(kind -> kind.label().zh()).toList());
    return new Text("INCOMPLETE: did not come: " + en, "不完整: 未收到 " + zh);
  }
}
