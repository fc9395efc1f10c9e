package io.firedamp.shell;

import io.firedamp.clock.SiteClock;
import io.firedamp.courier.Courier;
import io.firedamp.explore.Instruments;
import io.firedamp.explore.Live;
import io.firedamp.health.Condition;
import io.firedamp.health.Gateway;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.meter.MeterBook;
import io.firedamp.point.TableDesk;
import io.firedamp.register.Register;
import io.firedamp.store.History;
import io.firedamp.text.Text;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Where the commands ask. Any thread, does not block.
 *
 * <p>Design note: Karaf takes all commands of a bundle away as long as a service that one of them
 * refers to is missing, and for a moment whenever an optional one comes or goes. This service is
 * there as long as the bundle is, and what comes and goes is bound here.
 */
@Component(service = {Desk.class, Gateway.class})
public final class Desk implements Gateway {
  private static final String ETC = "karaf.etc";

  /** Bundles first in the order of their installation, which hot swap does not change. */
  private record Place(long bundle, long service) implements Comparable<Place> {
    static Place of(Map<String, ?> properties) {
      return new Place(
          number(properties, Constants.SERVICE_BUNDLEID), number(properties, Constants.SERVICE_ID));
    }

    private static long number(Map<String, ?> properties, String key) {
      return properties.get(key) instanceof Long number ? number : 0;
    }

    @Override
    public int compareTo(Place other) {
      int byBundle = Long.compare(bundle, other.bundle);
      return byBundle == 0 ? Long.compare(service, other.service) : byBundle;
    }
  }

  private final Troubles troubles;
  private final Map<Place, Vital> vitals = new ConcurrentSkipListMap<>();
  private final Map<Place, Instant> silentSince = new ConcurrentHashMap<>();
  private final Map<Place, Instruments> instruments = new ConcurrentSkipListMap<>();
  private final Map<Place, Courier> couriers = new ConcurrentSkipListMap<>();
  private final Map<Place, MeterBook> meters = new ConcurrentSkipListMap<>();
  private final Map<Place, Register> registers = new ConcurrentSkipListMap<>();
  private final Map<Place, History> histories = new ConcurrentSkipListMap<>();
  private final Map<Place, TableDesk> tables = new ConcurrentSkipListMap<>();
  private final Map<Place, SiteClock> clocks = new ConcurrentSkipListMap<>();

  /** Called by the framework. */
  @Activate
  public Desk(
      @Reference ServiceComponentRuntime components,
      @Reference ConfigurationAdmin configurations,
      BundleContext bundles) {
    this(
        new Troubles(
            components,
            configurations,
            bundles,
            Optional.ofNullable(bundles.getProperty(ETC)).map(Path::of)));
  }

