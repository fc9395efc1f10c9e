package io.firedamp.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firedamp.clock.SiteClock;
import io.firedamp.file.LineFile;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.meter.MeterBook;
import io.firedamp.meter.MeterChange;
import io.firedamp.point.PointId;
import io.firedamp.text.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps the changes of meters in {@code state/meter-changes.jsonl}.
 *
 * <pre>
 * file   a line for each change, the oldest first, UTF-8
 * line   {"point":"EXEC001","old_final":"48211.6","new_initial":"0.0","at":"2026-11-21T02:10:00Z",
 *         "recorded":"2026-11-21T02:31:07Z","by":"li","reason":"annual verification"}
 * </pre>
 *
 * <p>Each is on the disk before it counts. A line that cannot be read stays where it is and is told
 * as {@code meters.unreadable}; the others count.
 */
@Component(service = {MeterBook.class, Vital.class})
public final class MeterFile implements MeterBook, Vital {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineFile file;
  private final List<MeterChange> changes = new CopyOnWriteArrayList<>();
  private final Optional<Health> trouble;

  /** Reads what has been recorded. */
  @Activate
  public MeterFile(BundleContext context, @Reference SiteClock clock) {
    this(
        Path.of(
            Optional.ofNullable(context.getProperty("karaf.base")).orElse(""),
            "state",
            "meter-changes.jsonl"),
        clock.instant());
  }

  MeterFile(Path file, Instant now) {
    this.file = new LineFile(file);
    trouble = read().map(why -> unreadable(why, now));
  }

  /** Why not everything could be read, if so. */
  private Optional<Text> read() {
    List<String> unread = new ArrayList<>();
    try {
      List<String> lines = file.lines();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        Optional<MeterChange> change = change(line);
        change.ifPresent(changes::add);
        if (change.isEmpty() && !line.isBlank()) {
          unread.add(Integer.toString(i + 1));
        }
      }
    } catch (IOException unreadable) {
      return Optional.of(Text.same(unreadable.toString()));
    }
    String numbers = String.join(", ", unread);
    return unread.isEmpty()
        ? Optional.empty()
        : Optional.of(new Text("line " + numbers, "第 " + numbers + " 行"));
  }

  private static Optional<MeterChange> change(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      return Optional.of(
          new MeterChange(
              new PointId(json.path("point").asText()),
              new BigDecimal(json.path("old_final").asText()),
              new BigDecimal(json.path("new_initial").asText()),
              Instant.parse(json.path("at").asText()),
              Instant.parse(json.path("recorded").asText()),
              json.path("by").asText(),
              json.path("reason").asText()));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException damaged) {
      return Optional.empty(); // BigDecimal's and PointId's are IllegalArgumentExceptions
    }
  }

  private Health unreadable(Text why, Instant now) {
    return new Health(
        "meters",
        Level.MAJOR,
        now,
        "meters.unreadable",
        new Text(
            "Recorded meter changes cannot be read: " + file.path() + ", " + why.en() + ".",
            "无法读取换表记录: " + file.path() + "，" + why.zh() + "。"),
        new Text(
            "Restore the file from the backup, or record the change again and remove the line; then"
                + " restart the gateway.",
            "请从备份恢复该文件，或重新记录并删除该行，然后重启网关。"),
        List.of());
  }

  @Override
  public List<MeterChange> changes() {
    return List.copyOf(changes);
  }

  @Override
  public synchronized void add(MeterChange change) throws IOException {
    String line =
        JSON.createObjectNode()
            .put("point", change.point().value())
            .put("old_final", change.oldFinal().toPlainString())
            .put("new_initial", change.newInitial().toPlainString())
            .put("at", change.at().toString())
            .put("recorded", change.recorded().toString())
            .put("by", change.by())
            .put("reason", change.reason())
            .toString();
    file.add(line);
    changes.add(change);
  }

  /** Subject {@code meters}, only if something is wrong. */
  @Override
  public List<Health> health() {
    return trouble.stream().toList();
  }
}
