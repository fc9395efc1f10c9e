package io.firedamp.shell;

import io.firedamp.store.DayRoot;
import io.firedamp.store.History;
import io.firedamp.store.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:verify}: whether the stored data are as they were sealed. */
@Service
@Command(
    scope = "firedamp",
    name = "verify",
    description = "Checks that nothing of the sealed history was changed. 校验历史数据未被改动",
    detailedDescription =
        """
        Each hour is sealed with a digest over its frames and the
        digest before it, so one digest stands for all up to there.
        What does not fit first is named with its frame, hour and
        file. An hour is sealed when it is over. All of it is read: years
        take a while.

        Examples:
          firedamp:verify                    all of it
          firedamp:verify --from -30d        the last thirty days
          firedamp:verify --from 2026-11-01 --to 2026-12-01
          firedamp:verify --roots            the digest of each day:
                                             print them, give them away
          firedamp:verify --json             for scripts
        """)
public final class VerifyCommand extends SpanCommand {
  @Option(name = "--roots", description = "Shows each day's digest, checks nothing. 列出每日摘要，不校验")
  boolean roots;

  @Option(name = "--json", description = "Answers with one line of JSON. 输出 JSON")
  boolean json;

  /** Called by the shell. */
  public VerifyCommand() {}

  /**
   * Prints the answer.
   *
   * @throws CommandException if something does not fit, after the answer; or if the check cannot be
   *     made
   */
  @Override
  public Object execute() throws CommandException {
    History history = history();
    Instant begin = begin(FIRST);
    Instant end = end(LAST);
    ascending(begin, end);
    try {
      if (roots) {
        List<DayRoot> days =
            history.roots().stream().filter(root -> touches(root, begin, end)).toList();
        print(
            json
                ? List.of(Json.roots(days, desk.now()))
                : days.stream().map(VerifyCommand::line).toList());
      } else {
        tell(history.verify(begin, end));
      }
    } catch (IOException unreadable) {
      throw unreadable(unreadable);
    }
    return null;
  }

  private void tell(Verdict verdict) throws CommandException {
    print(
        json
            ? List.of(Json.verdict(verdict, desk.now()))
            : VerdictPage.lines(verdict, locale(), ink(), width()));
    if (!verdict.sound()) {
      throw new CommandException("", VerdictPage.summary(verdict).in(locale()));
    }
  }

  private static boolean touches(DayRoot root, Instant begin, Instant end) {
    Instant midnight = root.day().atStartOfDay(Wording.SITE).toInstant();
    Instant next = root.day().plusDays(1).atStartOfDay(Wording.SITE).toInstant();
    return midnight.isBefore(end) && next.isAfter(begin);
  }

  /** As in {@code roots.txt}, so that the two can be compared by eye and by {@code diff}. */
  private static String line(DayRoot root) {
    return root.day() + " " + root.last() + " " + root.digest();
  }
}