  Desk(Troubles troubles) {
    this.troubles = troubles;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addVital(Vital vital, Map<String, ?> properties) {
    vitals.put(Place.of(properties), vital);
  }

  void removeVital(Vital vital, Map<String, ?> properties) {
    vitals.remove(Place.of(properties), vital);
    silentSince.remove(Place.of(properties));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addInstruments(Instruments newcomer, Map<String, ?> properties) {
    instruments.put(Place.of(properties), newcomer);
  }

  void removeInstruments(Instruments leaver, Map<String, ?> properties) {
    instruments.remove(Place.of(properties), leaver);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addCourier(Courier courier, Map<String, ?> properties) {
    couriers.put(Place.of(properties), courier);
  }

  void removeCourier(Courier courier, Map<String, ?> properties) {
    couriers.remove(Place.of(properties), courier);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addClock(SiteClock clock, Map<String, ?> properties) {
    clocks.put(Place.of(properties), clock);
  }

  void removeClock(SiteClock clock, Map<String, ?> properties) {
    clocks.remove(Place.of(properties), clock);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addMeters(MeterBook book, Map<String, ?> properties) {
    meters.put(Place.of(properties), book);
  }

  void removeMeters(MeterBook book, Map<String, ?> properties) {
    meters.remove(Place.of(properties), book);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addRegister(Register register, Map<String, ?> properties) {
    registers.put(Place.of(properties), register);
  }

  void removeRegister(Register register, Map<String, ?> properties) {
    registers.remove(Place.of(properties), register);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addTableDesk(TableDesk newcomer, Map<String, ?> properties) {
    tables.put(Place.of(properties), newcomer);
  }

  void removeTableDesk(TableDesk leaver, Map<String, ?> properties) {
    tables.remove(Place.of(properties), leaver);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addHistory(History history, Map<String, ?> properties) {
    histories.put(Place.of(properties), history);
  }

  void removeHistory(History history, Map<String, ?> properties) {
    histories.remove(Place.of(properties), history);
  }

  @Override
  public Condition condition() {
    return picture().condition();
  }

  /** The whole gateway now, without its points. */
  Picture picture() {
    List<Health> healths = healths();
    List<Trouble> found = new ArrayList<>(troubles.now());
    if (healths.isEmpty()) {
      found.add(
          Trouble.of(
              "gateway.silent",
              Level.CRITICAL,
              "gateway",
              new Text(
                  "no part of the gateway reports: nothing is measured, stored or sent",
                  "网关没有任何部分在运行：未采集、未存储、未上传"),
              new Text(
                  "right after a start, wait some seconds; else bundle:list and the log say more",
                  "若刚启动请稍候数秒；否则请查看 bundle:list 与日志")));
    }
    return new Picture(now(), healths, found, List.of());
  }

  /** What is not there to speak for itself. */
  List<Trouble> troubles() {
    return troubles.now();
  }

  /** What every part says of itself. One that fails to answer is shown with that. */
  List<Health> healths() {
    List<Health> healths = new ArrayList<>();
    vitals.forEach((place, vital) -> healths.addAll(ask(place, vital)));
    return healths;
  }

  private List<Health> ask(Place place, Vital vital) {
    try {
      List<Health> answer = List.copyOf(vital.health());
      silentSince.remove(place);
      return answer;
    } catch (RuntimeException | Error failed) {
      // foreign code, perhaps of a bundle that is being replaced: it must not silence the others
      return List.of(
          new Health(
              "part " + vital.getClass().getName(),
              Level.MAJOR,
              silentSince.computeIfAbsent(place, p -> now()),
              "part.silent",
              new Text("it cannot say how it is: " + failed, "无法获取其状态: " + failed),
              new Text(
                  "the log has the details; replacing or restarting its bundle may help",
                  "详情见日志；可尝试重启或更换其组件包"),
              List.of()));
    }
  }

  /** The instruments, if the part that knows them runs. */
  Optional<Instruments> instruments() {
    return List.copyOf(instruments.values()).stream().findFirst();
  }

  /** What the instruments say; empty if nobody can tell. */
  List<Live> points() {
    try {
      return instruments().map(Instruments::live).orElse(List.of());
    } catch (RuntimeException | Error failed) {
      return List.of(); // its bundle is being replaced; its own health says more
    }
  }

  /** Where changes of meters are recorded, if that part runs. */
  Optional<MeterBook> meters() {
    return List.copyOf(meters.values()).stream().findFirst();
  }

  /** What is kept of the project and its instruments, if that part runs. */
  Optional<Register> register() {
    return List.copyOf(registers.values()).stream().findFirst();
  }

  /** Where the point table is changed, if that part runs. */
  Optional<TableDesk> tables() {
    return List.copyOf(tables.values()).stream().findFirst();
  }

  /** What the site remembers, if that part runs. */
  Optional<History> history() {
    return List.copyOf(histories.values()).stream().findFirst();
  }

  /** The uplinks, as far as they can be asked. */
  List<Courier> couriers() {
    return List.copyOf(couriers.values());
  }

  /**
   * The site's time. Without a site clock that of the system, because the answer to what is wrong
   * must come also then.
   */
  Instant now() {
    InstantSource clock =
        List.copyOf(clocks.values()).stream()
            .map(InstantSource.class::cast)
            .findFirst()
            .orElse(InstantSource.system());
    return clock.instant();
  }
}
