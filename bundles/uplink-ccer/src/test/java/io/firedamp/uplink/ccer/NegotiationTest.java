package io.firedamp.uplink.ccer;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.health.Level;
import io.firedamp.testkit.FakePlatform;
import io.firedamp.testkit.TcpProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The RSA method against a real Mosquitto, and a platform that keeps a key pair (7.5). */
class NegotiationTest extends UplinkHarness {
  /** A platform that keeps a key pair, and learns the gateway's public key from M1. */
  private final class RsaPlatform {
    private static final int BLOCK = 128;

    private final KeyPair pair = RsaKeys.generate(1024);
    private final boolean wholeMessage;
    private volatile Optional<Rsa> toGateway = Optional.empty();

    RsaPlatform(boolean wholeMessage) throws MqttException {
      this.wholeMessage = wholeMessage;
      platform.close();
      platform =
          opened(
              new FakePlatform(broker.address(), "mine", "geheim", ROOT, this::open, this::seal));
      platform.script(this::answer);
    }

    /** By the JDK's cipher, block by block: not by the code under test. */
    private byte[] decrypt(byte[] base64) {
      try {
        javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(javax.crypto.Cipher.DECRYPT_MODE, pair.getPrivate());
        byte[] sealed = Base64.getDecoder().decode(base64);
        ByteArrayOutputStream clear = new ByteArrayOutputStream();
        for (int at = 0; at < sealed.length; at += BLOCK) {
          clear.writeBytes(cipher.doFinal(sealed, at, BLOCK));
        }
        return clear.toByteArray();
      } catch (GeneralSecurityException wrong) {
        throw new IllegalStateException(wrong);
      }
    }

    private byte[] open(byte[] payload) {
      return payload[0] == '{' ? payload : decrypt(payload);
    }

    private byte[] seal(byte[] reply) {
      return toGateway.orElseThrow().seal(new String(reply, StandardCharsets.UTF_8));
    }

    private Optional<String> answer(FakePlatform.Received message) {
      if (message.topic().equals("/server/crypto/upload")) {
        String key = message.json().path("value").path("key").asText();
        byte[] field = key.getBytes(StandardCharsets.UTF_8);
        String base64 = wholeMessage ? key : new String(decrypt(field), StandardCharsets.UTF_8);
        try {
          toGateway =
              Optional.of(
                  new Rsa(
                      RsaKeys.platform(base64),
                      new RsaKeys.Own(pair, Instant.EPOCH),
                      Rsa.Padding.PKCS1,
                      Cipher.Encoding.BASE64,
                      Rsa.KeyForm.BASE64));
        } catch (GeneralSecurityException noKey) {
          throw new IllegalStateException(noKey);
        }
      }
      return FakePlatform.accept(message);
    }

    String publicKey() {
      return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }
  }

  /** CCER-7.5-01, CCER-7.5-03, CCER-7.5-04, CCER-7.5-05, CCER-7.5-06; AMB-07. */
  @ParameterizedTest
  @ValueSource(strings = {"field", "message"})
  void withRsaTheKeyIsNegotiatedBeforeAnythingElse(String handshake)
      throws IOException, MqttException {
    RsaPlatform keys = new RsaPlatform(handshake.equals("message"));
    start("cipher", "rsa", "rsa.platform.key", keys.publicKey(), "rsa.handshake", handshake);
    long number = frame(clock.instant());
    eventually("acknowledged", SOON, () -> store.settled(UPLINK) == number);
    assertEquals("/server/crypto/upload", topics().get(0));
    assertEquals(1, topics().stream().filter(t -> t.contains("crypto")).count());
    assertEquals(Level.OK, health().level(), health().toString());
    assertEquals(handshake.equals("field"), platform.received().get(0).payload()[0] == '{');
    for (FakePlatform.Received packet : platform.packets()) {
      assertTrue(packet.payload()[0] != '{', "data are encrypted");
    }
  }

  /** CCER-7.5-07: other methods negotiate nothing. */
  @Test
  void withoutRsaNoKeyIsNegotiated() {
    start();
    connected();
    assertTrue(topics().stream().noneMatch(t -> t.contains("crypto")), topics().toString());
  }

  /**
   * AMB-10: {@code rsa.rekey = once}: a confirmed pair is not negotiated again, over a restart too.
   */
  @Test
  void aConfirmedPairNeedNotBeNegotiatedAgain() throws IOException, MqttException {
    RsaPlatform keys = new RsaPlatform(false);
    String[] settings = {
      "cipher", "rsa", "rsa.platform.key", keys.publicKey(), "rsa.rekey", "once"
    };
    start(settings);
    connected();
    uplink.close();
    start(settings);
    long number = frame(clock.instant());
    eventually("acknowledged", SOON, () -> store.settled(UPLINK) == number);
    assertEquals(1, topics().stream().filter(t -> t.contains("crypto")).count());
  }

  /** CCER-7.5-01, CCER-4.3-02: no key, no data; they wait in the store, and it is said why. */
  @Test
  void withoutAConfirmedKeyNothingIsSent() throws IOException, MqttException {
    RsaPlatform keys = new RsaPlatform(false);
    platform.script(message -> Optional.empty());
    start("cipher", "rsa", "rsa.platform.key", keys.publicKey());
    frame(clock.instant());
    eventually(
        "the missing confirmation is said",
        Duration.ofSeconds(20),
        () -> health().code().equals("uplink.key-exchange"));
    assertTrue(platform.packets().isEmpty() && platform.heartbeats().isEmpty());
  }

  /** CCER-7.5-01: each connection begins with it. */
  @Test
  void aSecondConnectionNegotiatesAgainBeforeAnythingElse() throws IOException, MqttException {
    RsaPlatform keys = new RsaPlatform(false);
    TcpProxy line = opened(TcpProxy.to(broker.port()));
    start(
        "broker",
        "tcp://127.0.0.1:" + line.port(),
        "cipher",
        "rsa",
        "rsa.platform.key",
        keys.publicKey());
    connected();
    line.drop();
    eventually("connected again", SOON, () -> platform.heartbeats().size() == 2);
    assertEquals(
        List.of("/server/crypto/upload", "/server/heart", "/server/crypto/upload", "/server/heart"),
        topics());
  }

  /** AMB-01: the document's text has one topic for M2, its figure 3 another. */
  @ParameterizedTest
  @ValueSource(strings = {"/client/crypto/upload/reply", "/client/crypto/reply"})
  void theConfirmationIsHeardOnBothOfItsTopics(String topic) throws MqttException {
    RsaPlatform keys = new RsaPlatform(false);
    platform.script(
        message -> {
          Optional<String> answer = keys.answer(message);
          if (message.topic().equals("/server/crypto/upload")) {
            confirm(topic, answer.orElseThrow());
            return Optional.empty();
          }
          return answer;
        });
    start("cipher", "rsa", "rsa.platform.key", keys.publicKey());
    connected();
  }

  private void confirm(String topic, String answer) {
    try {
      platform.send(topic, answer);
    } catch (MqttException gone) {
      throw new IllegalStateException(gone);
    }
  }
}
