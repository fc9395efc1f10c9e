package io.firedamp.accounting.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * A report for scripts, one line.
 *
 * <pre>
 * {"report":NAME,"title":TEXT,"facts":{KEY:CELL},"tables":{KEY:[{KEY:CELL}]}}
 * CELL  a number; an instant as ISO 8601 in UTC; words as text where both languages have the same,
 *       else {"en":…,"zh":…}; null for never
 * </pre>
 */
public final class JsonForm {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonForm() {}

  /** The line. */
  public static String line(Report report) {
    ObjectNode json = JSON.createObjectNode().put("report", report.name());
    put(json, "title", new Cell.Words(report.title()));
    ObjectNode facts = json.putObject("facts");
    report.facts().forEach(fact -> put(facts, fact.key(), fact.cell()));
    ObjectNode tables = json.putObject("tables");
    for (Report.Grid grid : report.tables()) {
      ArrayNode rows = tables.putArray(grid.key());
      for (List<Cell> row : grid.rows()) {
        ObjectNode entry = rows.addObject();
        for (int i = 0; i < row.size(); i++) {
          put(entry, grid.columns().get(i).key(), row.get(i));
        }
      }
    }
    return json.toString();
  }

  private static void put(ObjectNode json, String key, Cell cell) {
    if (cell instanceof Cell.Number number) {
      json.put(key, number.value());
    } else if (cell instanceof Cell.Time time) {
      json.put(key, time.at().equals(Instant.EPOCH) ? null : time.at().toString());
    } else if (cell instanceof Cell.Words words) {
      if (words.words().en().equals(words.words().zh())) {
        json.put(key, words.words().en());
      } else {
        json.putObject(key).put("en", words.words().en()).put("zh", words.words().zh());
      }
    }
  }
}
