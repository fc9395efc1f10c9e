package io.firedamp.uplink.ccer.probe;

import static io.firedamp.uplink.ccer.desk.Typist.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.Eventually;
import io.firedamp.uplink.ccer.Echo;
import io.firedamp.uplink.ccer.Echo.Result;
import io.firedamp.uplink.ccer.Line;
import io.firedamp.uplink.ccer.Variant;
import io.firedamp.uplink.ccer.desk.Typist;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("AMB-08: firedamp:probe tries, shows, and writes what was understood")
class ProbeCommandTest {
  private static final String KEY = CombinationsTest.KEY;
  private static final String IV = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String FILE =
      """
      # Mine A
      supplier.name = 佳华智联
      supplier.credit.code = 911101126996050290
      broker = tcp://127.0.0.1:1883
      client.id = FIREDAMP000001
      username = mine
      password = geheim
      topic = /SXST_BDMK
      cipher = aes
      # as handed out
      aes.key = %s
      aes.mode = CBC
      aes.iv = %s
      window = 60
      """
          .formatted(KEY, IV);
  private static final String REPLY =
      "{\"response_id\":\"1742106103853928448\",\"result\":{\"success\":\"1\",\"status\":\"1\"}}";

  @TempDir Path folder;
  private final Typist typist = new Typist();
  private final List<Variant> tried = new ArrayList<>();
  private final Lines lines = new Lines();
  private String etcBefore;
  private Path config;

  @BeforeEach
  void anEtcOfItsOwn() throws IOException {
    etcBefore = System.setProperty("karaf.etc", folder.toString());
    config = folder.resolve("io.firedamp.uplink.ccer-national.cfg");
    Files.writeString(config, FILE);
  }

  @AfterEach
  void asBefore() {
    if (etcBefore == null) {
      System.clearProperty("karaf.etc");
    } else {
      System.setProperty("karaf.etc", etcBefore);
    }
  }

  private ProbeCommand command(boolean terminal) {
    ProbeCommand command = new ProbeCommand();
    command.session = typist.session(terminal);
    command.lines = lines;
    command.english = true;
    command.pause = Duration.ZERO;
    return command;
  }

  /** The uplink runs; the platform takes the attempts as that says, counted from 1. */
  private void platform(IntFunction<Echo> script) {
    lines.addLine(
        new Line() {
          @Override
          public String uplink() {
            return "national";
          }

          @Override
          public Echo attempt(Variant variant) {
            tried.add(variant);
            return script.apply(tried.size());
          }
        });
  }

  private static Echo outcome(Result result) {
    return new Echo(result, "");
  }

  private void understandsTheThird() {
    platform(
        number ->
            switch (number) {
              case 1 -> outcome(Result.SILENT);
              case 2 -> new Echo(Result.REFUSED, "解密失败\u001b[2J");
              default -> outcome(Result.UNDERSTOOD);
            });
  }

  private Path captured(byte[] payload) throws IOException {
    return Files.write(folder.resolve("captured"), payload);
  }

