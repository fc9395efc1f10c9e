package io.firedamp.shell;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every change of a part's health, and every configuration error once, into the log: a line
 * each, with cause and remedy in both languages. CRITICAL is an ERROR there, MAJOR a WARN, the rest
 * INFO. Has one thread, {@code shell-health}, and looks once a second.
 */
@Component(
    service = {},
    immediate = true)
public final class HealthWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final long PERIOD_MS = 1000;
  private static final long END_MS = 2000;

  /** Troubles are looked for in files and in the framework: every fifth look will do. */
  private static final int TROUBLES_EVERY = 5;

  private final Desk desk;
  private final Consumer<Transitions.Line> log;
  private final Transitions transitions = new Transitions();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "shell-health"));
  private int looks;
  private String failure = "";

  /** Called by the framework. */
  @Activate
  public HealthWatch(@Reference Desk desk) {
    this(desk, HealthWatch::write, PERIOD_MS);
  }

  HealthWatch(Desk desk, Consumer<Transitions.Line> log, long periodMs) {
    this.desk = desk;
    this.log = log;
    thread.scheduleWithFixedDelay(this::look, periodMs, periodMs, TimeUnit.MILLISECONDS);
  }

  /** Ends the thread; waits for it, at most two seconds. */
  @Deactivate
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(END_MS, TimeUnit.MILLISECONDS)) {
        LOG.warn("a part has not said how it is for {} ms; not waited for any longer", END_MS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      transitions.parts(desk.healths()).forEach(log);
      if (looks++ % TROUBLES_EVERY == 0) {
        List<Trouble> troubles = desk.troubles();
        transitions.troubles(troubles).forEach(log);
      }
      failure = "";
    } catch (RuntimeException | Error failed) {
      // the framework or a configuration is going away: an executor would never look again
      if (!failure.equals(failed.toString())) {
        failure = failed.toString();
        LOG.warn("cannot look after the gateway's parts", failed);
      }
    }
  }

  private static void write(Transitions.Line line) {
    switch (line.level()) {
      case OK, NOTICE -> LOG.info("{}", line.words());
      case MAJOR -> LOG.warn("{}", line.words());
      case CRITICAL -> LOG.error("{}", line.words());
    }
  }
}
