package io.firedamp.simulator.platform;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.firedamp.simulator.platform.Scorecard.Offence;
import io.firedamp.simulator.platform.Scorecard.Outcome;
import io.firedamp.simulator.platform.Scorecard.Row;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link Report} as one line of JSON, for scripts. */
final class JsonReport {
  private JsonReport() {}

  static String of(Report report) {
    String outcomes =
        Stream.of(Outcome.values())
            .map(outcome -> quoted(word(outcome)) + ":" + report.count(outcome))
            .collect(Collectors.joining(","));
    String messages =
        Stream.of(Kind.values())
            .map(kind -> quoted(word(kind)) + ":" + report.seen().get(kind))
            .collect(Collectors.joining(","));
    String checks = report.rows().stream().map(JsonReport::check).collect(Collectors.joining(","));
    Transfer.Figures transfer = report.transfer();
    Delays.Figures delays = report.delays();
    return "{"
        + outcomes
        + ",\"complete\":"
        + report.passed()
        + ",\"messages\":{"
        + messages
        + "},\"transfer\":{\"due\":"
        + transfer.due()
        + ",\"on-time\":"
        + transfer.onTime()
        + ",\"late\":"
        + transfer.late()
        + "},\"delay-ms\":{\"median\":"
        + delays.medianMs()
        + ",\"p95\":"
        + delays.p95Ms()
        + ",\"most\":"
        + delays.mostMs()
        + "},\"checks\":["
        + checks
        + "]}";
  }

  private static String check(Row row) {
    return "{\"kind\":"
        + quoted(word(row.kind()))
        + ",\"rule\":"
        + quoted(word(row.rule()))
        + ",\"clause\":"
        + quoted(row.kind().clause(row.rule()))
        + ",\"outcome\":"
        + quoted(word(row.outcome()))
        + ",\"passed\":"
        + row.passed()
        + ",\"failed\":"
        + row.failed()
        + row.first().map(first -> ",\"first\":" + offence(first)).orElse("")
        + "}";
  }

  private static String offence(Offence first) {
    return "{\"at\":"
        + quoted(first.at().toString())
        + ",\"id\":"
        + quoted(first.id())
        + ",\"en\":"
        + quoted(first.text().en())
        + ",\"zh\":"
        + quoted(first.text().zh())
        + "}";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