  @Test
  void eachAttemptIsShownAndTheWinnerIsWrittenWithItsOwnKeysOnly() throws Exception {
    understandsTheThird();
    ProbeCommand command = command(false);
    command.yes = true;
    String answer = run(command);
    assertEquals(3, tried.size());
    assertTrue(
        answer.contains(
            "1/198  aes.mode=CBC aes.padding=PKCS5 aes.iv=•••• aes.key.encoding=hex"
                + " payload.encoding=base64  no answer\n"),
        answer);
    assertTrue(answer.contains("payload.encoding=base64  refused: 解密失败?[2J\n"), answer);
    assertTrue(
        answer.contains(
            "3/198  aes.mode=ECB aes.padding=PKCS5 aes.key.encoding=utf8 payload.encoding=hex"
                + "  understood\n"),
        answer);
    assertTrue(answer.contains("198 combinations at the most, 33 min at the longest"), answer);
    assertTrue(answer.contains("Written: " + config), answer);

    assertEquals(
        FILE.replace("aes.mode = CBC", "aes.mode = ECB")
            + "aes.padding = PKCS5\naes.key.encoding = utf8\npayload.encoding = hex\n",
        Files.readString(config));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config)));
    assertEquals(FILE, Files.readString(folder.resolve(config.getFileName() + ".old")));
  }

  @Test
  void noSecretIsShown() throws Exception {
    platform(number -> outcome(Result.UNREADABLE));
    for (boolean json : List.of(false, true)) {
      ProbeCommand command = command(false);
      command.json = json;
      String answer = run(command);
      for (String secret : List.of(KEY, IV, "geheim")) {
        assertFalse(answer.contains(secret), answer);
      }
    }
    assertEquals(2 * 198, tried.size());
  }

  @Test
  void aPersonIsAskedBeforeTheFileIsWritten() throws Exception {
    understandsTheThird();
    typist.types("n");
    assertTrue(run(command(true)).contains("Nothing was written"));
    assertEquals(FILE, Files.readString(config));
    tried.clear();
    typist.types("y");
    assertTrue(run(command(true)).contains("Written"));
    assertTrue(typist.prompts().contains("[y/N]"), typist.prompts());
  }

  @Test
  void whatNobodyUnderstandsChangesNothing() throws Exception {
    platform(number -> outcome(Result.SILENT));
    ProbeCommand command = command(false);
    command.yes = true;
    command.first = 5;
    String answer = run(command);
    assertEquals(5, tried.size());
    assertTrue(answer.contains("None was understood"), answer);
    assertTrue(answer.contains("never answered"), answer);
    assertTrue(answer.endsWith("FAILED "), answer);
    assertEquals(FILE, Files.readString(config));
    assertFalse(Files.exists(folder.resolve(config.getFileName() + ".old")));
  }

  @Test
  void whatTheFileSaysAlreadyIsNotWritten() throws Exception {
    platform(number -> outcome(Result.UNDERSTOOD));
    ProbeCommand command = command(false);
    command.yes = true;
    // the first is the file's own: CBC with the vector that was handed out
    assertTrue(run(command).contains("That is what the file says"));
    assertEquals(1, tried.size());
    assertEquals(FILE, Files.readString(config));
  }

  @Test
  void withoutConnectionItGivesUp() throws Exception {
    platform(number -> outcome(number == 2 ? Result.LOST : Result.UNSENT));
    assertTrue(run(command(false)).contains("FAILED No connection"));
    assertEquals(5, tried.size(), "one lost in between was sent");
  }

  @Test
  void aStoppedProbeWritesNothing() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    platform(
        number -> {
          waiting.countDown();
          return outcome(Result.SILENT);
        });
    ProbeCommand command = command(false);
    command.yes = true;
    command.pause = Duration.ofMinutes(10);
    AtomicReference<String> answer = new AtomicReference<>("");
    Thread shell =
        new Thread(
            () -> {
              try {
                answer.set(run(command));
              } catch (Exception unexpected) { // Action declares it
                answer.set(unexpected.toString());
              }
            },
            "shell");
    shell.start();
    waiting.await();
    shell.interrupt();
    Eventually.eventually("it ends", Duration.ofSeconds(10), () -> !shell.isAlive());
    assertTrue(answer.get().contains("Stopped. Nothing was written."), answer.get());
    assertEquals(FILE, Files.readString(config));
  }

  @Test
  void aProbeEndsWithTheConnectionOfWhoAsked() throws Exception {
    platform(
        number -> {
          typist.hangsUp();
          return outcome(Result.SILENT);
        });
    ProbeCommand command = command(true);
    command.yes = true;
    run(command);
    assertTrue(Thread.interrupted(), "the shell's thread is told");
    assertEquals(1, tried.size());
    assertEquals(FILE, Files.readString(config));
  }

  @Test
  void jsonTellsTheSameOnOneLine() throws Exception {
    understandsTheThird();
    ProbeCommand command = command(true);
    command.json = true;
    String answer = run(command);
    assertEquals(1, answer.lines().count());
    assertTrue(answer.startsWith("{\"uplink\":\"national\""), answer);
    assertTrue(answer.contains("\"written\":false,\"winner\":{\"aes.mode\""), answer);
    assertTrue(answer.contains("\"number\":3,\"understood\":true"), answer);
    assertEquals("", typist.prompts());
    assertEquals(FILE, Files.readString(config));
  }

  @Test
  void aCapturedMessageIsEnoughAndNothingIsSent() throws Exception {
    platform(number -> outcome(Result.UNDERSTOOD));
    byte[] payload =
        Sealing.aes(
            Map.of(
                "aes.mode", "GCM",
                "aes.iv", "prefix",
                "aes.key.encoding", "base64",
                "payload.encoding", "hex"),
            KEY,
            REPLY);
    ProbeCommand command = command(false);
    command.message = captured(payload).toString();
    command.yes = true;
    String answer = run(command);
    assertTrue(answer.contains("M4 or M8 reply, id 1742106103853928448"), answer);
    assertTrue(answer.contains("Written"), answer);
    String text = Files.readString(config);
    assertTrue(text.contains("aes.mode = GCM\naes.iv = prefix\nwindow = 60\n"), text);
    assertTrue(text.endsWith("aes.key.encoding = base64\npayload.encoding = hex\n"), text);
    assertEquals(0, tried.size());
  }

  @Test
  void ofSeveralThatFitAPersonTakesOne() throws Exception {
    int over = REPLY.length() % 16;
    String whole = REPLY.replace("\"status\"", " ".repeat(16 - over) + "\"status\"");
    byte[] payload =
        Sealing.aes(
            Map.of(
                "aes.mode", "ECB",
                "aes.padding", "zero",
                "aes.key.encoding", "utf8",
                "payload.encoding", "base64"),
            KEY,
            whole);
    ProbeCommand command = command(false);
    command.message = captured(payload).toString();
    command.yes = true;
    String answer = run(command);
    assertTrue(answer.contains("cannot tell these apart"), answer);
    assertEquals(FILE, Files.readString(config), "not without --take");

    List<Combination> all =
        Combinations.toOpen(
            CombinationsTest.file(
                "cipher", "aes", "aes.key", KEY, "aes.mode", "CBC", "aes.iv", IV));
    int zero =
        1
            + all.stream()
                .map(Combination::line)
                .toList()
                .indexOf(
                    "aes.mode=ECB aes.padding=zero aes.key.encoding=utf8 payload.encoding=base64");
    typist.types(Integer.toString(zero), "y");
    ProbeCommand person = command(true);
    person.message = command.message;
    assertTrue(run(person).contains("Written"));
    assertTrue(Files.readString(config).contains("aes.padding = zero\n"));

    Files.writeString(config, FILE);
    command.take = zero;
    assertTrue(run(command).contains("Written"));
    assertTrue(Files.readString(config).contains("aes.padding = zero\n"));
  }

  @Test
  void whatCannotBeTriedIsNamed() throws Exception {
    assertTrue(run(command(false)).contains("FAILED The uplink national does not run"));
    platform(number -> outcome(Result.UNDERSTOOD));
    ProbeCommand command = command(false);
    command.message = captured("{\"plain\":1}".getBytes(StandardCharsets.UTF_8)).toString();
    assertTrue(run(command).contains("is not encrypted"));
    command.message = folder.resolve("none").toString();
    assertTrue(run(command).contains("FAILED cannot read a message"));
    Files.writeString(config, FILE.replace("window = 60", "windo = 60"));
    assertTrue(run(command(false)).contains("windo: unknown setting"));
    Files.writeString(config, FILE.replace("cipher = aes", "cipher = none"));
    assertTrue(run(command(false)).contains("nothing to try"));
    Files.writeString(config, FILE.replace("cipher = aes", "cipher = rsa"));
    String answer = run(command(false));
    assertTrue(answer.contains("rsa.platform.key"), answer);
    Files.delete(config);
    assertTrue(run(command(false)).contains("FAILED There is no file"));
    command.name = "../x";
    assertTrue(run(command).contains("FAILED --name"));
    assertEquals(0, tried.size());
  }
}
