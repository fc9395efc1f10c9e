package io.firedamp.pipeline;

import io.firedamp.clock.SiteClock;
import io.firedamp.explore.Instruments;
import io.firedamp.explore.Listing;
import io.firedamp.explore.Live;
import io.firedamp.health.Figure;
import io.firedamp.health.Health;
import io.firedamp.health.Level;
import io.firedamp.health.Vital;
import io.firedamp.meter.MeterBook;
import io.firedamp.point.Draft;
import io.firedamp.point.Frame;
import io.firedamp.point.PointId;
import io.firedamp.point.PointTable;
import io.firedamp.point.Project;
import io.firedamp.point.Table;
import io.firedamp.point.TableDesk;
import io.firedamp.register.Facility;
import io.firedamp.register.Instrument;
import io.firedamp.register.Register;
import io.firedamp.source.PointSource;
import io.firedamp.source.Raw;
import io.firedamp.store.FrameStore;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site at work: puts the parts together, and is what the rest of the gateway sees of them.
 *
 * <p>Threads: {@code pipeline-ticks}, {@code pipeline-store}, {@code pipeline-points}, and {@code
 * pipeline-source-NAME} for each source. Deactivation ends them in that order but the store's,
 * which is last, so that what was collected is kept.
 */
@Component(
    service = {PointTable.class, Instruments.class, Register.class, Vital.class, TableDesk.class},
    immediate = true,
    configurationPid = Pipeline.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SiteForm.class)
public final class Pipeline implements PointTable, Instruments, Register, Vital, TableDesk {
  private static final int PREFIX = 4; // 附录C: four letters and three digits
  static final String PID = "io.firedamp.site";

  /** A minute of ticks may wait for the disk. */
  private static final int MOST_WAITING = 60;

