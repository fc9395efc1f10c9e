package io.firedamp.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firedamp.account.Accounts;
import io.firedamp.account.Cause;
import io.firedamp.account.Gap;
import io.firedamp.console.door.Right;
import io.firedamp.explore.Live;
import io.firedamp.point.Point;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How reliable each link was over the last day and the last thirty (CCER-4.3-07): those to devices,
 * and those to platforms. Counts the same gaps as every report: of five seconds and more, of any
 * point. Any thread; may block for the disk.
 */
final class Links implements Questions {
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final List<Duration> SPANS = List.of(Duration.ofDays(1), Duration.ofDays(30));
  private static final Set<Cause> UNREACHED = Set.of(Cause.NO_ANSWER, Cause.NO_SOURCE);

  private final Site site;
  private final Cached links;

  Links(Site site) {
    this.site = site;
    links = new Cached(site, GOOD_FOR, this::links);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        new Route("GET", "/api/links", Right.LOOK, (ask, who) -> Answer.json(links.answer())));
  }

  private record Link(String subject, List<Gap> gaps) {}

  /** None as long as no platform has acknowledged anything: then nothing is counted yet. */
  private String links() throws IOException {
    Instant now = site.instant();
    List<Link> all = all(now);
    return Json.object(
        json -> {
          json.writeArrayFieldStart("links");
          for (Link link : all) {
            json.writeStartObject();
            json.writeStringField("subject", link.subject());
            json.writeArrayFieldStart("spans");
            for (Duration span : SPANS) {
              write(json, Interrupted.of(link.gaps(), now.minus(span), now), span);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** The links of the table in force and every uplink, each with what has interrupted it. */
  private List<Link> all(Instant now) throws IOException {
    Optional<Accounts> accounts = site.accounts();
    List<Link> uplinks = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>(); // of every uplink's points
    for (var route : accounts.map(Accounts::routes).orElse(List.of())) {
      List<Gap> found =
          accounts.get().gaps(route.uplink(), now.minus(SPANS.get(SPANS.size() - 1)), now);
      gaps.addAll(found);
      uplinks.add(
          new Link(
              "uplink " + route.uplink(),
              found.stream().filter(gap -> gap.cause() == Cause.NO_UPLINK).toList()));
    }
    if (uplinks.isEmpty()) {
      return List.of();
    }
    List<Link> all = new ArrayList<>();
    site.points().stream()
        .map(Live::point)
        .filter(point -> point.formula().isEmpty())
        .map(Point::source)
        .distinct()
        .forEach(source -> all.add(new Link("source " + source, unreached(gaps, source))));
    all.addAll(uplinks);
    return all;
  }

  private static List<Gap> unreached(List<Gap> gaps, String source) {
    return gaps.stream()
        .filter(gap -> gap.source().equals(source) && UNREACHED.contains(gap.cause()))
        .sorted(Comparator.comparing(Gap::from))
        .toList();
  }

  private static void write(JsonGenerator json, Interrupted interrupted, Duration span)
      throws IOException {
    long up = span.minus(interrupted.lost()).toMillis();
    json.writeStartObject();
    json.writeNumberField("span", span.toMillis());
    json.writeNumberField("count", interrupted.count());
    json.writeNumberField("lost", interrupted.lost().toMillis());
    json.writeNumberField("longest", interrupted.longest().toMillis());
    json.writeStringField(
        "share", // cut, as every rate: 100.00 means all
        BigDecimal.valueOf(100 * up)
            .divide(BigDecimal.valueOf(span.toMillis()), 2, RoundingMode.DOWN)
            .toPlainString());
    json.writeEndObject();
  }

  /** What interrupted a link within a span; gaps that overlap or touch are one. */
  private record Interrupted(int count, Duration lost, Duration longest) {
    /**
     * @param gaps by their begin
     */
    static Interrupted of(List<Gap> gaps, Instant from, Instant to) {
      int count = 0;
      Duration lost = Duration.ZERO;
      Duration longest = Duration.ZERO;
      Instant begin = from;
      Instant end = from; // what is before is counted
      for (Gap gap : gaps) {
        Instant start = gap.from().isBefore(from) ? from : gap.from();
        Instant stop = gap.to().isAfter(to) ? to : gap.to();
        if (!stop.isAfter(end) || !start.isBefore(to)) {
          continue;
        }
        if (count == 0 || start.isAfter(end)) {
          count++;
          begin = start;
        }
        lost = lost.plus(Duration.between(start.isAfter(end) ? start : end, stop));
        end = stop;
        Duration length = Duration.between(begin, end);
        longest = length.compareTo(longest) > 0 ? length : longest;
      }
      return new Interrupted(count, lost, longest);
    }
  }
}
