package io.firedamp.clock.sync;

import io.firedamp.clock.TimeSource;
import io.firedamp.clock.TimeSource.Measure;
import io.firedamp.clock.TimeSource.Verdict;
import io.firedamp.clock.Timekeeping;
import io.firedamp.clock.Timekeeping.Comparison;
import io.firedamp.clock.Timekeeping.Serving;
import io.firedamp.text.Text;
import java.time.Duration;
import java.util.Optional;

/** What the servers say at one moment, what is thought of each, and where the clock stands. */
final class Testimony {
  private final Keeper keeper;
  private final SiteTime.Told told;
  private final Selection selection;

  private Testimony(Keeper keeper) {
    this.keeper = keeper;
    told = keeper.time().tell();
    selection = keeper.selection();
  }

  /**
   * How the clock is kept now.
   *
   * @param server who tells the time to others
   */
  static Timekeeping of(Keeper keeper, Optional<TimeServer> server) {
    Testimony now = new Testimony(keeper);
    return new Timekeeping(
        Machine.instant(now.told.time()),
        keeper.time().state(),
        keeper.settings().discipline() == SiteTime.Discipline.OWN,
        Duration.ofNanos(now.told.ahead()),
        keeper.fix().map(now::comparison),
        keeper.views().stream().map(now::source).toList(),
        server.map(one -> new Serving(one.port(), one.answered(), one.ignored())));
  }

  private Comparison comparison(Fix fix) {
    long estimate = fix.estimate(told);
    long room = Math.max(0, keeper.settings().alarm().toNanos() - estimate);
    return new Comparison(
        fix.server(),
        Duration.ofNanos(fix.error(told)),
        Duration.ofNanos(estimate),
        Duration.ofNanos(fix.age(told.nanos())),
        fix.heldOver(told.nanos()),
        Duration.ofNanos((long) (room / Sample.DRIFT)));
  }

  private TimeSource source(Server.View view) {
    Verdict verdict = verdict(view);
    return new TimeSource(
        view.address().toString(),
        view.fix().map(this::measure),
        view.reach(),
        view.interval(),
        view.kiss(),
        view.ignored(),
        verdict,
        why(view, verdict));
  }

  private Measure measure(Fix fix) {
    return new Measure(
        Duration.ofNanos(fix.error(told)),
        Duration.ofNanos(fix.sample().delay()),
        Duration.ofNanos(fix.jitter()),
        fix.sample().stratum(),
        fix.sample().leap());
  }

  private Verdict verdict(Server.View view) {
    String name = view.address().toString();
    if (view.stopped()) {
      return Verdict.REFUSES;
    }
    if (view.fix().isEmpty()) {
      return Verdict.SILENT;
    }
    if (selection.chosen().filter(fix -> fix.server().equals(name)).isPresent()) {
      return Verdict.BELIEVED;
    }
    if (selection.liars().stream().anyMatch(fix -> fix.server().equals(name))) {
      return Verdict.LIAR;
    }
    if (!keeper.settings().servers().contains(view.address())) {
      return Verdict.SECONDARY;
    }
    return selection.contradiction() ? Verdict.DIFFERS : Verdict.AGREES;
  }

  private Text why(Server.View view, Verdict verdict) {
    return switch (verdict) {
      case REFUSES, SILENT ->
          view.kiss().isEmpty()
              ? Text.NONE
              : new Text("It answered " + view.kiss() + ".", "应答为 " + view.kiss() + "。");
      case LIAR -> lie(view.fix().orElseThrow(), selection.chosen().orElseThrow());
      case BELIEVED, DIFFERS -> selection.contradiction() ? contradiction() : Text.NONE;
      case AGREES, SECONDARY -> Text.NONE;
    };
  }

  private static Text lie(Fix liar, Fix believed) {
    long ahead = liar.epoch() - believed.epoch();
    String by = Lasting.of(Math.abs(ahead));
    return new Text(
        "It is "
            + by
            + (ahead > 0 ? " ahead of " : " behind ")
            + believed.server()
            + ", which the majority bears out.",
        "比多数认可的 " + believed.server() + (ahead > 0 ? " 快 " : " 慢 ") + by + "。");
  }

  private Text contradiction() {
    String by = Lasting.of(selection.spread());
    return new Text(
        "The servers are " + by + " apart, and no more than half of them agree.",
        "各服务器相差 " + by + "，无半数以上一致。");
  }
}
