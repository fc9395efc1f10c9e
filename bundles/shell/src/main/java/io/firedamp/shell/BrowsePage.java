package io.firedamp.shell;

import io.firedamp.explore.Listing;
import io.firedamp.shell.Grid.Cell;
import io.firedamp.shell.Grid.Column;
import io.firedamp.source.Place;
import io.firedamp.text.Text;
import java.util.List;
import java.util.Locale;

/** A directory of a device for people. */
final class BrowsePage {
  private static final Text NOTHING = new Text("Nothing lies there.", "此处没有内容。");
  private static final String BRANCH = "▸";

  private BrowsePage() {}

  static List<String> lines(Listing listing, Locale locale, Ink ink, int width) {
    if (listing.places().isEmpty()) {
      Text why = listing.note().en().isEmpty() ? NOTHING : listing.note();
      return List.of(Cells.clean(why.in(locale)));
    }
    Grid grid =
        new Grid(
            List.of(
                Column.text(""),
                Column.text(new Text("NAME", "名称").in(locale)),
                Column.text(new Text("TYPE", "类型").in(locale)),
                Column.elastic(new Text("VALUE", "数值").in(locale)),
                Column.text(new Text("ADDRESS", "地址").in(locale))));
    for (Place place : listing.places()) {
      grid.add(
          Cell.of(place.branch() ? BRANCH : ""),
          Cell.of(place.name()),
          Cell.of(place.type()),
          Cell.of(place.value()),
          Cell.of(place.address()));
    }
    return grid.lines(ink, width);
  }
}
