package io.firedamp.shell;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.impl.action.command.ActionCommand;
import org.apache.karaf.shell.impl.action.command.ManagerImpl;

/**
 * Calls commands through Karaf's own injection and parsing; the session has no locale, and a
 * terminal only if there is one.
 *
 * @param setup the first steps, for the command that takes them
 * @param typed what is answered to questions, in order
 */
record Console(Desk desk, Optional<Terminal> terminal, Optional<Setup> setup, Queue<String> typed) {
  Console(Desk desk) {
    this(desk, Optional.empty());
  }

  Console(Desk desk, Optional<Terminal> terminal) {
    this(desk, terminal, Optional.empty(), new ArrayDeque<>());
  }

  private Object service(Class<?> type, Session session) {
    return type == Desk.class ? desk : type == Setup.class ? setup.orElseThrow() : session;
  }

  /** What the command prints. */
  String run(Class<? extends Action> command, String... arguments) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    run(bytes, command, arguments);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The same for a command that fails after its answer. */
  void run(ByteArrayOutputStream bytes, Class<? extends Action> type, String... arguments)
      throws Exception {
    Registry[] registry = new Registry[1];
    Session session =
        Samples.fake(
            Session.class,
            (proxy, method, parameters) ->
                switch (method.getName()) {
                  case "getRegistry" -> registry[0];
                  case "get" -> "LANG".equals(parameters[0]) ? "C.UTF-8" : null;
                  case "getTerminal" -> terminal.orElse(null);
                  case "resolveCommand" -> parameters[0];
                  case "readLine" -> typed.poll();
                  default -> null;
                });
    registry[0] =
        Samples.fake(
            Registry.class,
            (proxy, method, parameters) ->
                method.getName().equals("getService")
                    ? service((Class<?>) parameters[0], session)
                    : List.of());
    PrintStream before = System.out;
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    System.setOut(out);
    try {
      new ActionCommand(new ManagerImpl(registry[0], registry[0]), type)
          .execute(session, List.<Object>of((Object[]) arguments));
    } finally {
      System.setOut(before);
      out.flush();
    }
  }
}
