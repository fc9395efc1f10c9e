package io.firedamp.driver.opcua;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.subscriptions.Subscription;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.SignatureData;
import org.eclipse.milo.opcua.stack.core.types.structured.UserIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/**
 * Milo's own server, on a loopback port that it keeps when it is stopped and started. Its nodes are
 * in namespace 2.
 */
public final class PlantServer {
  static final String SPACE = "http://firedamp.test/plant";
  static final String USER = "gateway";
  static final String PASSWORD = "p\u00e4ssword";

  private static final String URI = "urn:firedamp:test:server";
  private static final List<SecurityPolicy> POLICIES =
      List.of(
          SecurityPolicy.Basic256Sha256,
          SecurityPolicy.Aes128_Sha256_RsaOaep,
          SecurityPolicy.Aes256_Sha256_RsaPss);

  /** So long Milo's server keeps what it knows of a connection that was cut; an hour otherwise. */
  private static final UInteger CHANNEL_MS = Unsigned.uint(15_000);

  private static final Keys USUAL;

  static {
    try {
      USUAL = identity(Duration.ofDays(365));
    } catch (Exception failed) { // what the generator declares
      throw new ExceptionInInitializerError(failed);
    }
    Stack.ConnectionLimits.RATE_LIMIT_ENABLED = false; // a test connects more often than a client
  }

  private final int port;
  private final int mostAtOnce;
  private final Map<String, DataValue> values = new ConcurrentHashMap<>();
  private final Set<X509Certificate> trusted = ConcurrentHashMap.newKeySet();
  private final Set<NodeId> activated = ConcurrentHashMap.newKeySet();
  private volatile Runnable takenOver = () -> {};
  private boolean anonymousOnly;
  private Keys identity = USUAL;
  private Running running;

  private record Keys(KeyPair pair, X509Certificate certificate) {}

  private record Running(
      OpcUaServer server, Plant plant, EventLoopGroup io, ScheduledThreadPoolExecutor work) {}

