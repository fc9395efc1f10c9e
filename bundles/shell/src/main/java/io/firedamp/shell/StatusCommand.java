package io.firedamp.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:status}: is all well, and if not, what to do. */
@Service
@Command(
    scope = "firedamp",
    name = "status",
    description = "Says how the gateway is, what is wrong, since when, and what to do. 网关状态与处置建议",
    detailedDescription =
        """
        The verdict comes first, then everything that is not normal
        with its cause and remedy, configuration errors included,
        then all parts with their figures.

        Examples:
          firedamp:status                 for people
          firedamp:status --zh            in Chinese
          firedamp:status --json          for scripts
          firedamp:status --check         exit code 1 if it is not well
          firedamp:status | grep uplink   no colours in pipes
        """)
public final class StatusCommand extends SiteCommand {
  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Option(
      name = "--check",
      description = "Fails after the answer if anything is Major or Critical. 若有重要或紧急问题则以失败退出")
  boolean check;

  /** Called by the shell. */
  public StatusCommand() {}

  /**
   * Prints the answer.
   *
   * @throws CommandException if {@code --check} is given and the gateway is not well; the answer is
   *     printed before, and the shell adds nothing but the end of a line
   */
  @Override
  public Object execute() throws CommandException {
    Picture picture = desk.picture();
    print(
        json ? List.of(Json.status(picture)) : StatusPage.lines(picture, locale(), ink(), width()));
    if (check && !picture.well()) {
      throw new CommandException("", picture.verdict().in(locale()));
    }
    return null;
  }
}
