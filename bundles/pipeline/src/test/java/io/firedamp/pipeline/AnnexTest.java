package io.firedamp.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.point.Kind;
import io.firedamp.point.Project;
import io.firedamp.point.Project.Monitoring;
import io.firedamp.point.Project.Type;
import io.firedamp.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AnnexTest {
  private static Project project(Type type, Monitoring heat, Monitoring flow) {
    return new Project("", "mine", "R1", type, heat, flow);
  }

  private static int required(Type type, Monitoring heat, Monitoring flow) {
    return Annex.required(project(type, heat, flow)).size();
  }

  @Test
  @DisplayName("CCER-C-01, CCER-D-03, CCER-D-04: 24 parameters with unit, decimals and kind")
  void annexCHas24Parameters() {
    assertEquals(24, Annex.prefixes().size());
    Parameter steam = Annex.parameter("SMPR").orElseThrow();
    assertEquals("MPa", steam.unit());
    assertEquals(2, steam.decimals());
    assertEquals("蒸汽压力", steam.name().zh());
    assertEquals(Kind.CUMULATIVE, Annex.parameter("EXEC").orElseThrow().kind());
    assertEquals(3, Annex.parameter("FONP").orElseThrow().decimals());
  }

  /** What somebody else read in the same annexes, for the simulated platform. */
  private static List<String[]> platforms(String file) throws IOException {
    Path folder = Path.of("../simulator/src/main/resources/io/firedamp/simulator/platform");
    return Files.readAllLines(folder.resolve(file)).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(","))
        .toList();
  }

  @Test
  @DisplayName("CCER-C-01, CCER-C-02, CCER-D-04: units and decimals are as the platform has them")
  void theParametersAreThoseOfThePlatform() throws IOException {
    Map<String, String> ours = new HashMap<>();
    for (String prefix : Annex.prefixes()) {
      Parameter parameter = Annex.parameter(prefix).orElseThrow();
      ours.put(prefix, parameter.decimals() + " " + parameter.unit());
    }
    Map<String, String> theirs = new HashMap<>();
    platforms("parameters.csv").forEach(row -> theirs.put(row[0], row[1] + " " + row[2]));
    assertEquals(theirs, ours);
  }

  @Test
  @DisplayName("CCER-D-01: the ten tables ask for what the platform asks for")
  void theTenTablesAreThoseOfThePlatform() throws IOException {
    List<String[]> tables = platforms("profiles.csv");
    assertEquals(10, tables.size());
    for (String[] row : tables) {
      Monitoring heat = row[1].equals("any") ? Monitoring.DIRECT : monitoring(row[1]);
      Type type = Type.valueOf(row[0].toUpperCase(Locale.ROOT));
      assertEquals(
          List.of(row[3].split(" ")),
          Annex.required(project(type, heat, monitoring(row[2]))),
          String.join(" ", row));
    }
  }

  private static Monitoring monitoring(String word) {
    return Monitoring.valueOf(word.toUpperCase(Locale.ROOT));
  }

  @Test
  @DisplayName("CCER-D-03: these are counted, the others measured")
  void fiveParametersAreCumulative() {
    assertEquals(
        List.of("FOTM", "EXEC", "SMMA", "HWMA", "EXHE"),
        Annex.prefixes().stream()
            .filter(prefix -> Annex.parameter(prefix).orElseThrow().kind() == Kind.CUMULATIVE)
            .toList());
  }

  @Test
  @DisplayName("CCER-D-01: ten tables of required parameters")
  void annexDHasTenTables() {
    Monitoring direct = Monitoring.DIRECT;
    Monitoring indirect = Monitoring.INDIRECT;
    assertEquals(16, required(Type.CHP, direct, direct));
    assertEquals(18, required(Type.CHP, direct, indirect));
    assertEquals(20, required(Type.CHP, indirect, direct));
    assertEquals(22, required(Type.CHP, indirect, indirect));
    assertEquals(15, required(Type.HEAT, direct, direct));
    assertEquals(17, required(Type.HEAT, direct, indirect));
    assertEquals(19, required(Type.HEAT, indirect, direct));
    assertEquals(21, required(Type.HEAT, indirect, indirect));
    for (Monitoring any : Monitoring.values()) {
      assertEquals(15, required(Type.POWER, any, direct));
      assertEquals(17, required(Type.POWER, any, indirect));
    }
  }

  @Test
  @DisplayName("CCER-D-01 with AMB-56: pump outlets and pipeline inlet are judged mildly")
  void eitherNormalFlowOrWhatItIsComputedFromSuffices() {
    Project project = project(Type.POWER, Monitoring.DIRECT, Monitoring.DIRECT);
    Set<String> present = new HashSet<>(Set.of("FONP", "FOCH", "FOTM", "EXEC", "CODE"));
    assertEquals(
        List.of(
            "PP* (right only without drainage pumps)", "PL* (right only without a pipeline inlet)"),
        Annex.missing(project, present).stream().map(Text::en).toList());
    present.addAll(Set.of("PPNP", "PPCH", "PLFL", "PLPA", "PLTE", "PLCH"));
    assertEquals(List.of(), Annex.missing(project, present));
    present.removeAll(Set.of("PLPA", "FOTM"));
    List<Text> missing = Annex.missing(project, present);
    assertEquals(2, missing.size());
    assertTrue(missing.get(0).en().startsWith("FOTM"), missing.get(0).en());
    assertTrue(missing.get(1).en().startsWith("PLNP, or PLFL"), missing.get(1).en());
  }
}
