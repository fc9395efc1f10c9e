package io.firedamp.driver.opcua;

import io.firedamp.text.Text;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/**
 * Where a server lets the gateway in: the endpoint of the configured policy, mode and kind of user.
 *
 * @param config what is configured
 * @param endpoint what the server offers
 */
record Entrance(Config config, EndpointDescription endpoint) {
  /**
   * How long a server keeps a session whose connection was lost. Controllers have room for few, so
   * that those of a flickering link must not pile up.
   */
  private static final UInteger SESSION_MS = Unsigned.uint(10_000);

  private static final UInteger KEEP_ALIVE_MS = Unsigned.uint(3_000);
  private static final String NO_POLICY = SecurityPolicy.None.getUri();

  /**
   * Asks the server for its endpoints, within the time limit.
   *
   * @throws Trouble if it offers none of the configured policy, mode and kind of user
   */
  static Entrance find(Config config, Engine engine)
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
      return new Entrance(config, chosen(config, offers == null ? List.of() : List.of(offers)));
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
    String list = offers.stream().map(Entrance::words).distinct().collect(Collectors.joining("; "));
    return new Trouble(
        new Text(
            "the server has no endpoint of this policy, mode and kind of user; it offers " + list,
            "服务器没有符合该安全策略、模式和用户类型的端点；可用: " + list),
        new Text(
            "Set security.policy, security.mode and username to what it offers, or enable it there.",
            "请按可用项设置 security.policy、security.mode 和 username，或在服务器上启用。"));
  }

  /**
   * As the configuration writes it; nothing that a server made up gets into a log or a terminal.
   */
  private static String words(EndpointDescription offer) {
    return SecurityPolicy.fromUriSafe(Objects.requireNonNullElse(offer.getSecurityPolicyUri(), ""))
            .map(Enum::name)
            .orElse("?")
        + " "
        + offer.getSecurityMode()
        + tokens(offer).map(UserTokenPolicy::getTokenType).distinct().toList();
  }

  private static Stream<UserTokenPolicy> tokens(EndpointDescription offer) {
    return Stream.ofNullable(offer.getUserIdentityTokens()).flatMap(Arrays::stream);
  }

  /**
   * How a client enters there.
   *
   * @throws Trouble if the server's certificate is not approved, or there is no own one
   */
  OpcUaClientConfig setup(Certificates certificates) throws Trouble {
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
              config.username(), config.password().reveal(), validator, this::safest));
    }
    if (config.secured()) {
      Own own = certificates.own(); // at the first attempt, so that servers can be told of it
      certificates.check(
          Certificates.first(endpoint.getServerCertificate()).orElseThrow(Entrance::noCertificate),
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
  private UserTokenPolicy safest(List<UserTokenPolicy> offers) {
    return offers.stream()
        .max(Comparator.comparing(offer -> !policy(offer).equals(NO_POLICY)))
        .orElseThrow();
  }

  private String policy(UserTokenPolicy offer) {
    String own = offer.getSecurityPolicyUri();
    return own == null || own.isEmpty() ? endpoint.getSecurityPolicyUri() : own;
  }

  /** The certificate that secures the connection; empty if it is not secured. */
  Optional<X509Certificate> certificate() {
    return config.secured()
        ? Certificates.first(endpoint.getServerCertificate())
        : Optional.empty();
  }

  /** Whether a password goes over the net as it is. */
  boolean clearPassword() {
    List<UserTokenPolicy> users =
        tokens(endpoint).filter(offer -> offer.getTokenType() == UserTokenType.UserName).toList();
    return !config.username().isEmpty()
        && config.mode() != MessageSecurityMode.SignAndEncrypt
        && policy(safest(users)).equals(NO_POLICY);
  }
}
