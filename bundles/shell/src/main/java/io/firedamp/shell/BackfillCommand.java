package io.firedamp.shell;

import io.firedamp.courier.Courier;
import io.firedamp.courier.Errand;
import io.firedamp.text.Text;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:backfill}: what platforms have asked for, and how far it is. */
@Service
@Command(
    scope = "firedamp",
    name = "backfill",
    description =
        "Shows which stored data a platform has asked for, and how far they are. 平台数据补传请求及进度",
    detailedDescription =
        """
        Stored data are sent only when a platform asks for them, an hour
        in a packet, live packets first. A request survives a restart.

        Examples:
          firedamp:backfill                     what is being sent
          firedamp:backfill --json              for scripts
          firedamp:backfill --cancel 17421061   gives a request up
        """)
public final class BackfillCommand extends SiteCommand {
  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Option(name = "--cancel", description = "Gives up the request of that id. 取消该请求")
  String cancel = "";

  /** Called by the shell. */
  public BackfillCommand() {}

  /**
   * Prints the answer.
   *
   * @throws CommandException if the request to be given up is not there
   */
  @Override
  public Object execute() throws CommandException {
    List<Courier> couriers = desk.couriers();
    if (!cancel.isEmpty()) {
      if (couriers.stream().noneMatch(courier -> courier.cancel(cancel))) {
        throw failure(
            new Text(
                "There is no request " + Cells.clean(cancel) + ". firedamp:backfill lists all.",
                "没有请求 " + Cells.clean(cancel) + "。firedamp:backfill 列出全部请求。"));
      }
      print(
          List.of(
              new Text("Request " + cancel + " is given up.", "请求 " + cancel + " 已取消。")
                  .in(locale())));
      return null;
    }
    List<Errand> errands =
        couriers.stream().flatMap(courier -> courier.errands().stream()).toList();
    print(
        json
            ? List.of(Json.errands(errands, desk.now()))
            : BackfillPage.lines(errands, locale(), ink(), width()));
    return null;
  }
}