  /** More waiting frames than this are worth telling. */
  private static final int MANY_WAITING = 5;

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final Project project;
  private final Duration tick;
  private final SiteClock clock;
  private final Sources sources;
  private final Collector collector;
  private final TableKeeper keeper;
  private final Drafts drafts;
  private final FrameWriter writer;
  private final Plausibility plausibility;
  private final Inspections inspections = new Inspections();
  private final Ticker ticker;
  private final Duration poll;
  private final ScheduledExecutorService points =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "pipeline-points"));
  private final Map<Long, Served> bound = new ConcurrentHashMap<>();
  private final List<Project> furtherProjects = new CopyOnWriteArrayList<>();
  private final List<FacilityFile> facilities = new CopyOnWriteArrayList<>();
  private final Since since = new Since();

  /**
   * @throws io.firedamp.settings.SettingsException if the configuration is wrong
   */
  @Activate
  public Pipeline(
      Map<String, Object> configuration,
      @Reference FrameStore store,
      @Reference SiteClock clock,
      @Reference MeterBook meters) {
    this(Site.of(configuration), store, clock, meters, POLL);
  }

  /**
   * @param poll how often the point table's file is looked at
   */
  Pipeline(Site site, FrameStore store, SiteClock clock, MeterBook meters, Duration poll) {
    project = site.project();
    tick = site.tick();
    this.clock = clock;
    this.poll = poll;
    sources = new Sources(clock, site.tick());
    collector = new Collector(sources, clock, site.close());
    keeper =
        new TableKeeper(site.points(), site.tick(), this::projects, store, clock, collector::apply);
    drafts =
        new Drafts(
            site.points(),
            Path.of(System.getProperty("karaf.base", ""), "state", "table-former.json"),
            tick,
            this::projects,
            keeper::sheet,
            sources::names,
            clock);
    plausibility = new Plausibility(meters::changes);
    writer = new FrameWriter(store, clock, MOST_WAITING);
    ticker = new Ticker(clock, store, site.tick(), this::tick);
  }

  /** Begins to measure; the sources that are there have been bound by now. */
  @Activate
  void start() {
    keeper.load();
    points.scheduleWithFixedDelay(
        this::pollPoints, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
    writer.start();
    ticker.start();
  }

  /** Ends every thread; blocks for about twenty seconds at the worst. */
  @Deactivate
  void stop() {
    ticker.close(END);
    points.shutdown();
    try {
      if (!points.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("the point table's thread does not end | 点位表线程未能结束");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    sources.close();
    writer.close(END);
  }

  @Reference(
      name = "sources",
      service = PointSource.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindSource(PointSource source, ServiceReference<PointSource> reference) {
    Bundle bundle = reference.getBundle();
    if (!(reference.getProperty(PointSource.NAME) instanceof String name)) {
      LOG.error("a source of {} has no source.name; it is not used | 缺少 source.name", bundle);
    } else if (bundle != null) { // null: gone already, unbind follows
      add(new Served(name, bundle.getSymbolicName(), bundle.getVersion(), id(reference), source));
    }
  }

  void unbindSource(ServiceReference<PointSource> reference) {
    remove(id(reference));
  }

  void add(Served source) {
    bound.put(source.service(), source);
    sources.bind(source);
  }

  void remove(long service) {
    Optional.ofNullable(bound.remove(service)).ifPresent(sources::unbind);
  }

  /** A project has come; the table is judged anew at the next look. */
  @Reference(
      name = "projects",
      service = FurtherProject.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindProject(FurtherProject further) {
    add(further.project());
  }

  void unbindProject(FurtherProject further) {
    remove(further.project());
  }

  void add(Project further) {
    furtherProjects.add(further);
  }

  void remove(Project further) {
    furtherProjects.remove(further);
  }

  @Reference(
      name = "facilities",
      service = FacilityFile.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindFacility(FacilityFile facility) {
    facilities.add(facility);
  }

  void unbindFacility(FacilityFile facility) {
    facilities.remove(facility);
  }

  private static long id(ServiceReference<PointSource> reference) {
    return (Long) reference.getProperty(Constants.SERVICE_ID);
  }

  private void tick(Instant instant) throws InterruptedException {
    try {
      Optional<Frame> frame = collector.collect(instant);
      frame.ifPresent(writer::put);
      frame.ifPresent(this::judge);
    } catch (RuntimeException | Error defect) { // a defect of ours may cost a frame, never the site
      writer.lost();
      LOG.error("no frame for {} | 该时刻未生成数据帧", instant, defect);
    }
  }

  private void judge(Frame frame) {
    try {
      plausibility.judge(keeper.sheet(), frame);
    } catch (RuntimeException | Error defect) { // the frame is safe
      LOG.error("cannot judge the frame of {} | 无法检查该帧数据的合理性", frame.time(), defect);
    }
  }

  private void pollPoints() {
    try {
      keeper.poll();
    } catch (RuntimeException | Error defect) { // else the schedule would end
      LOG.error("cannot look at the point table | 无法检查点位表", defect);
    }
  }

  @Override
  public List<Project> projects() {
    return Stream.concat(Stream.of(project), furtherProjects.stream()).toList();
  }

  @Override
  public List<Facility> facilities() {
    return facilities.stream()
        .map(FacilityFile::facility)
        .sorted(Comparator.comparing(Facility::project).thenComparing(Facility::system))
        .toList();
  }

  @Override
  public List<Instrument> instruments() {
    return inspections.instruments(current());
  }

  @Override
  public Optional<Project> project(String id) {
    return projects().stream().filter(known -> known.id().equals(id)).findFirst();
  }

  @Override
  public Optional<String> fieldName(PointId point) {
    String code = point.code();
    return Annex.parameter(code.substring(0, Math.min(PREFIX, code.length())))
        .map(Parameter::symbol);
  }

  @Override
  public Table current() {
    return keeper.sheet().table();
  }

  @Override
  public Optional<Table> version(long number) throws IOException {
    return keeper.version(number);
  }

  @Override
  public Draft check(String name, byte[] file) {
    return drafts.check(name, file);
  }

  @Override
  public Draft apply(String name, byte[] file, long against, String by) throws IOException {
    return drafts.apply(name, file, against, by);
  }

  @Override
  public long inForce() {
    return drafts.inForce();
  }

  @Override
  public Optional<Applied> last() {
    return drafts.last();
  }

  @Override
  public Draft undo(long against, String by) throws IOException {
    return drafts.undo(against, by);
  }

  @Override
  public byte[] export(Form form) {
    return drafts.export(form);
  }

  @Override
  public byte[] template(Form form) {
    return drafts.template(form);
  }

  @Override
  public List<Live> live() {
    return collector.live();
  }

  @Override
  public Optional<Live> read(PointId point) throws InterruptedException {
    return collector.read(point);
  }

  @Override
  public List<Live> readAll(String source) throws InterruptedException {
    return collector.readAll(source);
  }

  @Override
  public List<String> explorable() {
    return sources.explorable();
  }

  @Override
  public Optional<Listing> browse(String source, String place) throws InterruptedException {
    return collector.explore(
        source,
        explorer -> new Listing(explorer.browse(place), Text.NONE),
        why -> new Listing(List.of(), why));
  }

  @Override
  public Optional<Raw> raw(String source, String address, int bytes) throws InterruptedException {
    return collector.explore(source, explorer -> explorer.raw(address, bytes), Raw::nothing);
  }

  /**
   * Subjects {@code pipeline}, {@code points}, {@code source NAME} for each source, {@code
   * plausibility ...} for what was not plausible since the start, and {@code instruments}.
   */
  @Override
  public List<Health> health() {
    List<Health> all = new ArrayList<>();
    all.add(own());
    all.add(keeper.health());
    all.addAll(sources.health());
    all.addAll(plausibility.health());
    all.addAll(inspections.health(current(), clock.instant()));
    return all;
  }

  private Health own() {
    List<Figure> figures =
        List.of(
            Figure.of("ticks", "ticks", "采集次数", ticker.ticks(), ""),
            Figure.of("frames", "frames stored", "已存数据帧", writer.stored(), ""),
            Figure.of("missed", "ticks missed", "错过的采集时刻", ticker.missed(), ""),
            Figure.of("lost", "frames lost", "丢失数据帧", writer.lostFrames(), ""),
            Figure.of(
                "close", "last frame closed after", "最近一帧用时", collector.closedAfterMs(), "ms"),
            Figure.of("queue", "frames waiting for the disk", "等待写盘的数据帧", writer.queued(), ""));
    Optional<FrameWriter.Trouble> trouble = writer.trouble();
    if (trouble.isPresent()) {
      return own(
          "pipeline.store-failing",
          Level.CRITICAL,
          trouble.get().since(),
          trouble.get().cause(),
          new Text(
              "Check the disk of the history; up to a minute of frames waits in memory.",
              "请检查历史数据所在磁盘；内存最多缓存一分钟数据。"),
          figures);
    }
    Instant now = clock.instant();
    if (writer.losing()) {
      return own(
          "pipeline.frames-lost",
          Level.CRITICAL,
          now,
          new Text("Frames were lost before they could be stored.", "数据帧在存储前丢失。"),
          new Text("Check the disk of the history and the log.", "请检查历史数据所在磁盘和日志。"),
          figures);
    }
    if (!ticker.started()) {
      return own(
          "pipeline.store-unreadable",
          Level.CRITICAL,
          now,
          new Text("The store cannot be read; nothing is measured yet.", "无法读取存储，尚未开始采集。"),
          new Text("Check the disk of the history.", "请检查历史数据所在磁盘。"),
          figures);
    }
    Duration distance = ticker.distance();
    if (distance.compareTo(tick) > 0) {
      return own(
          "pipeline.clock-behind",
          Level.MAJOR,
          now,
          new Text(
              "The clock is behind the last frame; nothing is measured for "
                  + distance.toSeconds()
                  + " s more.",
              "时钟落后于最近一帧；" + distance.toSeconds() + " 秒内不采集。"),
          new Text("Check the clock and its servers.", "请检查时钟及校时服务器。"),
          figures);
    }
    Optional<Instant> ahead = ticker.ahead();
    if (ahead.isPresent()) {
      return own(
          "pipeline.clock-went-back",
          Level.MAJOR,
          now,
          new Text(
              "The store holds frames up to "
                  + ahead.get()
                  + ", later than now: the clock was wrong then, or is now.",
              "存储中已有至 " + ahead.get() + " 的数据，晚于当前时间：当时或现在的时钟有误。"),
          new Text("Check the clock and its servers.", "请检查时钟及校时服务器。"),
          figures);
    }
    if (writer.queued() > MANY_WAITING) {
      return own(
          "pipeline.store-slow",
          Level.MAJOR,
          now,
          new Text("The disk is slower than the ticks.", "磁盘写入慢于采集。"),
          new Text("Check the disk of the history.", "请检查历史数据所在磁盘。"),
          figures);
    }
    return Health.ok("pipeline", since.of(Health.OK, now), figures);
  }

  private Health own(
      String code, Level level, Instant begin, Text cause, Text remedy, List<Figure> figures) {
    return new Health("pipeline", level, since.of(code, begin), code, cause, remedy, figures);
  }
}
