package io.firedamp.uplink.ccer;

import io.firedamp.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How the platform's commands are answered, as far as the specification leaves it open.
 *
 * @param naturalHours windows end with the hour of the clock, instead of an hour after the begin
 *     (AMB-31)
 * @param interval from the broker's receipt of a packet to the next one (AMB-32)
 * @param future what becomes of a span that ends in the future (AMB-29)
 * @param outside whether points outside the project boundary are sent too (AMB-38)
 * @param originalTime {@code utime} is that of the live packet, where there was one (AMB-39)
 * @param maxBytes larger packets are split into shorter windows; 0 for no limit (AMB-33)
 * @param maxHours longer spans are refused; 0 for no limit (AMB-42)
 */
record BackfillAccess(
    boolean naturalHours,
    Duration interval,
    Future future,
    boolean outside,
    boolean originalTime,
    int maxBytes,
    int maxHours) {

  /** What becomes of a span that ends in the future. */
  enum Future {
    /** It ends with the last complete second. */
    CLIP,
    /** It is sent when it is over. */
    WAIT,
    /** It is refused. */
    REJECT
  }

  static BackfillAccess of(Settings settings) {
    return new BackfillAccess(
        settings.choice("backfill.packing", "window", List.of("window", "hour")).equals("hour"),
        settings.seconds("backfill.interval.s", 5, 1, 3600),
        Future.valueOf(
            settings
                .choice("backfill.future", "clip", List.of("clip", "wait", "reject"))
                .toUpperCase(java.util.Locale.ROOT)),
        settings.choice("backfill.flag", "all", List.of("all", "inside")).equals("all"),
        settings.choice("backfill.utime", "now", List.of("now", "original")).equals("original"),
        settings.integer("backfill.max.bytes", 0, 0, 256_000_000),
        settings.integer("backfill.max.hours", 0, 0, 1_000_000));
  }
}
