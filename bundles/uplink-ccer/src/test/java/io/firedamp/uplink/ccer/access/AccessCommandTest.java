package io.firedamp.uplink.ccer.access;

import static io.firedamp.uplink.ccer.desk.Typist.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.uplink.ccer.desk.Typist;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.action.command.ActionCommand;
import org.apache.karaf.shell.impl.action.command.ManagerImpl;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("CCER-7.4-02: firedamp:access writes what an uplink starts with")
class AccessCommandTest {
  @TempDir Path folder;
  private final Typist typist = new Typist();
  private String etcBefore;
  private Path config;

  @BeforeEach
  void anEtcOfItsOwn() {
    etcBefore = System.setProperty("karaf.etc", folder.toString());
    config = folder.resolve("io.firedamp.uplink.ccer-national.cfg");
  }

  @AfterEach
  void asBefore() {
    if (etcBefore == null) {
      System.clearProperty("karaf.etc");
    } else {
      System.setProperty("karaf.etc", etcBefore);
    }
  }

  private AccessCommand command(String text, boolean terminal) throws IOException {
    AccessCommand command = new AccessCommand();
    command.english = true;
    command.file = Files.writeString(folder.resolve("handout.txt"), text).toString();
    command.session = typist.session(terminal);
    return command;
  }

  private AccessCommand supplied(String text) throws IOException {
    AccessCommand command = command(text, false);
    command.supplier = "佳华智联";
    command.creditCode = "91110000EXAMPLE00F";
    return command;
  }

