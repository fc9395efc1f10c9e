package io.firedamp.driver.opcua;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.sdk.client.identity.SignedIdentityToken;
import org.eclipse.milo.opcua.stack.core.security.SecurityAlgorithm;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.structured.ActivateSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CloseSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.SignatureData;
import org.eclipse.milo.opcua.stack.core.types.structured.SignedSoftwareCertificate;
import org.eclipse.milo.opcua.stack.core.util.SignatureUtil;

/**
 * The session that a lost connection left at the server. The next connection takes it over (OPC
 * 10000-4, 5.7.3) and ends it, because controllers have room for few.
 */
final class Remains {
  private final OpcUaSession session;
  private final AtomicBoolean tried = new AtomicBoolean();

  Remains(OpcUaSession session) {
    this.session = session;
  }

  /**
   * Ends it over that connection. Whether it succeeds does not matter: then the server has
   * forgotten it, or will. It is tried once, for there may be servers that hang up on it, or never
   * answer.
   *
   * @param client whose certificate and user are those of the session
   */
  CompletableFuture<?> buried(OpcUaClient client, Wire wire) {
    if (!tried.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(session);
    }
    try {
      return wire.sendRequestMessage(takeOver(client))
          .thenCompose(
              ours ->
                  wire.sendRequestMessage(
                      new CloseSessionRequest(
                          client.newRequestHeader(session.getAuthenticationToken()), true)));
    } catch (Exception unsigned) { // what signatures and users declare
      return CompletableFuture.failedFuture(unsigned);
    }
  }

  private ActivateSessionRequest takeOver(OpcUaClient client) throws Exception {
    OpcUaClientConfig config = client.getConfig();
    SignedIdentityToken user =
        config
            .getIdentityProvider()
            .getIdentityToken(config.getEndpoint(), session.getServerNonce());
    return new ActivateSessionRequest(
        client.newRequestHeader(session.getAuthenticationToken()),
        signature(config),
        new SignedSoftwareCertificate[0],
        new String[0],
        ExtensionObject.encode(client.getStaticEncodingContext(), user.getToken()),
        user.getSignature());
  }

  private SignatureData signature(OpcUaClientConfig config) throws Exception {
    KeyPair own = config.getKeyPair().orElse(null);
    if (own == null) {
      return new SignatureData(null, null);
    }
    SecurityAlgorithm algorithm =
        SecurityPolicy.fromUri(config.getEndpoint().getSecurityPolicyUri())
            .getAsymmetricSignatureAlgorithm();
    byte[] server =
        Certificates.first(config.getEndpoint().getServerCertificate()).orElseThrow().getEncoded();
    byte[] signed =
        SignatureUtil.sign(
            algorithm,
            own.getPrivate(),
            ByteBuffer.wrap(server),
            ByteBuffer.wrap(session.getServerNonce().bytesOrEmpty()));
    return new SignatureData(algorithm.getUri(), ByteString.of(signed));
  }
}
