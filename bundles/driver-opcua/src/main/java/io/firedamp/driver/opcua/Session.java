package io.firedamp.driver.opcua;

import io.firedamp.text.Text;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/**
 * A connection and the session on it, from the first answer to the first error. The source's
 * thread. Every call has the configured time limit, and ends when its thread is interrupted.
 */
final class Session implements AutoCloseable {
  /** Of a server that states no limit, or one that is not sensible. */
  private static final int MOST_AT_ONCE = 1_000;

  /**
   * How long a server keeps a session whose connection was lost. Controllers have room for few, so
   * that those of a flickering link must not pile up.
   */
  private static final UInteger SESSION_MS = Unsigned.uint(10_000);

  private static final UInteger KEEP_ALIVE_MS = Unsigned.uint(3_000);
  private static final Duration LEAVE = Duration.ofSeconds(1);
  private static final String NO_POLICY = SecurityPolicy.None.getUri();
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
  private final EndpointDescription endpoint;
  private final Batch reads = new Batch(LIMITS.size());
  private final Batch items = new Batch(MOST_AT_ONCE);
  private final Batch browses = new Batch(MOST_AT_ONCE);
  private Optional<Watch> watch = Optional.empty();
  private Optional<Instant> serverTime = Optional.empty();

  private Session(
      Duration limit,
      Wire wire,
      OpcUaClient client,
      OpcUaSession session,
      EndpointDescription endpoint) {
    this.limit = limit;
    this.wire = wire;
    this.client = client;
    this.session = session;
    this.token = session.getAuthenticationToken();
    this.endpoint = endpoint;
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
    EndpointDescription endpoint = endpoint(config, engine);
    OpcUaClientConfig setup = setup(config, endpoint, certificates);
    Wire wire = new Wire(engine.transport(config.timeout().toMillis()));
    OpcUaClient client = new OpcUaClient(setup, wire);
    former.ifPresent(remains -> wire.first(() -> remains.buried(client, wire)));
    boolean done = false;
    try {
      Deadline deadline = new Deadline(config.timeout());
      deadline.await(client.connectAsync());
      OpcUaSession opened = deadline.await(client.getSessionAsync());
      Session session = new Session(config.timeout(), wire, client, opened, endpoint);
      session.heedLimits();
      done = true;
      return session;
    } finally {
      if (!done) {
        abandon(client, wire);
      }
    }
  }

  private static EndpointDescription endpoint(Config config, Engine engine)
      throws UaException, Trouble, InterruptedException {
    String url = config.endpoint();
    EndpointDescription open =
        new EndpointDescription(
            url,
            null,
            null,
            MessageSecurityMode.None,
            NO_POLICY,
            null,
            Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
            Unsigned.ubyte(0));
    try (Wire wire = new Wire(engine.transport(config.timeout().toMillis()))) {
      DiscoveryClient inquiry = new DiscoveryClient(open, wire);
      Deadline deadline = new Deadline(config.timeout());
      deadline.await(inquiry.connectAsync());
      EndpointDescription[] offers =
          deadline.await(inquiry.getEndpoints(url, new String[0], new String[0])).getEndpoints();
      deadline.await(wire.disconnect());
      return chosen(config, offers == null ? List.of() : List.of(offers));
    }
  }

  /** Of the same policy and mode; reached where the configuration says, not where the server. */
  private static EndpointDescription chosen(Config config, List<EndpointDescription> offers)
      throws Trouble {
    UserTokenType user =
        config.username().isEmpty() ? UserTokenType.Anonymous : UserTokenType.UserName;
    return offers.stream()
        .filter(offer -> config.policy().getUri().equals(offer.getSecurityPolicyUri()))
        .filter(offer -> config.mode() == offer.getSecurityMode())
        .filter(
            offer -> Stack.TCP_UASC_UABINARY_TRANSPORT_URI.equals(offer.getTransportProfileUri()))
        .filter(offer -> tokens(offer).anyMatch(token -> token.getTokenType() == user))
        .findFirst()
        .map(
            offer ->
                EndpointUtil.updateUrl(
                    offer,
                    EndpointUtil.getHost(config.endpoint()),
                    EndpointUtil.getPort(config.endpoint())))
        .orElseThrow(() -> noSuchEndpoint(offers));
  }

