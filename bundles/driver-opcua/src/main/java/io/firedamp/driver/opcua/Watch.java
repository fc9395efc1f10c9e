package io.firedamp.driver.opcua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionAcknowledgement;

/**
 * A subscription, and the last value of each of its items. It lives as long as its session at the
 * most, and ends with the first sign that something of it was lost: a status change, a message that
 * is missing in their sequence, or silence, where the server owes at least a keep-alive.
 *
 * <p>The values come on a thread of the {@link Engine}; all else is the source's thread.
 */
final class Watch {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(2);
  private static final Duration LIFETIME = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final DataValue NONE_YET =
      new DataValue(new StatusCode(StatusCodes.Bad_WaitingForInitialData));

  private final Session session;
  private final List<Target> targets;
  private final AtomicReferenceArray<DataValue> latest;
  private final Duration limit;
  private final double intervalMs;
  private final UInteger id;
  private final long patienceNanos;
  private final List<Integer> refused = new ArrayList<>();

  private int awaited;
  private long retryAt;
  private long sequence;
  private volatile long heard = System.nanoTime();
  private volatile boolean lost;

  /**
   * Subscribes, and waits until every item has its first value, for that time limit at the most.
   *
   * @param interval how often the server is to report
   */
  Watch(Session session, List<Target> targets, Duration interval, Duration limit)
      throws UaException, InterruptedException {
    this.session = session;
    this.targets = targets;
    this.limit = limit;
    this.latest = new AtomicReferenceArray<>(targets.size());
    CreateSubscriptionResponse made = subscribe(interval);
    this.id = made.getSubscriptionId();
    this.intervalMs = made.getRevisedPublishingInterval();
    this.patienceNanos =
        limit.toNanos()
            + (long) (1e6 * intervalMs * (made.getRevisedMaxKeepAliveCount().longValue() + 1));
    create(IntStream.range(0, targets.size()).boxed().toList());
    publish(new SubscriptionAcknowledgement[0]);
    awaitValues();
  }

  private CreateSubscriptionResponse subscribe(Duration interval)
      throws UaException, InterruptedException {
    long keepAlive = count(KEEP_ALIVE, interval);
    return (CreateSubscriptionResponse)
        session.await(
            new CreateSubscriptionRequest(
                session.header(),
                (double) interval.toMillis(),
                Unsigned.uint(Math.max(3 * keepAlive, count(LIFETIME, interval))),
                Unsigned.uint(keepAlive),
                Unsigned.uint(0),
                true,
                Unsigned.ubyte(0)));
  }

  private static long count(Duration time, Duration interval) {
    return Math.max(1, time.toMillis() / interval.toMillis());
  }

  // ---- its items

  private record Wanted(int index, ReadValueId question) {}

