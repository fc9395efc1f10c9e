package io.firedamp.source;

import java.util.Locale;
import java.util.Optional;

/**
 * In which order the bytes of a value arrive, A being its most significant byte, in the pattern of
 * a 32-bit value. Wider and narrower values follow the same two rules: are the words swapped, and
 * are the bytes of each word swapped.
 */
public enum WordOrder {
  /** Big-endian: high word first, high byte first. */
  ABCD(false, false),
  /** Low word first, high byte first in each. */
  CDAB(true, false),
  /** High word first, low byte first in each. */
  BADC(false, true),
  /** Little-endian: low word first, low byte first. */
  DCBA(true, true);

  private final boolean wordsSwapped;
  private final boolean bytesSwapped;

  WordOrder(boolean wordsSwapped, boolean bytesSwapped) {
    this.wordsSwapped = wordsSwapped;
    this.bytesSwapped = bytesSwapped;
  }

  /** Whether the least significant word comes first. */
  public boolean wordsSwapped() {
    return wordsSwapped;
  }

  /** Whether the least significant byte of each word comes first. */
  public boolean bytesSwapped() {
    return bytesSwapped;
  }

  /**
   * The bits of a value, most significant first.
   *
   * @param bytes as they arrived
   * @param from where the value starts in them
   * @param width how many bytes it takes: one, or 2 to 8 in words of two
   */
  public long bits(byte[] bytes, int from, int width) {
    long bits = 0;
    for (int i = 0; i < width; i++) {
      int word = i / 2;
      int at = wordsSwapped ? width / 2 - 1 - word : word;
      int half = bytesSwapped ? 1 - i % 2 : i % 2;
      bits = bits << Byte.SIZE | Byte.toUnsignedInt(bytes[from + (width == 1 ? 0 : 2 * at + half)]);
    }
    return bits;
  }

  /** The order of that name, in any case; empty if there is none. */
  public static Optional<WordOrder> of(String word) {
    try {
      return Optional.of(valueOf(word.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
