package io.firedamp.buffer;

import io.firedamp.store.Delivery;
import io.firedamp.store.Delivery.Outcome;
import io.firedamp.store.Settlement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * What became of one part of the frames of a unit at one uplink, turned round as a {@link Unit} is.
 *
 * @param numbers of the frames, ascending
 * @param outcomes {@link Outcome#code()}
 * @param attempts how often each was published
 * @param phases ids of words
 * @param reasons ids of words
 * @param ats when each ended, in {@code tick} nanoseconds
 * @param tick 1, 1000 or 1,000,000: the coarsest in which they are whole numbers
 * @param requests request ids 请求序列号
 */
record Ledger(
    long[] numbers,
    long[] outcomes,
    long[] attempts,
    long[] phases,
    long[] reasons,
    long[] ats,
    long tick,
    List<String> requests) {

  private static final long[] TICKS = {1_000_000, 1000, 1};

  /**
   * Request ids as they are written.
   *
   * @param snowflakes whether they are numbers, {@link Deltas}; otherwise a line each
   * @param size of the text
   * @param data the text, zlib
   */
  record Requests(boolean snowflakes, int size, byte[] data) {
    static Requests of(List<String> ids) {
      long[] numbers = ids.stream().mapToLong(Requests::number).toArray();
      boolean snowflakes =
          ids.stream().allMatch(id -> id.isEmpty() || Long.toString(number(id)).equals(id));
      byte[] text =
          snowflakes
              ? Deltas.write(numbers)
              : String.join("\n", ids).getBytes(StandardCharsets.UTF_8);
      return new Requests(snowflakes, text.length, Zip.deflate(text, text.length));
    }

    private static long number(String id) {
      try {
        return Long.parseLong(id);
      } catch (NumberFormatException another) {
        return Deltas.NONE;
      }
    }

    List<String> ids(int count) {
      byte[] text = Zip.inflate(data, size);
      if (!snowflakes) {
        return List.of(new String(text, StandardCharsets.UTF_8).split("\n", -1));
      }
      return Arrays.stream(Deltas.read(text, count))
          .mapToObj(number -> number == Deltas.NONE ? "" : Long.toString(number))
          .toList();
    }
  }

  /**
   * Turns settlements of one part round.
   *
   * @param settlements by frame
   * @param words makes an id of a word
   */
  static Ledger of(List<Settlement> settlements, ToLongFunction<String> words) {
    List<Delivery> deliveries = settlements.stream().map(Settlement::delivery).toList();
    long[] nanos = deliveries.stream().mapToLong(each -> HotFile.nanos(each.at())).toArray();
    long tick =
        Arrays.stream(TICKS)
            .filter(unit -> Arrays.stream(nanos).allMatch(at -> at % unit == 0))
            .findFirst()
            .orElseThrow();
    return new Ledger(
        settlements.stream().mapToLong(Settlement::frame).toArray(),
        deliveries.stream().mapToLong(each -> each.outcome().code()).toArray(),
        deliveries.stream().mapToLong(Delivery::attempts).toArray(),
        deliveries.stream().map(Delivery::phase).mapToLong(words).toArray(),
        deliveries.stream().map(Delivery::reason).mapToLong(words).toArray(),
        Arrays.stream(nanos).map(at -> at / tick).toArray(),
        tick,
        deliveries.stream().map(Delivery::requestId).toList());
  }

  /**
   * What became of a frame; empty if it is not in here.
   *
   * @param words the word of an id
   */
  Optional<Delivery> delivery(long number, LongFunction<String> words) {
    int index = Arrays.binarySearch(numbers, number);
    if (index < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Delivery(
            Outcome.of((int) outcomes[index]),
            (int) attempts[index],
            Instant.EPOCH.plusNanos(ats[index] * tick),
            requests.get(index),
            words.apply(phases[index]),
            words.apply(reasons[index])));
  }
}
