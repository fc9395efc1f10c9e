package io.firedamp.source;

import java.util.Objects;

/**
 * A place of a device's directory.
 *
 * @param address what a row of the point table would write
 * @param name the device's name of it
 * @param type the device's word for what lies there, as {@code Float}; empty for a mere branch
 * @param value its present value as text; empty if there is none, or it was not asked for
 * @param branch whether something lies below it
 */
public record Place(String address, String name, String type, String value, boolean branch) {
  public Place {
    Objects.requireNonNull(address);
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(value);
  }
}
