package io.firedamp.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the codes of points. */
@Service
public final class Codes implements Completer {
  @Reference Desk desk;

  /** Called by the shell. */
  public Codes() {}

  @Override
  public int complete(Session session, CommandLine line, List<String> candidates) {
    List<String> codes = desk.points().stream().map(live -> live.point().id().value()).toList();
    return new StringsCompleter(codes).complete(session, line, candidates);
  }
}