  /**
   * Not started yet.
   *
   * @param mostAtOnce the most nodes and items of a request
   */
  public PlantServer(int mostAtOnce) throws Exception {
    this.mostAtOnce = mostAtOnce;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  /** Another certificate, from the next start on. */
  void renew(Duration valid) throws Exception {
    identity = identity(valid);
  }

  private static Keys identity(Duration valid) throws Exception {
    KeyPair pair = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    long now = System.currentTimeMillis();
    return new Keys(
        pair,
        new SelfSignedCertificateGenerator()
            .generateSelfSigned(
                pair,
                new Date(now - Duration.ofDays(400).toMillis()),
                new Date(now + valid.toMillis()),
                "Plant",
                "Test",
                null,
                null,
                null,
                null,
                URI,
                List.of("localhost"),
                List.of("127.0.0.1"),
                "SHA256withRSA"));
  }

  String fingerprint() {
    return Certificates.fingerprint(identity.certificate());
  }

  /** Lets that client in over a secured connection. */
  void trust(X509Certificate client) {
    trusted.add(client);
  }

  /** From the next start on: no security, and no users. */
  void offerAnonymousOnly() {
    anonymousOnly = true;
  }

  /** Where it is, or will be. */
  public int port() {
    return port;
  }

  /** Sets a value, and makes its node if there is none. */
  public void put(String id, Object value) {
    put(id, new DataValue(new Variant(value)));
  }

  void put(String id, DataValue value) {
    values.put(id, value);
    if (running != null) {
      running.plant().put(id, value);
    }
  }

  /** Without that node from the next start on. */
  void remove(String id) {
    values.remove(id);
  }

  /** Begins to serve. */
  public void start() throws Exception {
    EventLoopGroup io = new NioEventLoopGroup(1);
    ScheduledThreadPoolExecutor work = new ScheduledThreadPoolExecutor(4);
    work.prestartAllCoreThreads();
    OpcUaServer server =
        new OpcUaServer(
            config(work),
            profile ->
                new OpcTcpServerTransport(
                    OpcTcpServerTransportConfig.newBuilder()
                        .setEventLoop(io)
                        .setExecutor(work)
                        .setMinimumSecureChannelLifetime(CHANNEL_MS)
                        .setMaximumSecureChannelLifetime(CHANNEL_MS)
                        .build()));
    Plant plant = new Plant(server);
    plant.startup();
    values.forEach(plant::put);
    server.startup().get();
    running = new Running(server, plant, io, work);
  }

  private OpcUaServerConfig config(ScheduledThreadPoolExecutor work) throws Exception {
    CertificateValidator clients =
        (chain, uri, hosts) -> {
          if (!trusted.contains(chain.get(0))) {
            throw new UaException(StatusCodes.Bad_CertificateUntrusted);
          }
        };
    DefaultApplicationGroup group =
        DefaultApplicationGroup.createAndInitialize(
            new MemoryTrustListManager(),
            new MemoryCertificateStore(),
            new RsaSha256CertificateFactory() {
              @Override
              protected KeyPair createRsaSha256KeyPair() {
                return identity.pair();
              }

              @Override
              protected X509Certificate[] createRsaSha256CertificateChain(KeyPair pair) {
                return new X509Certificate[] {identity.certificate()};
              }
            },
            clients);
    return OpcUaServerConfig.builder()
        .setApplicationUri(URI)
        .setApplicationName(LocalizedText.english("Plant"))
        .setEndpoints(endpoints())
        .setCertificateManager(
            new DefaultCertificateManager(new MemoryCertificateQuarantine(), group))
        .setIdentityValidator(
            new CompositeValidator(
                AnonymousIdentityValidator.INSTANCE,
                new UsernameIdentityValidator(
                    given ->
                        given.getUsername().equals(USER) && given.getPassword().equals(PASSWORD))) {
              @Override
              public Identity validateIdentityToken(
                  Session session,
                  UserIdentityToken token,
                  UserTokenPolicy policy,
                  SignatureData signature)
                  throws UaException {
                if (!activated.add(session.getSessionId())) {
                  takenOver.run();
                }
                return super.validateIdentityToken(session, token, policy, signature);
              }
            })
        .setLimits(limits())
        .setExecutor(work)
        .setScheduledExecutor(work)
        .build();
  }

  private OpcUaServerConfigLimits limits() {
    UInteger most = Unsigned.uint(mostAtOnce);
    return new OpcUaServerConfigLimits() {
      @Override
      public UInteger getMaxNodesPerRead() {
        return most;
      }

      @Override
      public UInteger getMaxMonitoredItemsPerCall() {
        return most;
      }

      @Override
      public UInteger getMaxNodesPerBrowse() {
        return most;
      }

      @Override
      public Double getMinPublishingInterval() {
        return 20.0;
      }

      @Override
      public Double getMinSupportedSampleRate() {
        return 20.0;
      }
    };
  }

  private Set<EndpointConfig> endpoints() {
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    endpoints.add(endpoint(SecurityPolicy.None, MessageSecurityMode.None));
    for (SecurityPolicy policy : anonymousOnly ? List.<SecurityPolicy>of() : POLICIES) {
      endpoints.add(endpoint(policy, MessageSecurityMode.Sign));
      endpoints.add(endpoint(policy, MessageSecurityMode.SignAndEncrypt));
    }
    return endpoints;
  }

  private EndpointConfig endpoint(SecurityPolicy policy, MessageSecurityMode mode) {
    UserTokenPolicy anyone =
        new UserTokenPolicy("anonymous", UserTokenType.Anonymous, null, null, null);
    UserTokenPolicy user =
        new UserTokenPolicy(
            "username", UserTokenType.UserName, null, null, SecurityPolicy.Basic256Sha256.getUri());
    return EndpointConfig.newBuilder()
        .setBindAddress("127.0.0.1")
        .setBindPort(port)
        .setHostname("plc.unknown.test") // as real servers do: the client must not mind
        .setPath("/plant")
        .setCertificate(identity.certificate())
        .setSecurityPolicy(policy)
        .setSecurityMode(mode)
        .addTokenPolicies(
            anonymousOnly ? new UserTokenPolicy[] {anyone} : new UserTokenPolicy[] {anyone, user})
        .build();
  }

  /** What it does from now on when a connection takes over the session of another. */
  void whenTakenOver(Runnable what) {
    takenOver = what;
  }

  /** How many sessions its clients have. */
  int sessions() {
    return running.server().getSessionManager().getAllSessions().size();
  }

  /** How many subscriptions its clients have. */
  int subscriptions() {
    return running.server().getSubscriptions().size();
  }

  /** Lets every subscription fall silent, behind the clients' backs. */
  void forgetSubscriptions() {
    running.server().getSubscriptions().values().forEach(Subscription::deleteSubscription);
  }

  /** Ends every session, behind the clients' backs. */
  void endSessions() {
    running
        .server()
        .getSessionManager()
        .getAllSessions()
        .forEach(
            session ->
                running.server().getSessionManager().killSession(session.getSessionId(), true));
  }

  /** Ends, and lets go of everything. */
  public void stop() throws Exception {
    if (running != null) {
      running.plant().shutdown();
      running.server().shutdown().get(5, TimeUnit.SECONDS);
      running.work().shutdownNow();
      running.io().shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
      running = null;
    }
  }

  private static final class Plant extends ManagedNamespaceWithLifecycle {
    private final SubscriptionModel subscriptions;
    private final Map<String, UaVariableNode> nodes = new ConcurrentHashMap<>();
    private UaFolderNode folder;

    Plant(OpcUaServer server) {
      super(server, SPACE);
      subscriptions = new SubscriptionModel(server, this);
      getLifecycleManager().addLifecycle(subscriptions);
      getLifecycleManager().addStartupTask(this::makeFolder);
    }

    private void makeFolder() {
      folder =
          new UaFolderNode(
              getNodeContext(),
              newNodeId("Plant"),
              newQualifiedName("Plant"),
              LocalizedText.english("Plant"));
      getNodeManager().addNode(folder);
      folder.addReference(
          new Reference(
              folder.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), false));
    }

    void put(String id, DataValue value) {
      nodes.computeIfAbsent(id, this::made).setValue(value);
    }

    private UaVariableNode made(String id) {
      UaVariableNode node =
          UaVariableNode.build(
              getNodeContext(),
              builder ->
                  builder
                      .setNodeId(NodeId.parse("ns=2;" + id))
                      .setBrowseName(newQualifiedName(id.substring(2)))
                      .setDisplayName(LocalizedText.english(id.substring(2)))
                      .setDataType(NodeIds.BaseDataType)
                      .setTypeDefinition(NodeIds.BaseDataVariableType)
                      .build());
      getNodeManager().addNode(node);
      folder.addOrganizes(node);
      return node;
    }

    @Override
    public void onDataItemsCreated(List<DataItem> items) {
      subscriptions.onDataItemsCreated(items);
    }

    @Override
    public void onDataItemsModified(List<DataItem> items) {
      subscriptions.onDataItemsModified(items);
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> items) {
      subscriptions.onDataItemsDeleted(items);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {
      subscriptions.onMonitoringModeChanged(items);
    }
  }
}