  private void create(List<Integer> indexes) throws UaException, InterruptedException {
    retryAt = System.nanoTime() + RETRY.toNanos();
    List<Integer> again = new ArrayList<>();
    List<Wanted> wanted = new ArrayList<>();
    for (int index : indexes) {
      latest.set(index, NONE_YET);
      Optional<ReadValueId> question = targets.get(index).question(session.spaces());
      if (question.isPresent()) {
        wanted.add(new Wanted(index, question.get()));
      } else {
        refuse(index, new StatusCode(StatusCodes.Bad_NodeIdUnknown), again);
      }
    }
    synchronized (this) {
      awaited += wanted.size();
    }
    List<MonitoredItemCreateResult> results = session.items().all(wanted, this::created);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).getStatusCode().isBad()) {
        refuse(wanted.get(i).index(), results.get(i).getStatusCode(), again);
        arrived(1);
      }
    }
    if (!again.isEmpty()) {
      create(again);
    }
  }

  private MonitoredItemCreateResult[] created(List<Wanted> some)
      throws UaException, InterruptedException {
    MonitoredItemCreateRequest[] requests =
        some.stream()
            .map(
                item ->
                    new MonitoredItemCreateRequest(
                        item.question(),
                        MonitoringMode.Reporting,
                        new MonitoringParameters(
                            Unsigned.uint(item.index()), intervalMs, null, Unsigned.uint(1), true)))
            .toArray(MonitoredItemCreateRequest[]::new);
    return ((CreateMonitoredItemsResponse)
            session.await(
                new CreateMonitoredItemsRequest(
                    session.header(), id, TimestampsToReturn.Both, requests)))
        .getResults();
  }

  private void refuse(int index, StatusCode status, List<Integer> again) {
    latest.set(index, new DataValue(status));
    if (targets.get(index).heard(status)) {
      again.add(index);
    } else {
      refused.add(index);
    }
  }

  /** Asks once a minute for the items that the server refused; does not wait for their values. */
  void retry() throws UaException, InterruptedException {
    if (!refused.isEmpty() && System.nanoTime() - retryAt > 0) {
      List<Integer> former = List.copyOf(refused);
      refused.clear();
      create(former);
    }
  }

  private synchronized void awaitValues() throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toMillis();
        awaited > 0 && left > 0 && !lost;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  private synchronized void arrived(int values) {
    awaited -= values;
    notifyAll();
  }

  /** The last value of the target at that place of the list; Bad_WaitingForInitialData if none. */
  DataValue value(int index) {
    return latest.get(index);
  }

  /** Whether these are its targets. */
  boolean watches(List<Target> others) {
    return targets == others;
  }

  /** Whether nothing of it was lost, and the server has kept its promise to report. */
  boolean alive() {
    return !lost && System.nanoTime() - heard < patienceNanos;
  }

  // ---- what the server reports

  /** One request waits at the server at a time, so that the answers keep their order. */
  private void publish(SubscriptionAcknowledgement[] received) {
    session
        .send(new PublishRequest(session.patientHeader(), received))
        .thenApply(this::taken)
        .whenComplete(
            (message, failure) -> {
              if (failure == null) {
                publish(acknowledged(message));
              } else {
                lose();
              }
            });
  }

  private SubscriptionAcknowledgement[] acknowledged(NotificationMessage message) {
    return isKeepAlive(message)
        ? new SubscriptionAcknowledgement[0]
        : new SubscriptionAcknowledgement[] {
          new SubscriptionAcknowledgement(id, message.getSequenceNumber())
        };
  }

  private static boolean isKeepAlive(NotificationMessage message) {
    return message.getNotificationData() == null || message.getNotificationData().length == 0;
  }

  /**
   * Takes in what came.
   *
   * @throws IllegalStateException if something of the subscription is missing, or it has ended
   */
  private NotificationMessage taken(UaResponseMessageType answer) {
    if (!(answer instanceof PublishResponse report) || !id.equals(report.getSubscriptionId())) {
      throw new IllegalStateException("no report of this subscription");
    }
    heard = System.nanoTime();
    NotificationMessage message = report.getNotificationMessage();
    if (isKeepAlive(message)) {
      return message;
    }
    long number = message.getSequenceNumber().longValue();
    boolean next = sequence == 0 || number == sequence + 1 || number == 1; // it wraps to 1
    sequence = number;
    if (!next) {
      throw new IllegalStateException("a message before " + number + " is missing");
    }
    for (ExtensionObject packed : message.getNotificationData()) {
      if (!(session.unpacked(packed) instanceof DataChangeNotification changes)) {
        throw new IllegalStateException("the subscription's status changed");
      }
      take(changes);
    }
    return message;
  }

  private void take(DataChangeNotification changes) {
    if (changes.getMonitoredItems() == null) {
      return;
    }
    int first = 0;
    for (MonitoredItemNotification change : changes.getMonitoredItems()) {
      int index = change.getClientHandle().intValue();
      if (index >= 0
          && index < latest.length()
          && latest.getAndSet(index, change.getValue()) == NONE_YET) {
        first++;
      }
    }
    arrived(first);
  }

  private synchronized void lose() {
    lost = true;
    notifyAll();
  }
}
