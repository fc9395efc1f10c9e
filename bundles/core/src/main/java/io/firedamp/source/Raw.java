package io.firedamp.source;

import io.firedamp.text.Text;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What lies at an address, before anybody has said what it means.
 *
 * @param hex the bytes in the order in which they arrived, two hexadecimal digits each; empty if
 *     nothing was read
 * @param said what the device says of them, as its type and status; or why nothing was read
 */
public record Raw(String hex, Text said) {
  /**
   * @throws IllegalArgumentException if these are no hexadecimal digits
   */
  public Raw {
    HexFormat.of().parseHex(hex);
    Objects.requireNonNull(said);
  }

  /** Those bytes. */
  public static Raw of(byte[] bytes, Text said) {
    return new Raw(HexFormat.of().formatHex(bytes), said);
  }

  /** Nothing was read, for that reason. */
  public static Raw nothing(Text why) {
    return new Raw("", why);
  }

  /** The bytes in the order in which they arrived. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }
}
