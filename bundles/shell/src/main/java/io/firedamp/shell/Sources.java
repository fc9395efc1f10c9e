package io.firedamp.shell;

import io.firedamp.explore.Instruments;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes the names of sources that can be explored. */
@Service
public final class Sources implements Completer {
  @Reference Desk desk;

  /** Called by the shell. */
  public Sources() {}

  @Override
  public int complete(Session session, CommandLine line, List<String> candidates) {
    List<String> names = desk.instruments().map(Instruments::explorable).orElse(List.of());
    return new StringsCompleter(names).complete(session, line, candidates);
  }
}
