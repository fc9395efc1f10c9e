package io.firedamp.container;

import static io.firedamp.testkit.Eventually.eventually;

import io.firedamp.testkit.Visitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;

/**
 * A gateway that runs from the shipped archive as a process of its own, as it would at a site: it
 * is configured by files in {@code etc/}, asked by commands, and may be killed at any time.
 *
 * <pre>
 * try (Gateway gateway = Gateway.unpack(folder)) {
 *   gateway.etc("io.firedamp.site.cfg", "project.name = 某煤矿");
 *   gateway.start();
 *   gateway.shell("firedamp:status");
 *   gateway.kill();
 *   gateway.start();
 * }
 * </pre>
 *
 * <p>One thread. Closing it ends its process, and nothing else.
 */
final class Gateway implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** What ssh ends with if it did not come in; no command of ours does. */
  private static final int SSH_FAILED = 255;

  /**
   * What a command said.
   *
   * @param code its exit code
   * @param text its output, standard error included
   */
  record Answer(int code, String text) {}

  private final Path base;
  private final int sshPort;
  private final int pagesPort;
  private final SshClient client = SshClient.setUpDefaultClient();
  private List<String> within = List.of();
  private String javaOptions = "";
  private Process process;
  private long logRead;

  private Gateway(Path base) throws IOException {
    this.base = base;
    sshPort = freePort();
    set("org.apache.karaf.shell.cfg", "sshPort", Integer.toString(sshPort));
    pagesPort = freePort();
    set("org.ops4j.pax.web.cfg", "org.osgi.service.http.port.secure", Integer.toString(pagesPort));
    client.start();
  }

  /** The archive that was built. */
  static Path archive() {
    return Path.of(System.getProperty("firedamp.distribution")).normalize();
  }

  /**
   * A fresh gateway in a folder below that, with ports of its own; not started.
   *
   * @param folder exists
   */
  static Gateway unpack(Path folder) throws IOException, InterruptedException {
    Path base = folder.toRealPath().resolve("gateway");
    Files.createDirectory(base);
    run(List.of("tar", "-xzf", archive().toString(), "--strip-components=1", "-C", base + ""));
    return new Gateway(base);
  }

  /** A port of loopback on which nobody listens just now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Whether this machine lets a test make network namespaces. */
  static boolean canIsolate() throws IOException, InterruptedException {
    try {
      return run(List.of("unshare", "--net", "ip", "link", "set", "lo", "up")).code() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  /** From the next start on it has a network of its own, in which there is loopback and no more. */
  void isolate() {
    within = List.of("unshare", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh");
  }

  /** From the next start on its heap has no more than so many bytes. */
  void limitHeap(long bytes) {
    javaOptions = " -Xmx" + bytes;
  }

  /** Where its pages are, over HTTPS. */
  int pagesPort() {
    return pagesPort;
  }

  /** Comes in to its pages with the first password; once, because that makes it known. */
  Visitor owner() throws IOException, GeneralSecurityException, InterruptedException {
    Visitor owner = new Visitor(path("secure/console.p12"), pagesPort);
    owner.logIn("admin", Files.readString(path("secure/first-password")).strip());
    return owner;
  }

  /** A file or folder of it. */
  Path path(String name) {
    return base.resolve(name);
  }

  /**
   * Writes a file of {@code etc/} as a whole, as a careful editor does: it is never seen half
   * written.
   */
  void etc(String name, String... lines) throws IOException {
    Path file = path("etc").resolve(name);
    Path next = file.resolveSibling("." + name + ".next");
    Files.write(next, List.of(lines), StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Sets one key of a plain file in {@code etc/}; the other lines stay. */
  void set(String file, String key, String value) throws IOException {
    Path path = path("etc").resolve(file);
    List<String> lines =
        new ArrayList<>(Files.exists(path) ? Files.readAllLines(path) : List.<String>of());
    lines.removeIf(line -> line.matches("\\s*" + Pattern.quote(key) + "\\s*=.*"));
    lines.add(key + " = " + value);
    etc(file, lines.toArray(String[]::new));
  }

  /**
   * Starts it, and returns when all its bundles are started and the script can come in.
   *
   * @return how long that took
   */
  Duration start() throws IOException, InterruptedException {
    long began = System.nanoTime();
    launch();
    eventually("the gateway has started", START, this::isUp);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Starts it and returns at once. */
  void launch() throws IOException {
    List<String> command = new ArrayList<>(within);
    command.addAll(List.of(path("bin/karaf").toString(), "daemon"));
    ProcessBuilder builder = new ProcessBuilder(command);
    environment(builder);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(base.resolve("console.log").toFile()));
    logRead = Files.exists(log()) ? Files.size(log()) : 0;
    process = builder.start();
    process.getOutputStream().close();
  }

  private void environment(ProcessBuilder builder) {
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // no home: what the user has in ~/.m2 must not be what makes it work
    builder
        .environment()
        .put("FIREDAMP_EXTRA_JAVA_OPTS", "-Duser.home=" + path("data/home") + javaOptions);
    builder.environment().remove("KARAF_OPTS");
  }

  private boolean isUp() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError(
          "the gateway ended: " + Files.readString(path("console.log")) + logSinceStart());
    }
    if (!Files.exists(path("secure/local"))) {
      return false;
    }
    try {
      Answer answer = ask("system:start-level");
      return answer.code() == 0 && answer.text().contains("100");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Its process. */
  long pid() {
    return process.pid();
  }

  /** Whether its process runs. */
  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Runs a command in its shell and returns the output; fails the test if the command failed. */
  String shell(String command) throws IOException, InterruptedException {
    Answer answer = ask(command);
    if (answer.code() != 0) {
      throw new AssertionError(command + " ended with " + answer.code() + ": " + answer.text());
    }
    return answer.text();
  }

  /**
   * Runs a command in its shell, as the script does, over SSH with the local key.
   *
   * @throws IOException if it does not let anybody in
   */
  Answer ask(String command) throws IOException, InterruptedException {
    if (!within.isEmpty()) {
      return askWithin(command);
    }
    try (ClientSession session = connect("local")) {
      new FileKeyPairProvider(path("secure/local"))
          .loadKeys(session)
          .forEach(session::addPublicKeyIdentity);
      session.auth().verify(ANSWER);
      return execute(session, command);
    }
  }

  /** The same from within its own network, where this process has no socket. */
  private Answer askWithin(String command) throws IOException, InterruptedException {
    Answer answer =
        run(
            enter(
                List.of(
                    "ssh",
                    "-q",
                    "-p" + sshPort,
                    "-i" + path("secure/local"),
                    "-oStrictHostKeyChecking=no",
                    "-oUserKnownHostsFile=/dev/null",
                    "local@127.0.0.1",
                    command)));
    if (answer.code() == SSH_FAILED) {
      throw new IOException("ssh did not come in: " + answer.text());
    }
    return answer;
  }

  /**
   * Runs a command in its shell as a person does who comes in with a password.
   *
   * @throws IOException if that person is not let in
   */
  Answer ask(String user, String password, String command) throws IOException {
    try (ClientSession session = connect(user)) {
      session.addPasswordIdentity(password);
      session.auth().verify(ANSWER);
      return execute(session, command);
    }
  }

  private ClientSession connect(String user) throws IOException {
    return client.connect(user, "127.0.0.1", sshPort).verify(ANSWER).getSession();
  }

  private static Answer execute(ClientSession session, String command) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ChannelExec channel = session.createExecChannel(command)) {
      channel.setOut(out);
      channel.setErr(out);
      channel.open().verify(ANSWER);
      if (channel
          .waitFor(EnumSet.of(ClientChannelEvent.CLOSED), ANSWER.toMillis())
          .contains(ClientChannelEvent.TIMEOUT)) {
        throw new IOException(command + " has not ended after " + ANSWER + ": " + out);
      }
      Integer code = channel.getExitStatus();
      if (code == null) {
        throw new IOException(command + " was cut off: " + out);
      }
      return new Answer(code, out.toString(StandardCharsets.UTF_8));
    }
  }

  /** Runs {@code bin/firedamp} with those arguments, without a terminal. */
  Answer script(String... arguments) throws IOException, InterruptedException {
    return scriptWith("", arguments);
  }

  /** The same with that as its standard input. */
  Answer scriptWith(String input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path("bin/firedamp").toString()));
    command.addAll(Arrays.asList(arguments));
    return run(enter(command), input);
  }

  /** The command, run in the gateway's network. */
  private List<String> enter(List<String> command) {
    if (within.isEmpty() || !isRunning()) {
      return command;
    }
    List<String> whole = new ArrayList<>();
    whole.addAll(List.of("nsenter", "--net", "--target", Long.toString(pid())));
    whole.addAll(command);
    return whole;
  }

  /** The power goes: nothing is written, closed or said any more. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** It stands still until {@link #resume}: a machine that swaps, a virtual one that is moved. */
  void suspend() throws IOException, InterruptedException {
    run(List.of("kill", "-STOP", Long.toString(pid())));
  }

  /** It goes on, as if nothing had been. */
  void resume() throws IOException, InterruptedException {
    run(List.of("kill", "-CONT", Long.toString(pid())));
  }

  /** Ends it in order. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
      kill();
      throw new AssertionError("the gateway did not stop within " + STOP);
    }
  }

  /** Waits for a line of the log, since the last start, in which that is found. */
  void awaitLog(String regex, Duration patience) {
    Pattern pattern = Pattern.compile(regex);
    eventually(
        "a line of the log has " + regex,
        patience,
        () -> logSinceStart().lines().anyMatch(line -> pattern.matcher(line).find()));
  }

  /** The log since the last start. */
  String logSinceStart() throws IOException {
    if (!Files.exists(log())) {
      return "";
    }
    byte[] bytes = Files.readAllBytes(log());
    int from = (int) Math.min(logRead, bytes.length);
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }

  /**
   * The codes that the log gives for the changes of a part's health since the last start, oldest
   * first; {@code ok} for health, and {@code gone}.
   */
  List<String> transitions(String subject) throws IOException {
    Pattern line =
        Pattern.compile(
            "\\| " + Pattern.quote(subject) + ": (?:(is gone)|.*?(?: \\(([a-z.-]+)\\))?, since )");
    List<String> codes = new ArrayList<>();
    logSinceStart()
        .lines()
        .forEach(
            text -> {
              Matcher found = line.matcher(text);
              if (found.find()) {
                String code = found.group(2) == null ? "ok" : found.group(2);
                codes.add(found.group(1) == null ? code : "gone");
              }
            });
    return codes;
  }

  private Path log() {
    return path("data/log/firedamp.log");
  }

  /** Where the process listens or receives, TCP and UDP. */
  List<Endpoint> endpoints() throws IOException {
    return Endpoint.of(pid());
  }

  /** Memory that it occupies now. */
  long residentBytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          * 1024;
    }
  }

  /** Bytes of its heap that are still in use after a collection of all garbage. */
  long liveBytes() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Answer answer = run(List.of(jcmd.toString(), Long.toString(pid()), "GC.class_histogram"));
    return answer
        .text()
        .lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
        .findFirst()
        .orElseThrow(() -> new IOException(answer.text()));
  }

  private static Answer run(List<String> command) throws IOException, InterruptedException {
    return run(command, "");
  }

  private static Answer run(List<String> command, String input)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  @Override
  public void close() {
    try {
      client.close();
      if (isRunning()) {
        kill();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException ended) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
