package io.firedamp.simulator.shell;

import io.firedamp.simulator.platform.Rehearsal;
import io.firedamp.simulator.platform.Unable;
import io.firedamp.text.Text;
import java.time.Instant;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:platform-command}: the simulated platform asks for the data of a span. */
@Service
@Command(
    scope = "firedamp",
    name = "platform-command",
    description = "The simulated platform asks for data again. 模拟平台下发数据补传指令",
    detailedDescription =
        """
        Times are now, an age as 90s 15m 2h 1d, seconds since 1970,
        or Beijing time. Both ends are inclusive. The answers are
        compared with what was accepted live.

        Examples:
          firedamp:platform-command --from 15m --to now
          firedamp:platform-command --from 2026-11-21T08:00:00 --to 2026-11-21T10:00:00
          firedamp:platform-command --from 1h --to 30m --sample-like
        """)
public final class CommandAction extends PlatformAction {
  @Option(name = "--from", description = "The first second. 开始时间", required = true)
  String from = "";

  @Option(name = "--to", description = "The last second. 结束时间", required = true)
  String to = "";

  @Option(name = "--type", description = "cmd_type; 1 is the document's. 指令类型")
  String type = "1";

  @Option(
      name = "--sample-like",
      description = "With the typing errors of the document's sample. 按规范示例的格式（全角冒号、多余空格）")
  boolean sampleLike;

  /** Called by the shell. */
  public CommandAction() {}

  /**
   * Sends the command.
   *
   * @throws CommandException if there is no platform, a time cannot be read, or it cannot be sent
   */
  @Override
  public Object execute() throws CommandException {
    Rehearsal platform = platform();
    if (!type.matches("[0-9A-Za-z]{1,16}")) {
      throw failure(new Text("--type: up to 16 letters and digits", "--type: 最多16位字母数字"));
    }
    try {
      String id =
          platform.command(
              type,
              moment("--from", from, platform.now()),
              moment("--to", to, platform.now()),
              sampleLike);
      Text sent = new Text("sent, request_id " + id, "已下发，request_id " + id);
      print(List.of(json ? "{\"request_id\":\"" + id + "\"}" : sent.in(locale())));
      return null;
    } catch (Unable why) {
      throw failure(why.text());
    }
  }

  private Instant moment(String option, String written, Instant now) throws CommandException {
    return Moment.parse(written, now)
        .orElseThrow(
            () ->
                failure(
                    new Text(
                        option + " " + written + ": now, 15m, or 2026-11-21T08:00:00",
                        option + " " + written + ": 应为 now、15m 或 2026-11-21T08:00:00")));
  }
}
