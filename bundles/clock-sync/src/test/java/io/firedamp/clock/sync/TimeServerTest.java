package io.firedamp.clock.sync;

import static io.firedamp.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.testkit.NtpResponder;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's chrony, and among ourselves. */
class TimeServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long SECONDS = 30;

  @TempDir private Path folder;
  private final Line line = new UdpLine(System::nanoTime, Duration.ofMillis(300));

  private Keeper keeper(int port) {
    Map<String, String> configuration = new HashMap<>(Map.of("servers", "127.0.0.1:" + port));
    return new Keeper(
        ClockSettings.of(configuration),
        Machine.REAL,
        line,
        new ClockLog(folder.resolve("clock.csv")));
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(Path log, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private String output(String... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "output", ".log");
    Process process = start(log, command);
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), () -> String.join(" ", command));
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("CCER-F-01, CCER-F-04: Debian's chrony as our server, and as our client")
  void itSpeaksWithChrony() throws Exception {
    int port = freePort();
    Path configuration = folder.resolve("chrony.conf");
    Files.writeString(
        configuration,
        String.join(
            "\n",
            "port " + port,
            "bindaddress 127.0.0.1",
            "allow 127.0.0.1",
            "local stratum 5",
            "cmdport 0",
            "bindcmdaddress /",
            "user " + System.getProperty("user.name"),
            "pidfile " + folder.resolve("chronyd.pid"),
            ""));
    Path log = folder.resolve("chronyd.log");
    Process chronyd =
        start(log, "/usr/sbin/chronyd", "-d", "-x", "-U", "-f", configuration.toString());
    Keeper keeper = keeper(port);
    try {
      eventually(
          "chronyd tells the time",
          PATIENCE,
          () -> {
            keeper.turn();
            return keeper.fix().isPresent();
          });
      Fix fix = keeper.fix().orElseThrow();
      assertEquals(5, fix.sample().stratum());
      assertTrue(
          Math.abs(fix.error(keeper.time().tell())) <= 1_000_000 + fix.sample().delay() / 2,
          () -> Lasting.of(fix.error(keeper.time().tell())));
      assertEquals("synchronised", keeper.time().state().trust().text().en());
      try (TimeServer server = new TimeServer(keeper, 0)) {
        askedByChrony(server.port());
      }
    } finally {
      chronyd.destroy();
      assertTrue(chronyd.waitFor(SECONDS, TimeUnit.SECONDS), "ends");
    }
  }

  private void askedByChrony(int port) throws IOException, InterruptedException {
    Path configuration = folder.resolve("client.conf");
    Files.writeString(
        configuration,
        String.join(
            "\n",
            "server 127.0.0.1 port " + port + " iburst",
            "port 0",
            "cmdport 0",
            "bindcmdaddress /",
            "user " + System.getProperty("user.name"),
            "pidfile " + folder.resolve("client.pid"),
            ""));
    String said =
        output("/usr/sbin/chronyd", "-Q", "-U", "-t", "20", "-f", configuration.toString());
    Matcher wrong = Pattern.compile("System clock wrong by (-?[0-9.]+) seconds").matcher(said);
    assertTrue(wrong.find(), said);
    assertTrue(Math.abs(Double.parseDouble(wrong.group(1))) < 0.005, said);
  }

  @Test
  @DisplayName("CCER-F-04: it tells the time only while it is synchronised, and not too often")
  void itTellsTheTimeOnlyWhileItIsSynchronised() throws IOException {
    try (NtpResponder official = new NtpResponder()) {
      Keeper keeper = keeper(official.port());
      try (TimeServer server = new TimeServer(keeper, 0)) {
        Server.Address ours = new Server.Address("127.0.0.1", server.port());
        assertInstanceOf(Answer.Silence.class, line.ask(ours).answer(), "not yet");
        official.stratum(2).leap(1);
        keeper.turn();
        Sample told = assertInstanceOf(Answer.Measured.class, line.ask(ours).answer()).sample();
        assertEquals(3, told.stratum());
        assertEquals(1, told.leap());
        assertTrue(
            Math.abs(told.epoch() - Machine.REAL.look().epoch()) < 1_000_000 + told.delay(),
            () -> String.valueOf(told));
        int answers = 2;
        while (line.ask(ours).answer() instanceof Answer.Measured) {
          answers++;
        }
        assertTrue(answers >= 8 && answers < 20, answers + " answers at once");
        assertTrue(server.ignored() >= 2);
      }
    }
  }

  @Test
  void onlyQuestionsAreAnswered() throws IOException {
    try (NtpResponder official = new NtpResponder()) {
      Keeper keeper = keeper(official.port());
      keeper.turn();
      try (TimeServer server = new TimeServer(keeper, 0)) {
        byte[] question = Packet.request(1).bytes();
        assertTrue(server.answer(question, question.length, 0).isPresent());
        assertTrue(server.answer(question, question.length - 1, 0).isEmpty());
        for (int mode : List.of(0, 1, 2, 4, 5, 6, 7)) {
          byte[] other = question.clone();
          other[0] = (byte) (4 << 3 | mode);
          assertTrue(server.answer(other, other.length, 0).isEmpty(), "mode " + mode);
        }
      }
    }
  }

  @Test
  void aThousandAskersAreRememberedAndNoMore() {
    Throttle throttle = new Throttle(0);
    int admitted = 0;
    for (int asker = 0; asker < 100_000; asker++) {
      admitted += throttle.admits(asker, asker * 1_000_000L) ? 1 : 0; // a thousand in a second
    }
    assertTrue(admitted <= 100 * 101, admitted + " in 100 s");
    assertTrue(admitted >= 100 * 99, admitted + " in 100 s");
  }
}