  @Test
  void withYesTheFileIsWrittenForItsOwnerAloneAndNoSecretIsShown() throws Exception {
    AccessCommand command = supplied(Papers.CHINESE);
    command.yes = true;
    String answer = run(command);
    assertTrue(answer.contains("Written: " + config), answer);
    assertFalse(answer.contains(Papers.PASSWORD) || answer.contains(Papers.AES_KEY), answer);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config)));
    List<String> lines = Files.readAllLines(config);
    assertTrue(lines.contains("supplier.name = 佳华智联"), lines.toString());
    assertTrue(lines.contains("broker = tcp://192.0.2.20:1883"), lines.toString());
    assertTrue(lines.contains("password = " + Papers.PASSWORD), lines.toString());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count(), "the handout and the configuration, nothing beside");
    }
  }

  @Test
  void withoutYesAndWithoutATerminalNothingIsWritten() throws Exception {
    String answer = run(supplied(Papers.CHINESE));
    assertTrue(answer.contains("--yes writes"), answer);
    assertFalse(Files.exists(config));
    AccessCommand command = command(Papers.CHINESE, false);
    command.yes = true;
    assertTrue(run(command).contains("missing: supplier.name"));
    assertFalse(Files.exists(config));
  }

  @Test
  void aFormerFileKeepsItsOtherKeysAndCommentsAndIsSavedBeside() throws Exception {
    String former =
        "# ours\nsupplier.name = 佳华\\\n  智联\nsupplier.credit.code = 91110000EXAMPLE00F\nwindow = 60\n"
            + "password = old\naes.key = older\ntopic.data = /old/server/data/upload\nbroker = tcp://old:1\n# end\n";
    Files.writeString(config, former);
    AccessCommand command =
        command(Papers.CHINESE.replace("AES", "无").replaceAll("密钥.*", ""), false);
    command.yes = true;
    String answer = run(command);
    assertTrue(answer.contains("taken out of the former file: aes.key, topic.data"), answer);
    String text = Files.readString(config);
    assertTrue(text.startsWith("# ours\nsupplier.name = 佳华智联\n"), text);
    assertTrue(
        text.contains(
            "\nwindow = 60\npassword = "
                + Papers.PASSWORD
                + "\nbroker = tcp://192.0.2.20:1883\n# end\n"),
        text);
    assertFalse(text.contains("old"), text);
    Path old = folder.resolve(config.getFileName() + ".old");
    assertEquals(former, Files.readString(old));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(old)));
  }

  @Test
  void aPersonIsAskedForWhatIsMissingAndBeforeItIsWritten() throws Exception {
    String text = Papers.CHINESE.replace("密码", "??").replaceAll("用户名.*\n", "");
    typist.types("佳华智联", "91110000EXAMPLE00F", "", "1", "n");
    AccessCommand command = command(text, true);
    assertTrue(run(command).contains("missing: username"));
    assertFalse(Files.exists(config));
    typist.types("佳华智联", "91110000EXAMPLE00F", "1", "1", "n");
    assertTrue(run(command).contains("Nothing was written"));
    assertFalse(Files.exists(config));
    typist.types("佳华智联", "91110000EXAMPLE00F", "1", "1", "y");
    assertTrue(run(command).contains("Written"));
    assertTrue(Files.readString(config).contains("password = " + Papers.PASSWORD + "\n"));
    assertTrue(typist.prompts().contains("password [1-2]: "), typist.prompts());
  }

  @Test
  @DisplayName("AMB-08: a script says which value is the password")
  void aScriptTakesACandidate() throws Exception {
    AccessCommand command = supplied(Papers.CHINESE + "密码：another\n");
    command.yes = true;
    assertTrue(run(command).endsWith("FAILED "));
    command.take = List.of("password=2");
    assertTrue(run(command).contains("Written"));
    assertTrue(Files.readString(config).contains("password = another\n"));
    command = supplied(Papers.CHINESE.replaceAll("加密方式.*\n密钥.*", "X: " + Papers.AES_KEY));
    command.yes = true;
    command.set = List.of("cipher=aes");
    command.take = List.of("aes.key=1");
    assertTrue(run(command).contains("Written"));
    assertTrue(Files.readString(config).contains("aes.key = " + Papers.AES_KEY + "\n"));
    command.take = List.of("password=3");
    assertTrue(run(command).contains("FAILED --take takes"));
  }

  @Test
  void jsonTellsTheSameWithoutSecretsAndWithoutAQuestion() throws Exception {
    AccessCommand command = supplied(Papers.CHINESE);
    command.json = true;
    String answer = run(command);
    assertTrue(answer.contains("\"written\":false,\"complete\":true"), answer);
    assertTrue(answer.contains("\"password\":{\"length\":32}"), answer);
    assertFalse(answer.contains(Papers.PASSWORD) || answer.contains(Papers.AES_KEY), answer);
    assertEquals("", typist.prompts());
  }

  @Test
  void whatTheUplinkWouldRefuseIsNotWritten() throws Exception {
    Files.writeString(config, "windo = 60\n");
    AccessCommand command = supplied(Papers.CHINESE);
    command.yes = true;
    String answer = run(command);
    assertTrue(answer.contains("windo: unknown setting"), answer);
    assertEquals("windo = 60\n", Files.readString(config));
  }

  /** Through Karaf's own injection and parsing, with options that come several times. */
  @Test
  void karafUnderstandsItsOptions() throws Exception {
    Path file = Files.writeString(folder.resolve("接入信息.txt"), Papers.CHINESE + "密码：another\n");
    String help = parsed("--help");
    assertTrue(help.contains("Examples:") && help.contains("--take"), help);
    String answer =
        parsed(
            "--en",
            "--name",
            "north",
            "--set",
            "username=me",
            "--set",
            "client.id=MINE0000000009",
            "--take",
            "password=2",
            "--supplier",
            "佳华",
            "--credit-code",
            "91110000EXAMPLE00F",
            "--yes",
            file.toString());
    assertTrue(answer.contains("Written"), answer);
    String text = Files.readString(folder.resolve("io.firedamp.uplink.ccer-north.cfg"));
    assertTrue(text.contains("username = me\npassword = another\n"), text);
    assertTrue(text.contains("client.id = MINE0000000009\n"), text);
  }

  private static String parsed(String... arguments) throws Exception {
    Registry[] registry = new Registry[1];
    Session session =
        (Session)
            Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, parameters) ->
                    switch (method.getName()) {
                      case "getRegistry" -> registry[0];
                      case "resolveCommand" -> parameters[0];
                      default -> null;
                    });
    registry[0] =
        (Registry)
            Proxy.newProxyInstance(
                Registry.class.getClassLoader(),
                new Class<?>[] {Registry.class},
                (proxy, method, parameters) ->
                    method.getName().equals("getService") ? session : List.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(out);
    try {
      new ActionCommand(new ManagerImpl(registry[0], registry[0]), AccessCommand.class)
          .execute(session, List.<Object>of((Object[]) arguments));
    } finally {
      System.setOut(before);
      out.flush();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** CCER-7.4-04: an uplink of its own for each project. */
  @Test
  void theProjectIsWrittenAndKept() throws Exception {
    AccessCommand command = supplied(Papers.CHINESE);
    command.name = "north";
    command.yes = true;
    command.project = "north";
    run(command);
    Path written = folder.resolve("io.firedamp.uplink.ccer-north.cfg");
    assertTrue(Files.readString(written).contains("project = north\n"));
    command.project = "";
    run(command);
    assertTrue(
        Files.readString(written).contains("project = north\n"), "it is not in the document");
  }

  @Test
  void wrongOptionsAndFilesAreNamed() throws Exception {
    AccessCommand command = supplied(Papers.CHINESE);
    command.set = List.of("password=geheim");
    String answer = run(command);
    assertTrue(answer.startsWith("FAILED --set takes") && !answer.contains("geheim"), answer);
    command.set = List.of();
    command.name = "../x";
    assertTrue(run(command).startsWith("FAILED --name"));
    command.name = "x";
    command.file = folder.resolve("none").toString();
    assertThrows(CommandException.class, command::execute);
    assertTrue(run(supplied("nothing of use")).contains("does not look like"));
  }
}
