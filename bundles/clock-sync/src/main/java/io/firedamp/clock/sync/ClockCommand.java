package io.firedamp.clock.sync;

import io.firedamp.clock.Timekeeper;
import io.firedamp.clock.Timekeeping;
import io.firedamp.text.Language;
import io.firedamp.text.Text;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;

/**
 * {@code firedamp:clock}: how the clock is, what its servers say, what happened to it.
 *
 * <p>Design note: Karaf makes a command of its own for each call and knows field injection only.
 */
@Service
@Command(
    scope = "firedamp",
    name = "clock",
    description = "Shows the clock and its time servers; sets it. 时钟与时间服务器",
    detailedDescription =
        """
        Offset is how far the site's clock is behind a server. Reach has
        a bit for each of the last eight questions, in octal digits: 377
        says that all were answered.

        --step sets the site's clock to the time that it is to follow, be
        it earlier: all that measures and sends starts again. It does
        nothing if the clock is there already, within 128 ms.

        Examples:
          firedamp:clock
          firedamp:clock --report    daily checks and steps of a year
          firedamp:clock --step
        """)
public final class ClockCommand implements Action {
  @Reference Timekeeper keeper;
  @Reference Session session;

  @Option(name = "--zh", description = "Answers in Chinese. 中文输出")
  boolean chinese;

  @Option(name = "--en", description = "Answers in English. 英文输出")
  boolean english;

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  @Option(name = "--report", description = "Daily checks and steps of a year. 每日核查记录")
  boolean report;

  @Option(name = "--step", description = "Sets the clock now, also back. 立即校正时钟")
  boolean step;

  /** Called by the shell. */
  public ClockCommand() {}

  /** Called by the shell. */
  @Override
  public Object execute() {
    Locale locale = locale();
    if (step) {
      Text done = done(keeper.step());
      if (!json) {
        print(List.of(done.in(locale)));
      }
    }
    Timekeeping kept = keeper.timekeeping();
    if (report) {
      print(
          json
              ? List.of(ClockPage.jsonReport(keeper.events(), kept.time()))
              : ClockPage.report(keeper.events(), kept.time(), locale));
    } else {
      print(json ? List.of(ClockPage.json(kept)) : ClockPage.lines(kept, locale));
    }
    return null;
  }

  private static Text done(Duration step) {
    String by = Lasting.of(step.toNanos());
    return step.isZero()
        ? new Text("Nothing was set: the clock is where it is to be.", "时钟无需校正。")
        : new Text("Set by " + by + ".", "已校正 " + by + "。");
  }

  private Locale locale() {
    return Language.of(chinese, english, name -> session.get(name), Locale.getDefault());
  }

  /** UTF-8 whatever the process's locale is. */
  private static void print(List<String> lines) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    lines.forEach(line -> out.print(line + "\n"));
    out.flush();
  }
}
