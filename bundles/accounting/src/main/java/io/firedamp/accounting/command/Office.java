package io.firedamp.accounting.command;

import io.firedamp.account.Accounts;
import io.firedamp.clock.SiteClock;
import io.firedamp.explore.Instruments;
import io.firedamp.point.PointTable;
import io.firedamp.store.FrameStore;
import io.firedamp.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Where the commands ask. Any thread.
 *
 * <p>Design note: Karaf takes all commands of a bundle away as long as a service that one of them
 * refers to is missing. This service is there as long as the bundle is, and what comes and goes is
 * bound here.
 */
@Component(service = Office.class)
public final class Office {
  /** A part that an answer needs does not run. */
  static final class Closed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Text why;

    Closed(Text why) {
      super(why.en());
      this.why = why;
    }

    Text why() {
      return why;
    }
  }

  private final List<Accounts> accounts = new CopyOnWriteArrayList<>();
  private final List<PointTable> tables = new CopyOnWriteArrayList<>();
  private final List<Instruments> instruments = new CopyOnWriteArrayList<>();
  private final List<FrameStore> stores = new CopyOnWriteArrayList<>();
  private final List<SiteClock> clocks = new CopyOnWriteArrayList<>();

  /** Called by the framework. */
  public Office() {}

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addAccounts(Accounts service) {
    accounts.add(service);
  }

  void removeAccounts(Accounts service) {
    accounts.remove(service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTable(PointTable service) {
    tables.add(service);
  }

  void removeTable(PointTable service) {
    tables.remove(service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addInstruments(Instruments service) {
    instruments.add(service);
  }

  void removeInstruments(Instruments service) {
    instruments.remove(service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addStore(FrameStore service) {
    stores.add(service);
  }

  void removeStore(FrameStore service) {
    stores.remove(service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addClock(SiteClock service) {
    clocks.add(service);
  }

  void removeClock(SiteClock service) {
    clocks.remove(service);
  }

  Accounts accounts() throws Closed {
    return first(accounts);
  }

  PointTable tables() throws Closed {
    return first(tables);
  }

  Instruments instruments() throws Closed {
    return first(instruments);
  }

  FrameStore store() throws Closed {
    return first(stores);
  }

  SiteClock clock() throws Closed {
    return first(clocks);
  }

  private static <T> T first(List<T> services) throws Closed {
    Optional<T> first = services.stream().findFirst();
    return first.orElseThrow(
        () ->
            new Closed(
                new Text(
                    "A part of the gateway that this needs does not run. firedamp:status says why.",
                    "网关的必要部分未运行。原因见 firedamp:status。")));
  }
}