  private static Trouble noSuchEndpoint(List<EndpointDescription> offers) {
    String list = offers.stream().map(Session::words).distinct().collect(Collectors.joining("; "));
    return new Trouble(
        new Text(
            "the server has no endpoint of this policy, mode and kind of user; it offers " + list,
            "服务器没有符合该安全策略、模式和用户类型的端点；可用: " + list),
        new Text(
            "Set security.policy, security.mode and username to what it offers, or enable it there.",
            "请按可用项设置 security.policy、security.mode 和 username，或在服务器上启用。"));
  }

  private static String words(EndpointDescription offer) {
    String policy = Objects.requireNonNullElse(offer.getSecurityPolicyUri(), "");
    return policy.substring(policy.indexOf('#') + 1)
        + " "
        + offer.getSecurityMode()
        + tokens(offer).map(UserTokenPolicy::getTokenType).distinct().toList();
  }

  private static Stream<UserTokenPolicy> tokens(EndpointDescription offer) {
    return Stream.ofNullable(offer.getUserIdentityTokens()).flatMap(Arrays::stream);
  }

  private static OpcUaClientConfig setup(
      Config config, EndpointDescription endpoint, Certificates certificates) throws Trouble {
    CertificateValidator validator =
        (chain, uri, hosts) -> {
          try {
            certificates.check(chain.get(0), config.endpoint());
          } catch (Trouble unknown) {
            throw new UaException(StatusCodes.Bad_CertificateUntrusted, unknown);
          }
        };
    UInteger limitMs = Unsigned.uint(config.timeout().toMillis());
    OpcUaClientConfigBuilder setup =
        OpcUaClientConfig.builder()
            .setEndpoint(endpoint)
            .setApplicationName(LocalizedText.english("Firedamp"))
            .setApplicationUri("urn:firedamp")
            .setProductUri("urn:firedamp")
            .setSessionName(() -> "firedamp " + config.name())
            .setSessionTimeout(SESSION_MS)
            .setRequestTimeout(limitMs)
            .setKeepAliveInterval(KEEP_ALIVE_MS)
            .setKeepAliveTimeout(limitMs)
            .setCertificateValidator(validator);
    if (!config.username().isEmpty()) {
      setup.setIdentityProvider(
          new UsernameProvider(
              config.username(),
              config.password().reveal(),
              validator,
              offers -> safest(offers, endpoint)));
    }
    if (config.secured()) {
      Own own = certificates.own(); // at the first attempt, so that servers can be told of it
      certificates.check(
          Certificates.first(endpoint.getServerCertificate()).orElseThrow(Session::noCertificate),
          config.endpoint());
      setup
          .setApplicationUri(own.applicationUri())
          .setKeyPair(own.pair())
          .setCertificate(own.certificate())
          .setCertificateChain(new X509Certificate[] {own.certificate()});
    }
    return setup.build();
  }

  private static Trouble noCertificate() {
    return new Trouble(
        new Text("the server has no certificate that can be read", "服务器没有可读取的证书"),
        new Text(
            "Give it one, or set security.policy = None.",
            "请为服务器配置证书，或设置 security.policy = None。"));
  }

  /** A password is encrypted if the server can have it so. */
  private static UserTokenPolicy safest(List<UserTokenPolicy> offers, EndpointDescription at) {
    return offers.stream()
        .max(Comparator.comparing(offer -> !policy(offer, at).equals(NO_POLICY)))
        .orElseThrow();
  }

  private static String policy(UserTokenPolicy offer, EndpointDescription at) {
    String own = offer.getSecurityPolicyUri();
    return own == null || own.isEmpty() ? at.getSecurityPolicyUri() : own;
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

  /** The certificate that secures the connection; empty if it is not secured. */
  Optional<X509Certificate> certificate() {
    return endpoint.getSecurityMode() == MessageSecurityMode.None
        ? Optional.empty()
        : Certificates.first(endpoint.getServerCertificate());
  }

  /** Whether a password of this session went over the net as it is. */
  boolean clearPassword() {
    List<UserTokenPolicy> users =
        tokens(endpoint).filter(offer -> offer.getTokenType() == UserTokenType.UserName).toList();
    return client.getConfig().getIdentityProvider() instanceof UsernameProvider
        && endpoint.getSecurityMode() != MessageSecurityMode.SignAndEncrypt
        && policy(safest(users, endpoint), endpoint).equals(NO_POLICY);
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
