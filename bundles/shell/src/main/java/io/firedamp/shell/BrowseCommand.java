package io.firedamp.shell;

import io.firedamp.explore.Instruments;
import io.firedamp.explore.Listing;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:browse}: what a device says that it has. */
@Service
@Command(
    scope = "firedamp",
    name = "browse",
    description = "Shows the directory of a device. 浏览设备目录",
    detailedDescription =
        """
        Shows what lies directly below a place of a device that has a
        directory, with the address that a row of the point table would
        write. A place marked with an arrow has more below it: ask for
        its address. Without a source all that can be asked are listed.
        Modbus has no directory: firedamp:read --raw shows its words.

        Examples:
          firedamp:browse                    the sources
          firedamp:browse plc                the top of the source plc
          firedamp:browse plc 'ns=2;s=Plant'
          firedamp:browse --json plc         for scripts
        """)
public final class BrowseCommand extends SiteCommand {
  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Argument(name = "SOURCE", description = "The source's name. 数据源名称")
  @Completion(Sources.class)
  String source = "";

  @Argument(index = 1, name = "PLACE", description = "The address of a place. 位置的地址")
  String place = "";

  /** Called by the shell. */
  public BrowseCommand() {}

  /**
   * Prints the answer.
   *
   * @throws CommandException if there is no such source, or the pipeline does not run
   * @throws InterruptedException if the caller does not want to wait any longer
   */
  @Override
  public Object execute() throws CommandException, InterruptedException {
    Instruments instruments = instruments();
    if (source.isEmpty()) {
      List<String> names = instruments.explorable();
      print(json ? List.of(Json.sources(names, desk.now())) : names);
      return null;
    }
    Listing listing =
        instruments
            .browse(source, place)
            .orElseThrow(() -> noSource(source, instruments.explorable()));
    print(
        json
            ? List.of(Json.listing(source, place, listing, desk.now()))
            : BrowsePage.lines(listing, locale(), ink(), width()));
    return null;
  }
}
