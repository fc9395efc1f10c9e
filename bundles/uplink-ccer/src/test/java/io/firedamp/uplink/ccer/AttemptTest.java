package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.uplink.ccer.Echo.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("AMB-08, AMB-09, AMB-80: what counts as understood")
class AttemptTest {
  private static final String TOPIC = "/reply";
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String KEY = "dcea8dae99826aead01f0bb9582fec35";

  private final Codec codec = new Codec(true, true);
  private final Cipher aes =
      Access.of(AccessTest.properties("cipher", "aes", "aes.key", KEY)).cipher();
  private final Attempt attempt = of(aes);

  private Attempt of(Cipher cipher) {
    return new Attempt(cipher, false, codec, List.of(TOPIC));
  }

  private static String reply(String id, String success) {
    return "{\"response_id\":\""
        + id
        + "\",\"result\":{\"success\":\""
        + success
        + "\",\"reason\":\"why\"}}";
  }

  private static byte[] plain(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Result result(Duration patience) throws InterruptedException {
    return attempt.echo(patience).result();
  }

  @Test
  void anAnswerThatNamesTheRequestIsUnderstandingSealedOrPlain() throws InterruptedException {
    attempt.sent("7");
    assertTrue(attempt.heard(TOPIC, aes.seal(reply("7", "1"))));
    assertEquals(Result.UNDERSTOOD, result(AT_ONCE));
    Attempt other = of(aes);
    other.sent("7");
    assertTrue(other.heard(TOPIC, plain(reply("7", "0"))));
    assertEquals(new Echo(Result.UNDERSTOOD, "why"), other.echo(AT_ONCE));
  }

  /** The envelope of a key request may be plain: its id proves nothing. */
  @Test
  void aRefusedKeyRequestIsARefusal() throws InterruptedException {
    Rsa rsa =
        new Rsa(
            RsaKeys.generate(1024).getPublic(),
            new RsaKeys.Own(RsaKeys.generate(1024), Instant.EPOCH),
            Rsa.Padding.PKCS1,
            Cipher.Encoding.BASE64,
            Rsa.KeyForm.BASE64);
    Attempt keys = of(rsa);
    keys.sent("7");
    assertTrue(keys.heard(TOPIC, plain(reply("7", "0"))));
    assertEquals(new Echo(Result.REFUSED, "why"), keys.echo(AT_ONCE));
  }

  @Test
  void otherMessagesAreNotItsOwn() throws InterruptedException {
    assertFalse(attempt.heard(TOPIC, plain(reply("7", "1"))), "it was not sent yet");
    attempt.sent("7");
    assertFalse(attempt.heard("/other", plain(reply("7", "1"))));
    assertFalse(attempt.heard(TOPIC, plain(reply("8", "1"))));
    assertEquals(Result.SILENT, result(AT_ONCE));
  }

  @Test
  void anAnswerThatCannotBeReadIsTold() throws InterruptedException {
    attempt.sent("7");
    assertFalse(attempt.heard(TOPIC, plain("AAAA")));
    assertEquals(Result.UNREADABLE, result(AT_ONCE));
  }

  /** It may be the answer to the uplink's own heartbeat. */
  @Test
  void aRefusalThatNamesNobodyCountsIfNothingBetterFollows() throws InterruptedException {
    attempt.sent("7");
    assertFalse(attempt.heard(TOPIC, plain(reply("", "0"))));
    assertTrue(attempt.heard(TOPIC, aes.seal(reply("7", "1"))));
    assertEquals(Result.UNDERSTOOD, result(PATIENCE));
    Attempt refused = of(aes);
    refused.sent("7");
    assertFalse(refused.heard(TOPIC, plain(reply("", "0"))));
    assertEquals(new Echo(Result.REFUSED, "why"), refused.echo(PATIENCE));
  }

  @Test
  void aConnectionThatEndsIsToldOnlyIfItWasSentOverIt() throws InterruptedException {
    attempt.lost();
    assertTrue(attempt.isWaiting());
    attempt.sent("7");
    attempt.lost();
    assertEquals(Result.LOST, result(PATIENCE));
    Attempt unsent = of(aes);
    assertEquals(Result.UNSENT, unsent.echo(AT_ONCE).result());
    assertFalse(unsent.isWaiting(), "it is not sent when nobody waits for it any more");
  }
}
