package io.firedamp.container;

import com.fasterxml.jackson.databind.JsonNode;
import io.firedamp.testkit.Tab;
import io.firedamp.testkit.Tab.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Somebody who has a keyboard and nothing else, on a page that was just opened. */
final class Keyboard {
  /** Remembers the controls that can be seen. Of radio buttons only one of a group is a stop. */
  private static final String BEGIN =
      """
      window.stops = [...document.querySelectorAll(
          'a[href], button, input:not([type=radio]), select, textarea, summary, [tabindex]')]
        .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }));
      window.words = e => e.outerHTML.slice(0, 160);
      window.stops.length
      """;

  /**
   * Where the keyboard is, and whether one can see it there: not out of the window, not covered.
   */
  private static final String HERE =
      """
      (() => {
        const e = document.activeElement;
        if (!e || e === document.body) return null;
        const box = e.getBoundingClientRect(), style = getComputedStyle(e);
        const place = (from, to, end) => Math.max(0, Math.min(end - 1, (from + to) / 2));
        const there = document.elementFromPoint(
          place(box.left, box.right, innerWidth), place(box.top, box.bottom, innerHeight));
        return {
          stop: window.stops.indexOf(e), words: window.words(e),
          marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
          inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
            && !!there && (e.contains(there) || there.contains(e))
        };
      })()
      """;

  private static final String SKIP =
      "document.activeElement.matches('a.skip')"
          + " && document.activeElement.getBoundingClientRect().left >= 0";

  private static final String MISSED =
      "window.stops.filter((e, i) => !%s.includes(i) && e.checkVisibility()).map(window.words)";

  private Keyboard() {}

  /**
   * Goes once round with the Tab key.
   *
   * @return controls that are not reached, or where one cannot see that one is there
   */
  static List<String> faults(Tab tab) throws InterruptedException {
    int stops = tab.value(BEGIN).asInt();
    List<String> faults = new ArrayList<>();
    Set<Integer> reached = new HashSet<>();
    int before = -1;
    // more often than that, because a box that scrolls is a stop of the browser's own, and a field
    // for a date has one for each of its parts
    for (int pressed = 0; pressed < 4 * stops + 2 && reached.size() < stops; pressed++) {
      tab.press(Key.TAB);
      JsonNode here = tab.value(HERE);
      int stop = here.path("stop").asInt(-1);
      if (stop >= 0 && stop != before && !reached.add(stop)) {
        break; // round
      }
      boolean inside = stop >= 0 && stop == before; // of a part the browser shows it by itself
      before = stop;
      if (here.has("words")
          && !inside
          && !(here.path("marked").asBoolean() && here.path("inSight").asBoolean())) {
        faults.add("cannot be seen to have the focus: " + here.path("words").asText());
      }
    }
    tab.value(MISSED.formatted(reached))
        .forEach(missed -> faults.add("not reached: " + missed.asText()));
    return faults;
  }

  /** Whether the first control is a link over the tabs, seen when it is reached, to the content. */
  static boolean skips(Tab tab) throws InterruptedException {
    tab.press(Key.TAB);
    boolean link = tab.value(SKIP).asBoolean();
    tab.press(Key.ENTER);
    return link && tab.value("document.activeElement.localName === 'main'").asBoolean();
  }
}
