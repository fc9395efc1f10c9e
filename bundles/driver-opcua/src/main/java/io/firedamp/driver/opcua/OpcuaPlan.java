package io.firedamp.driver.opcua;

import io.firedamp.point.PointId;
import io.firedamp.source.Plan;
import io.firedamp.source.Reading;
import io.firedamp.source.Refusal;
import io.firedamp.source.Rows;
import io.firedamp.source.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * Reads a set of rows: asks for the due ones, or takes what the subscription has reported. With a
 * subscription too the server is asked for one value in each read, so that a link that is down is
 * known at once, and its clock is.
 */
final class OpcuaPlan implements Plan {
  /** What a server would say of a node in a namespace that it does not have. */
  static final DataValue NO_SUCH_SPACE =
      new DataValue(new StatusCode(StatusCodes.Bad_NodeIdUnknown));

  private static final List<ReadValueId> PULSE =
      List.of(Session.value(NodeIds.Server_ServerStatus_State));

  private final Config config;
  private final Link link;
  private final Condition condition;
  private final List<Target> targets;
  private final List<Refusal> refused;

  OpcuaPlan(Config config, Link link, Condition condition, Rows<Row> rows) {
    this.config = config;
    this.link = link;
    this.condition = condition;
    this.targets = rows.good().stream().map(Target::new).toList();
    this.refused = rows.refused();
  }

  @Override
  public List<Refusal> refused() {
    return refused;
  }

  @Override
  public List<Reading> read(Instant tick, Set<PointId> due)
      throws SourceException, InterruptedException {
    if (due.isEmpty()) {
      return List.of();
    }
    long begin = System.nanoTime();
    return link.with(
        targets,
        session -> {
          List<Reading> read =
              config.subscribe() ? reported(session, tick, due) : asked(session, tick, due);
          Instant now = tick.plusNanos(System.nanoTime() - begin);
          session
              .serverTime()
              .ifPresent(time -> condition.serverClock(Duration.between(now, time)));
          return read;
        });
  }

  private List<Reading> asked(Session session, Instant tick, Set<PointId> due)
      throws UaException, InterruptedException {
    List<Target> wanted = new ArrayList<>();
    List<ReadValueId> questions = new ArrayList<>();
    List<Reading> readings = new ArrayList<>();
    for (Target target : targets) {
      if (due.contains(target.row().point())) {
        Optional<ReadValueId> question = target.question(session.spaces());
        if (question.isPresent()) {
          wanted.add(target);
          questions.add(question.get());
        } else {
          readings.add(Values.reading(target.row(), NO_SUCH_SPACE, tick));
        }
      }
    }
    List<DataValue> values = session.read(questions.isEmpty() ? PULSE : questions);
    for (int i = 0; i < wanted.size(); i++) {
      wanted.get(i).heard(values.get(i).statusCode());
      readings.add(Values.reading(wanted.get(i).row(), values.get(i), tick));
    }
    noteSourceClock(values, tick);
    return readings;
  }

  private List<Reading> reported(Session session, Instant tick, Set<PointId> due)
      throws UaException, InterruptedException {
    Watch watch = session.watch(targets, config.publishing());
    watch.retry();
    session.read(PULSE);
    List<Reading> readings = new ArrayList<>();
    List<DataValue> values = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Row row = targets.get(i).row();
      if (due.contains(row.point())) {
        DataValue value = watch.value(i);
        values.add(value);
        readings.add(Values.reading(row, value, tick));
      }
    }
    if (!watch.alive()) { // while this was put together
      throw new UaException(StatusCodes.Bad_NoSubscription, "the subscription was lost");
    }
    noteSourceClock(values, tick);
    return readings;
  }

  /** A value that has not changed keeps its time; the newest one tells the clock. */
  private void noteSourceClock(List<DataValue> values, Instant tick) {
    values.stream()
        .flatMap(value -> Values.sourceTime(value).stream())
        .max(Instant::compareTo)
        .ifPresent(newest -> condition.sourceClock(Duration.between(tick, newest)));
  }
}
