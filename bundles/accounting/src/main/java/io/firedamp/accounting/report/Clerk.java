package io.firedamp.accounting.report;

import io.firedamp.account.Accounts;
import io.firedamp.account.Papers;
import io.firedamp.clock.SiteClock;
import io.firedamp.courier.Route;
import io.firedamp.point.PointTable;
import io.firedamp.store.FrameStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Writes what {@link Reports} and {@link Export} say, for those who are no command. */
@Component(service = Papers.class)
public final class Clerk implements Papers {
  private final Accounts accounts;
  private final PointTable tables;
  private final FrameStore store;
  private final SiteClock clock;

  /** Called by the framework. */
  @Activate
  public Clerk(
      @Reference Accounts accounts,
      @Reference PointTable tables,
      @Reference FrameStore store,
      @Reference SiteClock clock) {
    this.accounts = accounts;
    this.tables = tables;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void report(
      String uplink, Kind kind, LocalDate any, Format format, Locale locale, OutputStream out)
      throws IOException {
    Route route =
        accounts.routes().stream()
            .filter(each -> each.uplink().equals(uplink))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no accounts of an uplink " + uplink));
    Report report = new Reports(accounts, tables, route, clock.instant()).of(kind, any);
    Form.of(format).write(report, locale, out);
  }

  @Override
  public long values(String project, Instant from, Instant to, Format format, OutputStream out)
      throws IOException {
    Export export = new Export(store, tables, project);
    return switch (format) {
      case CSV -> export.csv(from, to, code -> true, out);
      case XLSX -> export.xlsx(from, to, code -> true, out);
      case HTML -> throw new IllegalArgumentException("values are CSV or XLSX");
    };
  }
}
