package io.firedamp.driver.opcua.command;

import io.firedamp.clock.SiteClock;
import io.firedamp.driver.opcua.Certificates;
import io.firedamp.driver.opcua.Certificates.Entry;
import io.firedamp.text.Language;
import io.firedamp.text.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/**
 * {@code firedamp:opcua-certificates}: whom the gateway trusts, and what servers have to trust.
 *
 * <p>Design note: Karaf makes a command of its own for each call and knows field injection only.
 */
@Service
@Command(
    scope = "firedamp",
    name = "opcua-certificates",
    description = "Lists, approves and rejects certificates of OPC UA servers. OPC UA 证书管理",
    detailedDescription =
        """
        A server whose certificate nobody has approved is not read; it
        waits in this list. Compare the fingerprint (SHA-256) with the one
        that the server itself shows, all of it, and approve it; to reject,
        its beginning is enough. Colons do not matter. What is rejected,
        waiting or approved, is forgotten; when the server is met again,
        it waits.

        The servers have to trust the gateway too: its certificate is in
        the file that is named first. renew makes a new one for the same
        key. All this holds from the next connection on; nothing has to
        be restarted.

        Examples:
          firedamp:opcua-certificates
          firedamp:opcua-certificates approve FINGERPRINT
          firedamp:opcua-certificates reject 3f61c0aa
          firedamp:opcua-certificates renew
        """)
public final class CertificatesCommand implements Action {
  @Reference SiteClock clock;
  @Reference Session session;

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Option(name = "--zh", description = "Answers in Chinese. 中文输出")
  boolean chinese;

  @Option(name = "--en", description = "Answers in English. 英文输出")
  boolean english;

  @Argument(name = "ACTION", description = "list, approve, reject or renew. 操作")
  @Completion(
      value = StringsCompleter.class,
      values = {"list", "approve", "reject", "renew"})
  String action = "list";

  @Argument(index = 1, name = "FINGERPRINT", description = "64 digits. 指纹（64 位；reject 时开头即可）")
  String fingerprint = "";

  /** Called by the shell. */
  public CertificatesCommand() {}

  /**
   * Does it, and prints the list.
   *
   * @throws CommandException if there is no such action or certificate, or nothing can be written
   */
  @Override
  public Object execute() throws CommandException {
    String base = Objects.requireNonNullElse(System.getProperty("karaf.base"), "");
    Certificates certificates = new Certificates(Path.of(base, "secure", "driver-opcua"), clock);
    try {
      switch (action) {
        case "list" -> {}
        case "approve" -> one(certificates.approve(fingerprint));
        case "reject" -> one(certificates.reject(fingerprint));
        case "renew" -> certificates.renew();
        default ->
            throw failure(
                new Text(
                    action + ": list, approve, reject or renew",
                    action + "：可用 list、approve、reject 或 renew"));
      }
    } catch (IOException unwritable) {
      throw failure(
          new Text("cannot write: " + unwritable.getMessage(), "无法写入: " + unwritable.getMessage()));
    }
    print(json ? List.of(jsonOf(certificates)) : lines(certificates));
    return null;
  }

  private void one(Optional<Entry> chosen) throws CommandException {
    if (chosen.isEmpty()) {
      throw failure(
          new Text(
              "\""
                  + fingerprint
                  + "\" names nobody, or several; approve takes a whole fingerprint that waits",
              "“" + fingerprint + "”不对应唯一的证书；approve 需要待批准证书的完整指纹"));
    }
  }

  private List<String> lines(Certificates certificates) {
    List<String> lines = new ArrayList<>();
    String own =
        certificates
            .ownExpiry()
            .map(end -> say("valid until ", "有效期至 ") + end)
            .orElse(
                say("made at the first secured connection, or by renew", "首次安全连接或执行 renew 时生成"));
    lines.add(say("own       ", "网关证书  ") + certificates.ownFile() + "  " + own);
    for (Entry entry : certificates.servers()) {
      lines.add(
          (entry.trusted() ? say("approved  ", "已批准    ") : say("waiting   ", "待批准    "))
              + entry.fingerprint());
      lines.add(
          "          "
              + printable(entry.subject())
              + say("  valid until ", "  有效期至 ")
              + entry.expires()
              + "  "
              + printable(entry.server()));
    }
    return lines;
  }

  private static String jsonOf(Certificates certificates) {
    String servers =
        certificates.servers().stream()
            .map(
                entry ->
                    "{\"fingerprint\":"
                        + quoted(entry.fingerprint())
                        + ",\"approved\":"
                        + entry.trusted()
                        + ",\"subject\":"
                        + quoted(entry.subject())
                        + ",\"expires\":"
                        + quoted(entry.expires().toString())
                        + ",\"server\":"
                        + quoted(entry.server())
                        + "}")
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"own\":{\"file\":"
        + quoted(certificates.ownFile().toString())
        + ",\"expires\":"
        + certificates.ownExpiry().map(end -> quoted(end.toString())).orElse("null")
        + "},\"servers\":"
        + servers
        + "}";
  }

  private static String quoted(String text) {
    return '"' + printable(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Nothing that came from a server shall steer the terminal. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  private String say(String en, String zh) {
    return new Text(en, zh).in(locale());
  }

  private Locale locale() {
    return Language.of(chinese, english, name -> session.get(name), Locale.getDefault());
  }

  /** UTF-8 whatever the process's locale is. */
  private static void print(List<String> lines) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    lines.forEach(line -> out.print(line + "\n"));
    out.flush();
  }

  /** Told as it stands, without a stack trace; the exit code is 1. */
  private CommandException failure(Text what) {
    return new CommandException(what.in(locale()), what.in(locale()));
  }
}
