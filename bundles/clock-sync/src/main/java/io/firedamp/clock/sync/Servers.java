package io.firedamp.clock.sync;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Asks the servers when they are due, and knows what they say together. One thread asks; any may
 * look.
 */
final class Servers {
  private final List<Server> servers;
  private final Optional<Server> secondary;
  private final Line line;
  private final LongSupplier monotonic;
  private volatile Selection selection = Selection.of(List.of());
  private volatile Optional<Fix> fix = Optional.empty();

  /**
   * @param servers whom to follow, in the order of preference
   * @param secondary who is only compared
   */
  Servers(List<Server> servers, Optional<Server> secondary, Line line, LongSupplier monotonic) {
    this.servers = List.copyOf(servers);
    this.secondary = secondary;
    this.line = line;
    this.monotonic = monotonic;
  }

  /**
   * Asks who is due; blocks for a second for each that does not answer, and as long as its name has
   * to be looked up. Interrupted it asks no more. Whether there is a new fix.
   */
  boolean ask() {
    for (Server server : all()) {
      if (Thread.currentThread().isInterrupted()) {
        return false; // it is to end, however many are silent
      }
      if (server.due(monotonic.getAsLong())) {
        Line.Reply reply = line.ask(server.address());
        server.answered(reply.answer(), reply.bogus(), monotonic.getAsLong());
      }
    }
    return select();
  }

  private List<Server> all() {
    return Stream.concat(servers.stream(), secondary.stream()).toList();
  }

  private boolean select() {
    selection = Selection.of(fixes(servers));
    Optional<Long> before = fix.map(Fix::heard);
    fix = selection.chosen().or(() -> fix);
    return !fix.map(Fix::heard).equals(before);
  }

  /** The last time that the servers agreed on; empty if there never was one. */
  Optional<Fix> fix() {
    return fix;
  }

  Selection selection() {
    return selection;
  }

  /** They are asked quickly for a while. */
  void hurry() {
    long nanos = monotonic.getAsLong();
    servers.forEach(server -> server.hurry(nanos));
  }

  /** A leap second has gone by. */
  void forget() {
    all().forEach(Server::forget);
  }

  /** What the first says that answers: the official one, as long as it does. */
  Optional<Fix> official() {
    return fixes(servers).stream().findFirst();
  }

  /** What the secondary says. */
  Optional<Fix> secondary() {
    return fixes(secondary.stream().toList()).stream().findFirst();
  }

  private List<Fix> fixes(List<Server> of) {
    long nanos = monotonic.getAsLong();
    return of.stream().flatMap(server -> server.fix(nanos).stream()).toList();
  }

  /** How the servers are, in their order; the secondary last. */
  List<Server.View> views() {
    long nanos = monotonic.getAsLong();
    return all().stream().map(server -> server.view(nanos)).toList();
  }
}
