package io.firedamp.accounting.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.accounting.China;
import io.firedamp.accounting.Plant;
import io.firedamp.point.Quality;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ISC-7.2.3-10: what is stored can be exported. */
class ExportTest {
  private static final Instant BEGIN = China.begin(LocalDate.of(2026, 11, 21));

  @TempDir Path state;
  private Plant plant;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void threeSecondsOfTwoTables() throws IOException {
    plant = new Plant(state, BEGIN);
    plant.table(
        BEGIN,
        Plant.point("FONP001", true, 1, 1, "a"),
        Plant.point("FOCH001", false, 2, 2, "a"),
        Plant.point("north:FONP001", true, 1, 1, "a"));
    plant.frame(BEGIN, point -> Quality.GOOD);
    plant.frame(BEGIN.plusSeconds(1), point -> Quality.NO_ANSWER);
    plant.table(BEGIN.plusSeconds(2), Plant.point("EXEC001", true, 1, 1, "a"));
    plant.frame(BEGIN.plusSeconds(2), point -> Quality.OUT_OF_RANGE);
  }

  private Export export(String project) {
    return new Export(plant.store, plant, project);
  }

  @Test
  @DisplayName(
      "ISC-7.2.3-10: columns have code, field name of annex D and unit; what is bad is empty")
  void columnsAreNamedAndBadValuesAreEmpty() throws IOException {
    assertEquals(2, export("").csv(BEGIN, BEGIN.plusSeconds(3), code -> true, out));
    assertEquals(
        """
        \uFEFFtime 时间,EXEC001,FONP001,FOCH001
        附录D 英文名称,,"FNPT,h",
        unit 单位,kPa,kPa,kPa
        2026-11-21 00:00:00,,1.25,1.25
        2026-11-21 00:00:02,1.25,,
        """
            .replace("\n", "\r\n"),
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void onlyTheCodesAndTheSpanThatWereAskedFor() throws IOException {
    assertEquals(1, export("").csv(BEGIN, BEGIN.plusSeconds(2), "FONP001"::equals, out));
    String csv = out.toString(StandardCharsets.UTF_8);
    assertFalse(csv.contains("FOCH001") || csv.contains("EXEC001"), csv);
    assertTrue(csv.endsWith("2026-11-21 00:00:00,1.25\r\n"), csv);
  }

  @Test
  void aFurtherProjectHasItsOwn() throws IOException {
    assertEquals(1, export("north").csv(BEGIN, BEGIN.plusSeconds(3), code -> true, out));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("时间,FONP001\r\n"));
  }

  @Test
  void aSheetThatIsFullIsFollowedByAnother() throws IOException {
    try (XlsxSheet sheet = new XlsxSheet(out, 3)) {
      sheet.words(List.of("time", "a"));
      for (int i = 0; i < 5; i++) {
        sheet.values("t" + i, List.of(Optional.of(BigDecimal.valueOf(i))));
      }
    }
    String sheets = FormsTest.sheets(out.toByteArray());
    assertEquals(3, sheets.split("<worksheet ", -1).length - 1);
    for (int i = 0; i < 5; i++) {
      assertTrue(sheets.contains(">t" + i + "<") && sheets.contains("<v>" + i + "</v>"), sheets);
    }
  }

  @Test
  void aWorkbookHasTheStoredValues() throws IOException {
    assertEquals(2, export("").xlsx(BEGIN, BEGIN.plusSeconds(3), code -> true, out));
    String sheets = FormsTest.sheets(out.toByteArray());
    assertEquals(3, sheets.split("<v>1.25</v>", -1).length - 1);
  }
}
