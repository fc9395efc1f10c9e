package io.firedamp.explore;

import io.firedamp.source.Place;
import io.firedamp.text.Text;
import java.util.List;
import java.util.Objects;

/**
 * A directory of a device.
 *
 * @param places what lies there, in the device's order
 * @param note why there is nothing, for people; empty if there is nothing to say
 */
public record Listing(List<Place> places, Text note) {
  public Listing {
    places = List.copyOf(places);
    Objects.requireNonNull(note);
  }
}
