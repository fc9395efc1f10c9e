package io.firedamp.buffer;

import io.firedamp.point.PointId;
import io.firedamp.point.Quality;
import io.firedamp.point.Sample;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * The bytes of a frame's samples: one entry after the other, in the order of the frame.
 *
 * <table>
 * <caption>An entry</caption>
 * <tr><td>1–9 bytes</td><td>the point's {@code point.id}, seven bits to a byte, low ones first; the
 *     top bit says that more follow</td></tr>
 * <tr><td>1 byte</td><td>{@link Quality#code()}</td></tr>
 * <tr><td>8 bytes</td><td>the value's IEEE 754 bits, high byte first; absent if {@link
 *     Quality#measured()} is false, because the value then is NaN</td></tr>
 * </table>
 *
 * <p>No rounding, no scaling: every bit that was read is kept.
 */
final class Packing {
  private static final int LONGEST_ENTRY = 9 + 1 + 8;
  private static final int MORE = 0x80;
  private static final int BITS = 7;

  private Packing() {}

  static byte[] pack(List<Sample> samples, ToLongFunction<PointId> ids) {
    ByteBuffer bytes = ByteBuffer.allocate(samples.size() * LONGEST_ENTRY);
    for (Sample sample : samples) {
      long id = ids.applyAsLong(sample.point());
      for (; id >= MORE; id >>>= BITS) {
        bytes.put((byte) (id | MORE));
      }
      bytes.put((byte) id);
      bytes.put((byte) sample.quality().code());
      if (sample.quality().measured()) {
        bytes.putLong(Double.doubleToRawLongBits(sample.value()));
      }
    }
    byte[] packed = new byte[bytes.position()];
    bytes.flip().get(packed);
    return packed;
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of samples
   */
  static List<Sample> unpack(byte[] packed, LongFunction<PointId> points) {
    ByteBuffer bytes = ByteBuffer.wrap(packed);
    List<Sample> samples = new ArrayList<>();
    try {
      while (bytes.hasRemaining()) {
        PointId point = points.apply(varint(bytes));
        Quality quality = Quality.of(Byte.toUnsignedInt(bytes.get()));
        samples.add(
            quality.measured()
                ? new Sample(point, Double.longBitsToDouble(bytes.getLong()), quality)
                : Sample.missing(point, quality));
      }
    } catch (BufferUnderflowException torn) {
      throw new IllegalArgumentException("the last sample is cut off", torn);
    }
    return samples;
  }

  private static long varint(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += BITS) {
      byte next = bytes.get();
      number |= (long) (next & MORE - 1) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }
}
