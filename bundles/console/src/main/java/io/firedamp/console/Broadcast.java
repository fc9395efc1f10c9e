package io.firedamp.console;

import io.firedamp.console.door.Sessions;
import io.firedamp.explore.Live;
import io.firedamp.health.Condition;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.text.Text;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every listening browser once a second how the gateway is and what is measured. Has one
 * thread, {@code console-live}, which asks once and makes one text, however many listen; with
 * nobody there it only looks, every fifth second, since when all is well.
 */
final class Broadcast implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);
  private static final long PERIOD_MS = 1000;
  private static final long END_MS = 2000;
  private static final int IDLE_EVERY = 5;
  private static final int MOST = 64;

  private final Site site;
  private final Sessions sessions;
  private final List<Stream> streams = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "console-live"));
  private int ticks;
  private boolean well;
  private Instant since = Instant.EPOCH;

  Broadcast(Site site, Sessions sessions) {
    this.site = site;
    this.sessions = sessions;
    thread.scheduleAtFixedRate(this::tick, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  /** Whether one more may listen. */
  boolean hasRoom() {
    return streams.size() < MOST;
  }

  /** One more listens, and is told at once. */
  void add(Stream stream) {
    streams.add(stream);
    thread.execute(() -> tell(List.of(stream)));
  }

  /** Lets everybody go and ends the thread; waits for it, at most two seconds. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(END_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("a part does not say how it is for {} ms; not waited for any longer", END_MS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    streams.forEach(Stream::end);
  }

  private void tick() {
    streams.removeIf(Stream::isOver);
    if (!streams.isEmpty() || ticks++ % IDLE_EVERY == 0) {
      tell(streams);
    }
  }

  private void tell(List<Stream> listening) {
    try {
      Optional<Condition> condition = site.condition();
      condition.ifPresent(this::follow);
      byte[] event = event(condition).getBytes(StandardCharsets.UTF_8);
      for (Stream stream : listening) {
        if (sessions.lasts(stream.word())) {
          stream.offer(event);
        } else {
          stream.end();
        }
      }
    } catch (RuntimeException | Error failed) {
      // of a part that is being replaced: an executor would never run again
      LOG.debug("nothing told this second", failed);
    }
  }

  /** Since when it is well, or not: the begin of the eldest problem, or the end of the last. */
  private void follow(Condition condition) {
    if (!condition.well()) {
      since =
          condition.problems().stream()
              .filter(problem -> problem.level().compareTo(Level.MAJOR) >= 0)
              .map(Health::since)
              .filter(begin -> !begin.equals(Instant.EPOCH))
              .min(Instant::compareTo)
              .orElse(well || since.equals(Instant.EPOCH) ? condition.at() : since);
    } else if (!well) {
      since = condition.at();
    }
    well = condition.well();
  }

  private String event(Optional<Condition> condition) {
    String json =
        Json.object(
            out -> {
              Json.time(out, "at", site.instant());
              out.writeStringField("level", condition.map(c -> c.level().name()).orElse("UNKNOWN"));
              Json.text(out, "verdict", condition.map(Condition::verdict).orElse(Text.NONE));
              Json.time(out, "since", since);
              for (var list : List.of("parts", "problems")) {
                out.writeArrayFieldStart(list);
                List<Health> healths =
                    condition
                        .map(c -> list.equals("parts") ? c.parts() : c.problems())
                        .orElse(List.of());
                for (Health health : healths) {
                  Json.health(out, health);
                }
                out.writeEndArray();
              }
              out.writeArrayFieldStart("values");
              for (Live live : site.points()) {
                out.writeStartArray();
                out.writeString(live.point().id().value());
                Json.number(out, live.sample().value());
                out.writeString(live.sample().quality().name());
                Json.time(out, live.time());
                if (!live.note().equals(Text.NONE)) {
                  out.writeStartObject();
                  Json.text(out, "note", live.note());
                  out.writeEndObject();
                }
                out.writeEndArray();
              }
              out.writeEndArray();
            });
    return "data: " + json + "\n\n";
  }
}
