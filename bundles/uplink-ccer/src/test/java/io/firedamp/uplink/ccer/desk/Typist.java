package io.firedamp.uplink.ccer.desk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.CommandException;

/** Somebody at a shell, who has said beforehand what he is going to type. */
public final class Typist {
  private final Queue<String> typed = new ArrayDeque<>();
  private final StringBuilder prompts = new StringBuilder();
  private volatile boolean gone;

  /** Types these lines at the next questions, and nothing after them. */
  public void types(String... lines) {
    typed.clear();
    typed.addAll(List.of(lines));
  }

  /** His connection ends. */
  public void hangsUp() {
    gone = true;
  }

  /** What was asked. */
  public String prompts() {
    return prompts.toString();
  }

  /**
   * His session.
   *
   * @param terminal whether he sits at one
   */
  public Session session(boolean terminal) {
    Terminal screen =
        (Terminal)
            Proxy.newProxyInstance(
                Terminal.class.getClassLoader(),
                new Class<?>[] {Terminal.class},
                (proxy, method, arguments) -> method.getName().equals("getType") ? "xterm" : null);
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getTerminal":
                  return terminal ? screen : null;
                case "getConsole":
                  return new PrintStream(new Wire());
                case "readLine":
                  prompts.append(arguments[0]);
                  return typed.poll();
                default:
                  return null;
              }
            });
  }

  private final class Wire extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      flush();
    }

    @Override
    public void flush() throws IOException {
      if (gone) {
        throw new IOException("closed");
      }
    }
  }

  /** What the command shows; what it fails with stands behind {@code FAILED}. */
  public static String run(Action command) throws Exception { // Action declares it
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      command.execute();
    } catch (CommandException refused) {
      return bytes.toString(StandardCharsets.UTF_8) + "FAILED " + refused.getNiceHelp();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
