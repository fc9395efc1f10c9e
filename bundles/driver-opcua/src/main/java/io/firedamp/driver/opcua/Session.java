package io.firedamp.driver.opcua;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;

/**
 * A connection and the session on it, from the first answer to the first error. The source's
 * thread. Every call has the configured time limit, and ends when its thread is interrupted.
 */
final class Session implements AutoCloseable {
  /** Of a server that states no limit, or one that is not sensible. */
  private static final int MOST_AT_ONCE = 1_000;

  private static final Duration LEAVE = Duration.ofSeconds(1);
  private static final List<NodeId> LIMITS =
      List.of(
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse);

  private final Duration limit;
  private final Wire wire;
  private final OpcUaClient client;
  private final OpcUaSession session;
  private final NodeId token;
  private final Entrance entrance;
  private final Batch reads = new Batch(LIMITS.size());
  private final Batch items = new Batch(MOST_AT_ONCE);
  private final Batch browses = new Batch(MOST_AT_ONCE);
  private Optional<Watch> watch = Optional.empty();
  private Optional<Instant> serverTime = Optional.empty();

  private Session(
      Duration limit, Wire wire, OpcUaClient client, OpcUaSession session, Entrance entrance) {
    this.limit = limit;
    this.wire = wire;
    this.client = client;
    this.session = session;
    this.token = session.getAuthenticationToken();
    this.entrance = entrance;
  }

  // ---- opening

  /**
   * Asks the server for its endpoints, connects to the one that is configured, and opens a session;
   * each within the time limit.
   *
   * @param former what the last connection left at the server
   * @throws Trouble if the server offers no such endpoint, or its certificate is not approved
   */
  static Session open(
      Config config, Engine engine, Certificates certificates, Optional<Remains> former)
      throws UaException, Trouble, InterruptedException {
    Entrance entrance = Entrance.find(config, engine);
    Wire wire = new Wire(engine.transport(config.timeout().toMillis()));
    OpcUaClient client = new OpcUaClient(entrance.setup(certificates), wire);
    former.ifPresent(remains -> wire.first(() -> remains.buried(client, wire)));
    boolean done = false;
    try {
      Deadline deadline = new Deadline(config.timeout());
      deadline.await(client.connectAsync());
      OpcUaSession opened = deadline.await(client.getSessionAsync());
      Session session = new Session(config.timeout(), wire, client, opened, entrance);
      session.heedLimits();
      done = true;
      return session;
    } finally {
      if (!done) {
        abandon(client, wire);
      }
    }
  }

  private void heedLimits() throws UaException, InterruptedException {
    List<Integer> limits =
        read(LIMITS.stream().map(Session::value).toList()).stream()
            .map(stated -> stated.value().value() instanceof Number most ? most.intValue() : 0)
            .map(most -> most > 0 ? Math.min(most, MOST_AT_ONCE) : MOST_AT_ONCE)
            .toList();
    reads.atMost(limits.get(0));
    items.atMost(limits.get(1));
    browses.atMost(limits.get(2));
  }

  // ---- at work

  /** The value of a node, whole. */
  static ReadValueId value(NodeId node) {
    return new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE);
  }

  /** What the server has there now, in the same order. */
  List<DataValue> read(List<ReadValueId> questions) throws UaException, InterruptedException {
    Batch.Request<ReadValueId, DataValue> request =
        some -> {
          ReadResponse response =
              (ReadResponse)
                  await(
                      new ReadRequest(
                          header(),
                          0.0,
                          TimestampsToReturn.Both,
                          some.toArray(ReadValueId[]::new)));
          serverTime = Values.instant(response.getResponseHeader().getTimestamp());
          return response.getResults();
        };
    return reads.all(questions, request);
  }

  /** What time the server had when it answered last; empty if it does not say. */
  Optional<Instant> serverTime() {
    return serverTime;
  }

  /** Where it was let in. */
  Entrance entrance() {
    return entrance;
  }

  /** What is left of it at the server if the connection is lost. */
  Remains remains() {
    return new Remains(session);
  }

  /** The namespaces as the server numbers them. */
  NamespaceTable spaces() {
    return client.getNamespaceTable();
  }

  /** A new header for a request with the session's own time limit. */
  RequestHeader header() {
    return client.newRequestHeader(token);
  }

  /** A new header for a request that may wait for its answer as long as the connection lives. */
  RequestHeader patientHeader() {
    return client.newRequestHeader(token, Unsigned.uint(0));
  }

  /** For {@code CreateMonitoredItems}. */
  Batch items() {
    return items;
  }

  /** For {@code Browse}. */
  Batch browses() {
    return browses;
  }

  /** Sends a request, and waits for the answer. */
  UaResponseMessageType await(UaRequestMessageType request)
      throws UaException, InterruptedException {
    return new Deadline(limit).await(send(request));
  }

  /** Sends a request; the answer comes on a thread of the {@link Engine}. */
  CompletableFuture<UaResponseMessageType> send(UaRequestMessageType request) {
    return client.sendRequestAsync(request);
  }

  /** What is in a message's envelope. */
  Object unpacked(ExtensionObject packed) {
    return packed.decode(client.getStaticEncodingContext());
  }

  /**
   * The subscription of this session, made by the first call. A session watches one list.
   *
   * @param interval how often the server is to report
   */
  Watch watch(List<Target> targets, Duration interval) throws UaException, InterruptedException {
    if (watch.isEmpty()) {
      watch = Optional.of(new Watch(this, targets, interval, limit));
    }
    return watch.get();
  }

  /** Whether its connection is open, as far as the operating system knows. */
  boolean alive() {
    return wire.alive();
  }

  /** Whether it watches these targets, or none yet, and has lost nothing of them. */
  boolean serves(List<Target> targets) {
    return watch.map(present -> present.alive() && present.watches(targets)).orElse(true);
  }

  // ---- the end

  /** Ends the session in peace; blocks for a second at the most. */
  void leave() throws InterruptedException {
    try {
      new Deadline(LEAVE).await(client.disconnectAsync());
    } catch (UaException gone) {
      // then there is nobody to take leave of
    } finally {
      close();
    }
  }

  /** Throws it away, without asking the server. Does not block. */
  @Override
  public void close() {
    abandon(client, wire);
  }

  private static void abandon(OpcUaClient client, Wire wire) {
    wire.close();
    client.getSessionFsm().closeSession(); // or its timers would go on
  }
}
