package io.firedamp.uplink.ccer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firedamp.settings.SettingsException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every key is in every place where it must be, and has a test that fails if it has no effect. */
class KeysTest {
  /** The test, and the keys without which it would fail. */
  private static final Map<String, String> PROOFS =
      Map.ofEntries(
          Map.entry(
              "UplinkTest.theBrokerSeesTheConfiguredConnection",
              "broker client.id username password clean.session keep.alive.s qos"),
          Map.entry(
              "UplinkTest.withTlsBothSidesShowTheirCertificates", "tls.ca tls.certificate tls.key"),
          Map.entry("HealthOfUplinkTest.withoutItsInterfaceNothingIsSent", "bind.interface"),
          Map.entry("AccessTest.topicsFollowFromTheMainTopicAndEachCanBeOverridden", "topic"),
          Map.entry(
              "UplinkTest.everyTopicIsTheConfiguredOne",
              "topic.data topic.data.reply topic.heart topic.heart.reply topic.cmd"
                  + " topic.cmd.reply topic.crypto topic.crypto.reply"),
          Map.entry(
              "GoldenTest.aHeartbeatIsThatOfTableSeven",
              "supplier.name supplier.credit.code worker cipher aes.key"),
          Map.entry("CipherTest.whatWeSealOpensslOpensInEveryEncoding", "payload.encoding"),
          Map.entry("CipherTest.theKeyMayBeWrittenAsTextOrBase64", "aes.key.encoding"),
          Map.entry("CipherTest.aFixedVectorIsThatOfOpenssl", "aes.mode aes.iv"),
          Map.entry(
              "CipherTest.paddingOfZerosOrBlanksIsWhatOpensslSeesWithoutPadding", "aes.padding"),
          Map.entry(
              "RsaTest.opensslAndWeUnderstandEachOther", "rsa.platform.key rsa.padding rsa.bits"),
          Map.entry("GoldenTest.aKeyRequestIsThatOfTableOne", "rsa.handshake"),
          Map.entry("RsaTest.ownPublicKeyIsWrittenAsIsAskedFor", "rsa.key.encoding"),
          Map.entry("NegotiationTest.aConfirmedPairNeedNotBeNegotiatedAgain", "rsa.rekey"),
          Map.entry("UplinkTest.theMessagesShowWhatIsConfigured", "ts zeros out.of.range rsp sn"),
          Map.entry("HealthOfUplinkTest.typingErrorsAreNotUnderstoodIfThatIsConfigured", "lenient"),
          Map.entry("UplinkTest.anUplinkOfAnotherProjectSendsNothingOfThis", "project"),
          Map.entry("DispatchTest.silenceIsAnsweredByAsManyAttemptsAsAreConfigured", "attempts"),
          Map.entry("DispatchTest.theReplyIsWaitedForAsLongAsIsConfigured", "reply.timeout.s"),
          Map.entry("DispatchTest.theFirstPauseAfterARefusalIsTheConfiguredOne", "retry.s"),
          Map.entry("DispatchTest.theIdIsKeptOnResendIfThatIsAskedFor", "resend.id"),
          Map.entry("DispatchTest.aPacketIsFreshAsLongAsIsConfigured", "fresh.s"),
          Map.entry("DispatchTest.aLivePacketGoesBeforeThoseThatWait", "window"),
          Map.entry("UplinkTest.whatAnOutageKeptBackIsSentLateWhereThatIsConfigured", "late"),
          Map.entry(
              "UplinkTest.packetsOfAnUntrustedClockAreHeldWhereThatIsConfigured",
              "clock.untrusted"),
          Map.entry("BackfillTest.naturalHoursEndWithTheHourOfTheClock", "backfill.packing"),
          Map.entry("BackfillTest.packetsAreAsFarApartAsIsConfigured", "backfill.interval.s"),
          Map.entry(
              "BackfillTest.aSpanThatEndsInTheFutureIsClippedWaitedForOrRefused",
              "backfill.future"),
          Map.entry(
              "BackfillTimeTest.itIsTheLivePacketsWhereThatIsConfiguredAndThereWasOne",
              "backfill.utime"),
          Map.entry("PackerTest.theUnionOfThePacketsIsWhatTheStoreHas", "backfill.flag"),
          Map.entry("BackfillTest.aPacketThatIsTooLargeIsPackedShorter", "backfill.max.bytes"),
          Map.entry(
              "BackfillTest.commandsThatCannotBeCarriedOutAreAnswered", "backfill.max.hours"));

  /** As the uplink itself says when it finds one that it does not know. */
  private static Set<String> known() {
    String message =
        assertThrows(
                SettingsException.class, () -> Access.of(AccessTest.properties("no.such.key", "1")))
            .getMessage();
    var list = Pattern.compile("known are ([a-z., ]+)").matcher(message);
    assertEquals(true, list.find(), message);
    return new TreeSet<>(List.of(list.group(1).strip().split(", ")));
  }

  @Test
  void theFormHasEveryKey() {
    Set<String> form =
        Arrays.stream(CcerUplinkForm.class.getDeclaredMethods())
            .map(method -> method.getName().replace('_', '.'))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(known(), form);
  }

  @Test
  void everyKeyIsDocumented() throws IOException {
    String page = Files.readString(Path.of("../../docs/configuration.md"));
    int begin = page.indexOf("\n## io.firedamp.uplink.ccer-NAME.cfg");
    String section = page.substring(begin, page.indexOf("\n## ", begin + 1));
    Set<String> documented =
        section
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split(" \\| ")[0])
            .flatMap(cell -> Pattern.compile("`([a-z0-9.]+)`").matcher(cell).results())
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(known(), documented);
  }

  @Test
  void everyKeyHasATestThatFailsIfItHasNoEffect() throws ClassNotFoundException {
    Map<String, String> proofs = new TreeMap<>();
    for (Map.Entry<String, String> proof : PROOFS.entrySet()) {
      String[] place = proof.getKey().split("\\.");
      Class<?> test = Class.forName(KeysTest.class.getPackageName() + "." + place[0]);
      List<String> methods = Arrays.stream(test.getDeclaredMethods()).map(Method::getName).toList();
      assertEquals(true, methods.contains(place[1]), proof.getKey() + " is there");
      for (String key : proof.getValue().split(" ")) {
        assertEquals(null, proofs.put(key, proof.getKey()), key + " stands here twice");
      }
    }
    assertEquals(known(), proofs.keySet());
  }
}
