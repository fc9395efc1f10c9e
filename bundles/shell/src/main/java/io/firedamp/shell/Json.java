package io.firedamp.shell;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.courier.Errand;
import io.firedamp.explore.Listing;
import io.firedamp.explore.Live;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.meter.MeterChange;
import io.firedamp.point.Draft;
import io.firedamp.point.Fit;
import io.firedamp.point.Point;
import io.firedamp.point.PointId;
import io.firedamp.point.Project;
import io.firedamp.point.RowChange;
import io.firedamp.point.RowError;
import io.firedamp.register.Facility;
import io.firedamp.register.Inspection;
import io.firedamp.register.Instrument;
import io.firedamp.register.Register;
import io.firedamp.setup.Step;
import io.firedamp.setup.Step.Field;
import io.firedamp.setup.Step.State;
import io.firedamp.source.Decoding;
import io.firedamp.source.Place;
import io.firedamp.source.Raw;
import io.firedamp.source.ValueType;
import io.firedamp.source.WordOrder;
import io.firedamp.store.Bucket;
import io.firedamp.store.DayRoot;
import io.firedamp.store.Verdict;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The answers for scripts, each one line. Keys never change their meaning; instants are ISO 8601 in
 * UTC to the millisecond, numbers are numbers, and what is not known is null. Texts for people have
 * both languages: {@code {"en": …, "zh": …}}.
 *
 * <pre>
 * status  {time, zone, level, well, verdict, health: [{subject, level, since, code, cause, remedy,
 *          figures: [{key, label, value, unit}]}], troubles: [{code, level, subject, cause, remedy,
 *          settings: [{file, key, found, allowed}]}]}
 * points  {time, points: [POINT]}
 * read    {time, took_ms, point: POINT, inputs: [POINT]}; inputs are those of a computed point
 * read --raw  {time, source, address, bytes, said, decodings: [{types, orders, value}]}; bytes are
 *          hexadecimal, empty if nothing was read; a value is text, of bool the bits that are set
 * browse  {time, source, place, note, places: [{address, name, type, value, branch}]}
 * browse, no source  {time, sources: [NAME]}
 * read, unknown code  {time, error, code, near: [CODE]}
 * backfill {time, errands: [{uplink, id, from, to, next, packets}]}; to is exclusive, all before next is sent
 * meter   {time, changes: [{point, old_final, new_initial, at, recorded, by, reason}]}; readings are texts
 * setup   {time, done, steps: [{name, state, title, found, next, fields: [{key, label, value, choices,
 *          required, secret}]}]}
 * register {time, projects: [{id, name, registration, type, heat, flow, crediting_period, ownership}],
 *          facilities: [{project, system, control, dcs, communication, network, operation, note,
 *          sources: [NAME]}], instruments: [{point, due, columns: {HEADING: text}, inspections: [{kind,
 *          interval, last, report, due}]}]}; a due day is null if it is not known
 * import  {time, file, against, ready, applied, rows, unchanged, errors: [{line, column, found, allowed}],
 *          changes: [{point, what, cells: [{column, before, after}]}], missing: [TEXT], effects: [TEXT]};
 *          what is NEW, CHANGED or GONE; a column is its English heading; line 0 is the whole file
 * history {time, point, unit, decimals, from, to, buckets: [{from, due, usable, low, mean, high}]}; to is
 *          exclusive; unit is empty for a point that is not in the table any more
 * verify  {time, verdict: VERDICT}
 * verify --roots  {time, roots: [{day, last, digest}]}
 * backup  {time, folder, bytes, took_ms, verdict: VERDICT}
 * VERDICT {sound, units, frames, digest, frame, hour, fault}; frame and hour are null if all fits
 * POINT   {id, project, code, name, value, unit, decimals, quality, time, age, source, formula, inside,
 *          note}; formula is null for a point that is read
 * </pre>
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final double LARGEST_WHOLE = 1L << 53;

  private Json() {}

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  /** The answer of {@code firedamp:status}. */
  static String status(Picture picture) {
    return object(
        json -> {
          instant(json, "time", picture.at());
          json.writeStringField("zone", Wording.SITE.getId());
          json.writeStringField("level", picture.level().name());
          json.writeBooleanField("well", picture.well());
          text(json, "verdict", picture.verdict());
          json.writeArrayFieldStart("health");
          for (Health health : picture.healths()) {
            health(json, health);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("troubles");
          for (Trouble trouble : picture.troubles()) {
            trouble(json, trouble);
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:points}. */
  static String points(List<Live> points, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeArrayFieldStart("points");
          for (Live live : points) {
            point(json, live, now);
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:read}. */
  static String reading(Live live, Duration took, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeNumberField("took_ms", took.toMillis());
          json.writeFieldName("point");
          point(json, live, now);
          json.writeArrayFieldStart("inputs");
          for (Live input : live.inputs()) {
            point(json, input, now);
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:meter}. */
  static String meters(List<MeterChange> changes, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeArrayFieldStart("changes");
          for (MeterChange change : changes) {
            json.writeStartObject();
            json.writeStringField("point", change.point().value());
            json.writeStringField("old_final", change.oldFinal().toPlainString());
            json.writeStringField("new_initial", change.newInitial().toPlainString());
            instant(json, "at", change.at());
            instant(json, "recorded", change.recorded());
            json.writeStringField("by", change.by());
            json.writeStringField("reason", change.reason());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:setup}. */
  static String setup(List<Step> steps, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeBooleanField("done", steps.stream().allMatch(s -> s.state() == State.DONE));
          json.writeArrayFieldStart("steps");
          for (Step step : steps) {
            json.writeStartObject();
            json.writeStringField("name", step.name().name());
            json.writeStringField("state", step.state().name());
            text(json, "title", step.name().text());
            text(json, "found", step.found());
            text(json, "next", step.next());
            json.writeArrayFieldStart("fields");
            for (Field field : step.fields()) {
              json.writeStartObject();
              json.writeStringField("key", field.key());
              text(json, "label", field.label());
              json.writeStringField("value", field.value());
              json.writeArrayFieldStart("choices");
              for (String choice : field.choices()) {
                json.writeString(choice);
              }
              json.writeEndArray();
              json.writeBooleanField("required", field.required());
              json.writeBooleanField("secret", field.secret());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:register}. */
  static String register(Register register, List<Instrument> instruments, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeArrayFieldStart("projects");
          for (Project project : register.projects()) {
            json.writeStartObject();
            json.writeStringField("id", project.id());
            json.writeStringField("name", project.name());
            json.writeStringField("registration", project.registration());
            json.writeStringField("type", project.type().name());
            json.writeStringField("heat", project.heat().name());
            json.writeStringField("flow", project.flow().name());
            json.writeStringField("crediting_period", project.creditingPeriod());
            json.writeStringField("ownership", project.ownership());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("facilities");
          for (Facility facility : register.facilities()) {
            json.writeStartObject();
            json.writeStringField("project", facility.project());
            json.writeStringField("system", facility.system());
            json.writeStringField("control", facility.control());
            json.writeStringField("dcs", facility.dcs());
            json.writeStringField("communication", facility.communication());
            json.writeStringField("network", facility.network());
            json.writeStringField("operation", facility.operation());
            json.writeStringField("note", facility.note());
            json.writeArrayFieldStart("sources");
            for (String source : facility.sources()) {
              json.writeString(source);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("instruments");
          for (Instrument instrument : instruments) {
            instrument(json, instrument);
          }
          json.writeEndArray();
        });
  }

  private static void instrument(JsonGenerator json, Instrument instrument) throws IOException {
    json.writeStartObject();
    json.writeStringField("point", instrument.point().id().value());
    day(json, instrument.due());
    json.writeObjectFieldStart("columns");
    for (String heading : new TreeSet<>(instrument.point().columns().keySet())) {
      json.writeStringField(heading, instrument.point().columns().get(heading));
    }
    json.writeEndObject();
    json.writeArrayFieldStart("inspections");
    for (Inspection inspection : instrument.inspections()) {
      json.writeStartObject();
      json.writeStringField("kind", inspection.kind().name());
      json.writeStringField("interval", inspection.interval());
      json.writeStringField("last", inspection.last());
      json.writeStringField("report", inspection.report());
      day(json, inspection.due());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The answer of {@code firedamp:import}. */
  static String draft(Draft draft, boolean applied, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeStringField("file", draft.name());
          json.writeNumberField("against", draft.against());
          json.writeBooleanField("ready", draft.ready());
          json.writeBooleanField("applied", applied);
          json.writeNumberField("rows", draft.rows());
          json.writeNumberField("unchanged", draft.unchanged());
          json.writeArrayFieldStart("errors");
          for (RowError error : draft.errors()) {
            json.writeStartObject();
            json.writeNumberField("line", error.line());
            json.writeStringField("column", error.column());
            json.writeStringField("found", error.found());
            text(json, "allowed", error.allowed());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("changes");
          for (RowChange change : draft.changes()) {
            change(json, change);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("missing");
          for (Fit fit : draft.fits()) {
            texts(json, fit.missing());
          }
          json.writeEndArray();
          json.writeArrayFieldStart("effects");
          texts(json, draft.effects());
          json.writeEndArray();
        });
  }

  private static void change(JsonGenerator json, RowChange change) throws IOException {
    json.writeStartObject();
    json.writeStringField("point", change.point().value());
    json.writeStringField("what", change.what().name());
    json.writeArrayFieldStart("cells");
    for (RowChange.Cell cell : change.cells()) {
      json.writeStartObject();
      json.writeStringField("column", cell.column().en());
      json.writeStringField("before", cell.before());
      json.writeStringField("after", cell.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void day(JsonGenerator json, Optional<LocalDate> due) throws IOException {
    json.writeStringField("due", due.map(LocalDate::toString).orElse(null));
  }

  private static void texts(JsonGenerator json, List<Text> texts) throws IOException {
    for (Text text : texts) {
      json.writeStartObject();
      json.writeStringField("en", text.en());
      json.writeStringField("zh", text.zh());
      json.writeEndObject();
    }
  }

  /** The answer of {@code firedamp:read} where there is no such point. */
  static String unknown(String code, List<PointId> near, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeStringField("error", "unknown point");
          json.writeStringField("code", code);
          json.writeArrayFieldStart("near");
          for (PointId id : near) {
            json.writeString(id.value());
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:backfill}. */
  static String errands(List<Errand> errands, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeArrayFieldStart("errands");
          for (Errand errand : errands) {
            json.writeStartObject();
            json.writeStringField("uplink", errand.uplink());
            json.writeStringField("id", errand.id());
            instant(json, "from", errand.from());
            instant(json, "to", errand.to());
            instant(json, "next", errand.next());
            json.writeNumberField("packets", errand.packets());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:history}. */
  static String history(Point point, Instant from, Instant to, List<Bucket> buckets, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeStringField("point", point.id().value());
          json.writeStringField("unit", point.unit());
          json.writeNumberField("decimals", point.decimals());
          instant(json, "from", from);
          instant(json, "to", to);
          json.writeArrayFieldStart("buckets");
          for (Bucket bucket : buckets) {
            json.writeStartObject();
            instant(json, "from", bucket.from());
            json.writeNumberField("due", bucket.due());
            json.writeNumberField("usable", bucket.usable());
            number(json, "low", bucket.low());
            number(json, "mean", bucket.mean());
            number(json, "high", bucket.high());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:verify}. */
  static String verdict(Verdict verdict, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          verdict(json, verdict);
        });
  }

  /** The answer of {@code firedamp:verify --roots}. */
  static String roots(List<DayRoot> roots, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeArrayFieldStart("roots");
          for (DayRoot root : roots) {
            json.writeStartObject();
            json.writeStringField("day", root.day().toString());
            json.writeNumberField("last", root.last());
            json.writeStringField("digest", root.digest());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:backup}. */
  static String backup(Path folder, long bytes, Duration took, Verdict verdict, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeStringField("folder", folder.toString());
          json.writeNumberField("bytes", bytes);
          json.writeNumberField("took_ms", took.toMillis());
          verdict(json, verdict);
        });
  }

  /** The answer of {@code firedamp:read --raw}. */
  static String raw(String source, String address, Raw raw, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeStringField("source", source);
          json.writeStringField("address", address);
          json.writeStringField("bytes", raw.hex());
          text(json, "said", raw.said());
          json.writeArrayFieldStart("decodings");
          for (Decoding one : Decoding.of(raw.bytes())) {
            json.writeStartObject();
            words(json, "types", one.types().stream().map(ValueType::word).toList());
            words(json, "orders", one.orders().stream().map(WordOrder::name).toList());
            json.writeStringField("value", one.value());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:browse}. */
  static String listing(String source, String place, Listing listing, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          json.writeStringField("source", source);
          json.writeStringField("place", place);
          text(json, "note", listing.note());
          json.writeArrayFieldStart("places");
          for (Place one : listing.places()) {
            json.writeStartObject();
            json.writeStringField("address", one.address());
            json.writeStringField("name", one.name());
            json.writeStringField("type", one.type());
            json.writeStringField("value", one.value());
            json.writeBooleanField("branch", one.branch());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The answer of {@code firedamp:browse} without a source. */
  static String sources(List<String> names, Instant now) {
    return object(
        json -> {
          instant(json, "time", now);
          words(json, "sources", names);
        });
  }

  private static void words(JsonGenerator json, String key, List<String> words) throws IOException {
    json.writeArrayFieldStart(key);
    for (String word : words) {
      json.writeString(word);
    }
    json.writeEndArray();
  }

  private static void verdict(JsonGenerator json, Verdict verdict) throws IOException {
    json.writeObjectFieldStart("verdict");
    json.writeBooleanField("sound", verdict.sound());
    json.writeNumberField("units", verdict.units());
    json.writeNumberField("frames", verdict.frames());
    json.writeStringField("digest", verdict.digest());
    if (verdict.sound()) {
      json.writeNullField("frame");
    } else {
      json.writeNumberField("frame", verdict.frame());
    }
    instant(json, "hour", verdict.hour());
    text(json, "fault", verdict.fault());
    json.writeEndObject();
  }

  private static void health(JsonGenerator json, Health health) throws IOException {
    json.writeStartObject();
    json.writeStringField("subject", health.subject());
    json.writeStringField("level", health.level().name());
    instant(json, "since", health.since());
    json.writeStringField("code", health.code());
    text(json, "cause", health.cause());
    text(json, "remedy", health.remedy());
    json.writeArrayFieldStart("figures");
    for (Figure figure : health.figures()) {
      json.writeStartObject();
      json.writeStringField("key", figure.key());
      text(json, "label", figure.label());
      number(json, "value", figure.value());
      json.writeStringField("unit", figure.unit());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void trouble(JsonGenerator json, Trouble trouble) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", trouble.code());
    json.writeStringField("level", trouble.level().name());
    json.writeStringField("subject", trouble.subject());
    text(json, "cause", trouble.cause());
    text(json, "remedy", trouble.remedy());
    json.writeArrayFieldStart("settings");
    for (Complaint complaint : trouble.complaints()) {
      json.writeStartObject();
      json.writeStringField("file", complaint.file());
      json.writeStringField("key", complaint.key());
      if (complaint.found().isEmpty()) {
        json.writeNullField("found");
      } else {
        json.writeStringField("found", complaint.found());
      }
      text(json, "allowed", complaint.allowed());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void point(JsonGenerator json, Live live, Instant now) throws IOException {
    Point point = live.point();
    json.writeStartObject();
    json.writeStringField("id", point.id().value());
    json.writeStringField("project", point.id().project());
    json.writeStringField("code", point.id().code());
    text(json, "name", point.name());
    number(json, "value", live.sample().value());
    json.writeStringField("unit", point.unit());
    json.writeNumberField("decimals", point.decimals());
    json.writeStringField("quality", live.sample().quality().name());
    instant(json, "time", live.time());
    boolean never = live.time().equals(Instant.EPOCH);
    number(json, "age", never ? Double.NaN : Wording.seconds(live.time(), now));
    json.writeStringField("source", point.source());
    json.writeStringField("formula", point.formula().orElse(null));
    json.writeBooleanField("inside", point.inside());
    text(json, "note", live.note());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String key, Text text) throws IOException {
    json.writeObjectFieldStart(key);
    json.writeStringField("en", text.en());
    json.writeStringField("zh", text.zh());
    json.writeEndObject();
  }

  /** The epoch stands for never. */
  private static void instant(JsonGenerator json, String key, Instant instant) throws IOException {
    if (instant.equals(Instant.EPOCH)) {
      json.writeNullField(key);
    } else {
      json.writeStringField(key, INSTANT.format(instant));
    }
  }

  private static void number(JsonGenerator json, String key, double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.writeNullField(key);
    } else if (value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE) {
      json.writeNumberField(key, (long) value);
    } else {
      json.writeNumberField(key, value);
    }
  }

  private static String object(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      writing.to(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
