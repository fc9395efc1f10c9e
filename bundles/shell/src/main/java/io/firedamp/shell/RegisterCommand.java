package io.firedamp.shell;

import io.firedamp.point.PointId;
import io.firedamp.register.Instrument;
import io.firedamp.register.Register;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:register}: projects, facilities, instruments, and what is due (CCER-6.3-01). */
@Service
@Command(
    scope = "firedamp",
    name = "register",
    description =
        "Shows the project, its facilities and its instruments, the next due first. 仪表台账与系统设施",
    detailedDescription =
        """
        Instruments are those columns of points.csv that the base
        information table asks for; facilities are the files
        io.firedamp.facility-NAME.cfg.

        Examples:
          firedamp:register              all
          firedamp:register FOCH001      everything of one instrument
          firedamp:register --json       for scripts
        """)
public final class RegisterCommand extends SiteCommand {
  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Argument(name = "CODE", description = "The point's code. 点位编号")
  @Completion(Codes.class)
  String code = "";

  /** Called by the shell. */
  public RegisterCommand() {}

  /**
   * Prints the register.
   *
   * @throws CommandException if nobody knows it, or there is no such instrument
   */
  @Override
  public Object execute() throws CommandException {
    Register register = desk.register().orElseThrow(this::noPipeline);
    List<Instrument> all = register.instruments();
    List<Instrument> meant =
        all.stream()
            .filter(i -> code.isEmpty() || i.point().id().value().equalsIgnoreCase(code))
            .toList();
    if (meant.isEmpty() && !code.isEmpty()) {
      List<PointId> known = all.stream().map(i -> i.point().id()).toList();
      throw unknown(code, known, json);
    }
    if (json) {
      print(List.of(Json.register(register, meant, desk.now())));
    } else if (code.isEmpty()) {
      print(RegisterPage.lines(register, desk.now(), locale(), ink(), width()));
    } else {
      print(RegisterPage.lines(meant.get(0), locale()));
    }
    return null;
  }
}
