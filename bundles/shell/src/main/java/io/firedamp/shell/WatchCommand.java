package io.firedamp.shell;

import io.firedamp.text.Text;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code firedamp:watch}: the gateway at work, a picture per second. */
@Service
@Command(
    scope = "firedamp",
    name = "watch",
    description = "Shows verdict, points and figures, a picture per second. 实时监视",
    detailedDescription =
        """
        On a terminal the picture is refreshed in place until a key is
        pressed. Without one each picture is printed below the one
        before, with an empty line between them.

        Examples:
          firedamp:watch                    until a key is pressed
          firedamp:watch --seconds 10       ten pictures
          firedamp:watch --seconds 1 --zh   one, in Chinese
          firedamp:watch --screen 120x40    refreshed in place for a
                                            caller with a terminal of
                                            its own
        """)
public final class WatchCommand extends SiteCommand {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int PLAIN_WIDTH = 100;
  private static final int LEAST_WIDTH = 40;
  private static final int LEAST_HEIGHT = 8;
  private static final int MOST = 1000;
  private static final Pattern SCREEN = Pattern.compile("(\\d{1,4})x(\\d{1,4})");

  /** ECMA-48: cursor off, home, erase to the end of the line, of the screen, cursor on. */
  private static final String HIDE = "\u001b[?25l\u001b[2J";

  private static final String HOME = "\u001b[H";
  private static final String END_LINE = "\u001b[K";
  private static final String END_SCREEN = "\u001b[J";
  private static final String SHOW = "\u001b[?25h";

  @Option(name = "--seconds", description = "Ends after that many pictures; 0: never. 显示次数")
  int seconds;

  @Option(
      name = "--screen",
      description = "COLUMNSxLINES of the terminal, where the shell cannot see it. 终端大小（列x行）")
  String screen = "";

  /** Called by the shell. */
  public WatchCommand() {}

  /**
   * Prints pictures until a key is pressed, the time is over, or nobody reads them any more.
   *
   * @throws CommandException if the size makes no sense
   */
  @Override
  public Object execute() throws CommandException {
    boolean inPlace = onTerminal() || !screen.isEmpty();
    int[] size = size();
    try (Keyboard keyboard = Keyboard.of(session)) {
      watch(keyboard, inPlace, size[0], size[1]);
    }
    return null;
  }

  private void watch(Keyboard keyboard, boolean inPlace, int width, int height) {
    Locale locale = locale();
    Ink ink = inPlace ? Ink.COLOUR : Ink.PLAIN;
    PrintStream out = out();
    out.print(inPlace ? HIDE : "");
    boolean interrupted = false;
    try {
      Picture before = desk.picture().with(desk.points());
      Picture picture = before;
      for (int shown = 1; ; shown++) {
        List<String> lines = Screen.lines(picture, before, locale, ink, width, height);
        out.print(inPlace ? inPlace(lines) : String.join("\n", lines) + "\n");
        out.flush();
        if (shown == seconds || out.checkError() || keyboard.pressed(PERIOD)) {
          break;
        }
        out.print(inPlace ? "" : "\n");
        before = picture;
        picture = desk.picture().with(desk.points());
      }
    } catch (InterruptedException ctrlC) {
      interrupted = true;
    } finally {
      out.print(inPlace ? SHOW : "");
      out.flush();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String inPlace(List<String> lines) {
    StringBuilder picture = new StringBuilder(HOME);
    lines.forEach(line -> picture.append(line).append(END_LINE).append('\n'));
    return picture.append(END_SCREEN).toString();
  }

  /** Columns and lines; a line is left for the cursor. */
  private int[] size() throws CommandException {
    if (screen.isEmpty()) {
      return onTerminal()
          ? new int[] {
            Math.max(LEAST_WIDTH, width()),
            Math.max(LEAST_HEIGHT, session.getTerminal().getHeight() - 1)
          }
          : new int[] {PLAIN_WIDTH, Integer.MAX_VALUE};
    }
    Matcher matcher = SCREEN.matcher(screen);
    int columns = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    int lines = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    if (columns < LEAST_WIDTH || columns > MOST || lines < LEAST_HEIGHT || lines > MOST) {
      String range = LEAST_WIDTH + "x" + LEAST_HEIGHT + " … " + MOST + "x" + MOST;
      throw failure(
          new Text(
              "--screen = " + screen + ": COLUMNSxLINES, " + range,
              "--screen = " + screen + ": 列x行, " + range));
    }
    return new int[] {columns, lines - 1};
  }
}
