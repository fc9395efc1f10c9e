package io.firedamp.buffer;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Zlib (RFC 1950), as {@code sqlar_uncompress} of the {@code sqlite3} tool reads it. */
final class Zip {
  private Zip() {}

  static byte[] deflate(byte[] bytes, int length) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(bytes, 0, length);
      deflater.finish();
      byte[] packed = new byte[length + length / 1000 + 64]; // more than zlib ever needs
      return Arrays.copyOf(packed, deflater.deflate(packed));
    } finally {
      deflater.end();
    }
  }

  /**
   * @param size of the clear text
   * @throws IllegalArgumentException if these are not the bytes of a text of that size
   */
  static byte[] inflate(byte[] packed, int size) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] clear = new byte[size + 1]; // room to see that there is more than that
      int got = inflater.inflate(clear);
      if (got != size || !inflater.finished()) {
        throw new IllegalArgumentException("not " + size + " bytes");
      }
      return Arrays.copyOf(clear, size);
    } catch (DataFormatException torn) {
      throw new IllegalArgumentException("cannot be uncompressed: " + torn.getMessage(), torn);
    } finally {
      inflater.end();
    }
  }
}
