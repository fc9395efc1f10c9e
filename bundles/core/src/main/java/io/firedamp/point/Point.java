package io.firedamp.point;

import io.firedamp.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A row of the point table 点位表, without what only the driver understands.
 *
 * @param id the point
 * @param name what it measures
 * @param source the {@code source.name} that reads it, or {@link #COMPUTED}
 * @param inside whether it lies inside the project boundary (flag 1), CCER-7.6-05
 * @param decimals decimals that an uplink shows, 0–9 (附录C)
 * @param unit unit of the value, as in 附录C
 * @param kind instantaneous or cumulative
 * @param low the smallest plausible value in that unit, {@code -Infinity} if there is no limit
 * @param high the largest plausible value in that unit, {@code +Infinity} if there is no limit
 * @param period sampling period 数据采集周期, a multiple of the tick
 * @param upload upload period 数据传输周期, a multiple of the sampling period
 * @param columns every column of the row as it was written, by its English heading: address,
 *     scaling, ledger
 */
public record Point(
    PointId id,
    Text name,
    String source,
    boolean inside,
    int decimals,
    String unit,
    Kind kind,
    double low,
    double high,
    Duration period,
    Duration upload,
    Map<String, String> columns) {
  /** The source of a point that is not read but computed from others. */
  public static final String COMPUTED = "calc";

  /** Columns that say how a value is read, not which instrument it is of. */
  private static final Set<String> TECHNICAL =
      Set.of(
          "source", "address", "type", "order", "scale", "offset", "low", "high", "name", "access");

  /**
   * @throws IllegalArgumentException if a number is outside what is said above
   */
  public Point {
    Objects.requireNonNull(id);
    Objects.requireNonNull(name);
    Objects.requireNonNull(source);
    Objects.requireNonNull(unit);
    Objects.requireNonNull(kind);
    if (decimals < 0 || decimals > 9) {
      throw new IllegalArgumentException(id + ": decimals " + decimals + " (0 to 9)");
    }
    if (!(low <= high)) {
      throw new IllegalArgumentException(id + ": low " + low + " is above high " + high);
    }
    if (period.isNegative() || period.isZero() || upload.compareTo(period) < 0) {
      throw new IllegalArgumentException(id + ": period " + period + ", upload " + upload);
    }
    columns = Map.copyOf(columns);
  }

  /** What it is computed from and how; empty if it is read. */
  public Optional<String> formula() {
    return source.equals(COMPUTED)
        ? Optional.of(columns.getOrDefault("address", ""))
        : Optional.empty();
  }

  /**
   * What the base information table 基础信息表 says of it, by column. If that changes, the trial run
   * begins again (CCER-7.1-02). A default counts as if it were written.
   */
  public Map<String, String> information() {
    Map<String, String> information = new HashMap<>(columns);
    information.keySet().removeAll(TECHNICAL);
    information.put("code", id.value());
    information.put("unit", unit);
    information.put("kind", kind.name());
    information.put("decimals", Integer.toString(decimals));
    information.put("flag", inside ? "1" : "0");
    information.put("period", period.toString());
    information.put("upload", upload.toString());
    return Map.copyOf(information);
  }

  /**
   * Whether the value is sampled at that tick: periods start at the epoch, so every gateway of a
   * site agrees.
   */
  public boolean sampledAt(Instant tick) {
    return Math.floorMod(tick.toEpochMilli(), period.toMillis()) == 0;
  }

  /** Whether the value is uploaded at that tick. */
  public boolean uploadedAt(Instant tick) {
    return Math.floorMod(tick.toEpochMilli(), upload.toMillis()) == 0;
  }
}
