package io.firedamp.console.forms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.text.Text;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeTest {
  private static final Form FORM =
      new Form(
          "io.firedamp.driver.modbus",
          true,
          Text.same("Modbus"),
          Text.NONE,
          List.of(
              new Field("host", "", List.of(), true, false),
              new Field("port", "502", List.of(), false, false),
              new Field("transport", "tcp", List.of("tcp", "serial"), true, false),
              new Field("password", "", List.of(), false, true)));

  private static final Set<String> ALL = Set.of("host", "port", "transport", "password");

  /** What the browser sends if nobody touched anything. */
  private static final Map<String, String> UNTOUCHED =
      Map.of("host", "10.0.0.1", "port", "502", "transport", "tcp", "password", "unmodified");

  private static final Map<String, String> PRESENT =
      Map.of("host", "10.0.0.1", "transport", "tcp", "password", "gas", "service.pid", "x");

  @Test
  void whatNobodyTouchedIsNoChange() {
    assertTrue(Change.of(FORM, PRESENT, UNTOUCHED, ALL).isEmpty());
  }

  @Test
  void aTypedValueCountsAlsoWithoutItsTick() {
    Map<String, String> given = Map.of("port", " 503 ");
    Change change = Change.of(FORM, PRESENT, given, Set.of("host", "transport", "password"));
    assertEquals(new Change(Map.of("port", "503"), Set.of()), change);
  }

  @Test
  void aDefaultEntersTheFileOnlyIfItIsRequiredAndAnUntickedKeyLeavesIt() {
    Map<String, String> present = Map.of("host", "10.0.0.1", "password", "gas");
    assertEquals(
        new Change(Map.of("transport", "tcp"), Set.of("password")),
        Change.of(FORM, present, UNTOUCHED, Set.of("host", "port", "transport")));
  }

  @Test
  void aSecretIsReplacedOnlyByAnotherOne() {
    assertEquals(
        Map.of("password", "other"),
        Change.of(FORM, PRESENT, Map.of("password", "other"), ALL).written());
    assertEquals(
        Map.of("host", "10.0.0.1", "transport", "tcp"),
        Change.of(FORM, Map.of(), UNTOUCHED, ALL).written());
  }

  @Test
  void anEmptiedValueLeavesTheFileAndAnEmptyOneDoesNotEnterIt() {
    Map<String, String> given = Map.of("host", "", "port", "", "password", "unmodified");
    assertEquals(new Change(Map.of(), Set.of("host")), Change.of(FORM, PRESENT, given, ALL));
  }

  @Test
  void aChoiceThatTheFormCannotShowStays() {
    Map<String, String> present = Map.of("host", "10.0.0.1", "transport", "SERIAL");
    assertTrue(Change.of(FORM, present, Map.of("transport", "tcp"), ALL).isEmpty());
    assertEquals(
        Map.of("transport", "serial"),
        Change.of(FORM, present, Map.of("transport", "serial"), ALL).written());
  }

  @Test
  void aKeyThatIsNotOfTheFormStaysOutside() {
    Map<String, String> given = Map.of("host", "10.0.0.1", "service.pid", "y", "$location", "?");
    Set<String> ticked = Set.of("host", "transport", "password", "service.pid", "felix.x");
    assertTrue(Change.of(FORM, PRESENT, given, ticked).isEmpty());
  }
}
