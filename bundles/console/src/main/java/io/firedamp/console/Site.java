package io.firedamp.console;

import io.firedamp.account.Accounts;
import io.firedamp.account.Papers;
import io.firedamp.clock.SiteClock;
import io.firedamp.clock.Timekeeper;
import io.firedamp.courier.Traffic;
import io.firedamp.explore.Instruments;
import io.firedamp.explore.Live;
import io.firedamp.health.Condition;
import io.firedamp.health.Gateway;
import io.firedamp.point.PointId;
import io.firedamp.point.PointTable;
import io.firedamp.point.Project;
import io.firedamp.point.Table;
import io.firedamp.point.TableDesk;
import io.firedamp.register.Instrument;
import io.firedamp.register.Register;
import io.firedamp.setup.FirstSteps;
import io.firedamp.store.FrameStore;
import io.firedamp.store.History;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * What the pages may ask, as far as it is there: parts come and go, the pages stay. Any thread,
 * does not block.
 */
@Component(service = Site.class)
public final class Site implements InstantSource {
  private final List<Gateway> gateways = new CopyOnWriteArrayList<>();
  private final List<Instruments> instruments = new CopyOnWriteArrayList<>();
  private final List<PointTable> tables = new CopyOnWriteArrayList<>();
  private final List<TableDesk> desks = new CopyOnWriteArrayList<>();
  private final List<FrameStore> stores = new CopyOnWriteArrayList<>();
  private final List<History> histories = new CopyOnWriteArrayList<>();
  private final List<Accounts> accounts = new CopyOnWriteArrayList<>();
  private final List<Register> registers = new CopyOnWriteArrayList<>();
  private final List<FirstSteps> setups = new CopyOnWriteArrayList<>();
  private final List<Papers> papers = new CopyOnWriteArrayList<>();
  private final List<SiteClock> clocks = new CopyOnWriteArrayList<>();
  private final List<Timekeeper> timekeepers = new CopyOnWriteArrayList<>();
  private final List<Traffic> traffic = new CopyOnWriteArrayList<>();

  /** Called by the framework. */
  @Activate
  public Site() {}

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addGateway(Gateway gateway) {
    gateways.add(gateway);
  }

  void removeGateway(Gateway gateway) {
    gateways.remove(gateway);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addInstruments(Instruments newcomer) {
    instruments.add(newcomer);
  }

  void removeInstruments(Instruments leaver) {
    instruments.remove(leaver);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTable(PointTable table) {
    tables.add(table);
  }

  void removeTable(PointTable table) {
    tables.remove(table);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTableDesk(TableDesk desk) {
    desks.add(desk);
  }

  void removeTableDesk(TableDesk desk) {
    desks.remove(desk);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addStore(FrameStore store) {
    stores.add(store);
  }

  void removeStore(FrameStore store) {
    stores.remove(store);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addHistory(History history) {
    histories.add(history);
  }

  void removeHistory(History history) {
    histories.remove(history);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addAccounts(Accounts newcomer) {
    accounts.add(newcomer);
  }

  void removeAccounts(Accounts leaver) {
    accounts.remove(leaver);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addRegister(Register register) {
    registers.add(register);
  }

  void removeRegister(Register register) {
    registers.remove(register);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addSetup(FirstSteps setup) {
    setups.add(setup);
  }

  void removeSetup(FirstSteps setup) {
    setups.remove(setup);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addPapers(Papers newcomer) {
    papers.add(newcomer);
  }

  void removePapers(Papers leaver) {
    papers.remove(leaver);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addClock(SiteClock clock) {
    clocks.add(clock);
  }

  void removeClock(SiteClock clock) {
    clocks.remove(clock);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTimekeeper(Timekeeper newcomer) {
    timekeepers.add(newcomer);
  }

  void removeTimekeeper(Timekeeper leaver) {
    timekeepers.remove(leaver);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTraffic(Traffic newcomer) {
    traffic.add(newcomer);
  }

  void removeTraffic(Traffic leaver) {
    traffic.remove(leaver);
  }

  /** How the whole is; empty while nobody can tell. */
  Optional<Condition> condition() {
    try {
      return first(gateways).map(Gateway::condition);
    } catch (RuntimeException | Error failed) {
      return Optional.empty(); // foreign code, of a bundle that is being replaced
    }
  }

  /** The last that is known of every point, in the order of the table; empty if nobody can tell. */
  List<Live> points() {
    try {
      return first(instruments).map(Instruments::live).orElse(List.of());
    } catch (RuntimeException | Error failed) {
      return List.of(); // its bundle is being replaced; its own health says more
    }
  }

  /** The site's own project, if there is a site. */
  Optional<Project> project() {
    return project("");
  }

  /** A project of the site; the empty name is the site's own. */
  Optional<Project> project(String name) {
    return first(tables).flatMap(table -> table.project(name));
  }

  Optional<Instruments> instruments() {
    return first(instruments);
  }

  Optional<Timekeeper> timekeeper() {
    return first(timekeepers);
  }

  /** The point table in force; the empty one if nobody keeps any. */
  Table table() {
    return first(tables).map(PointTable::current).orElse(Table.EMPTY);
  }

  Optional<TableDesk> tableDesk() {
    return first(desks);
  }

  Optional<FrameStore> store() {
    return first(stores);
  }

  Optional<History> history() {
    return first(histories);
  }

  Optional<Accounts> accounts() {
    return first(accounts);
  }

  /** Of each uplink that runs, by name. */
  List<Traffic> traffic() {
    return traffic.stream().sorted(Comparator.comparing(each -> each.route().uplink())).toList();
  }

  Optional<Register> register() {
    return first(registers);
  }

  Optional<FirstSteps> setup() {
    return first(setups);
  }

  /** The instrument of that point, if there is one. */
  Optional<Instrument> instrument(PointId point) {
    return register().stream()
        .flatMap(register -> register.instruments().stream())
        .filter(instrument -> instrument.point().id().equals(point))
        .findFirst();
  }

  Optional<Papers> papers() {
    return first(papers);
  }

  /**
   * The site's time; without a site clock that of the system, because pages must come also then.
   */
  @Override
  public Instant instant() {
    InstantSource system = InstantSource.system();
    return first(clocks).map(InstantSource.class::cast).orElse(system).instant();
  }

  private static <T> Optional<T> first(List<T> services) {
    return services.stream().findFirst();
  }
}
