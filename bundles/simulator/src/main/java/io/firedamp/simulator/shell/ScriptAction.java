package io.firedamp.simulator.shell;

import io.firedamp.simulator.platform.Rehearsal;
import io.firedamp.simulator.platform.Unable;
import io.firedamp.text.Text;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:platform-script}: the simulated platform misbehaves, or asks for data. */
@Service
@Command(
    scope = "firedamp",
    name = "platform-script",
    description = "Makes the simulated platform misbehave. 让模拟平台执行演练脚本",
    detailedDescription =
        """
        Steps with semicolons between; those without a time are for
        now. They are played beside what is played already.

        Examples:
          firedamp:platform-script "refuse 5 packets"
          firedamp:platform-script "after 30 s: away for 20 s"
          firedamp:platform-script "every 100th packet: no reply"
          firedamp:platform-script "command last 15 min sample-like"
          firedamp:platform-script --stop
        """)
public final class ScriptAction extends PlatformAction {
  @Argument(name = "steps", description = "What to do. 步骤")
  String steps = "";

  @Option(name = "--stop", description = "Plays no script any more. 停止全部脚本")
  boolean stop;

  /** Called by the shell. */
  public ScriptAction() {}

  /**
   * Plays the steps.
   *
   * @throws CommandException if there is no platform, or a step is wrong
   */
  @Override
  public Object execute() throws CommandException {
    Rehearsal platform = platform();
    if (stop == !steps.isBlank()) {
      throw failure(new Text("Either steps or --stop", "请给出步骤，或 --stop"));
    }
    try {
      if (stop) {
        platform.stopPlaying();
      } else {
        platform.play(steps);
      }
    } catch (Unable why) {
      throw failure(why.text());
    }
    Text done = stop ? new Text("stopped", "已停止") : new Text("playing", "已开始执行");
    print(List.of(json ? "{\"playing\":" + !stop + "}" : done.in(locale())));
    return null;
  }
}
