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
              new Field("host", "", false),
              new Field("port", "502", false),
              new Field("password", "", true)));

  /** What the browser sends if nobody touched anything. */
  private static final Map<String, String> UNTOUCHED =
      Map.of("host", "10.0.0.1", "port", "502", "password", "unmodified");

  private static final Map<String, String> PRESENT =
      Map.of("host", "10.0.0.1", "password", "gas", "service.pid", "x");

  @Test
  void whatNobodyTouchedIsNoChange() {
    assertTrue(Change.of(FORM, PRESENT, UNTOUCHED, Set.of("host", "password")).isEmpty());
  }

  @Test
  void aTypedValueCountsAlsoWithoutItsTick() {
    Map<String, String> given =
        Map.of("host", "10.0.0.1", "port", " 503 ", "password", "unmodified");
    Change change = Change.of(FORM, PRESENT, given, Set.of("host", "password"));
    assertEquals(new Change(Map.of("port", "503"), Set.of()), change);
  }

  @Test
  void aTickAloneWritesTheDefaultAndNoneRemovesTheKey() {
    assertEquals(
        new Change(Map.of("port", "502"), Set.of("password")),
        Change.of(FORM, PRESENT, UNTOUCHED, Set.of("host", "port")));
  }

  @Test
  void aSecretIsReplacedOnlyByAnotherOne() {
    Map<String, String> given = Map.of("host", "10.0.0.1", "port", "502", "password", "other");
    assertEquals(
        Map.of("password", "other"),
        Change.of(FORM, PRESENT, given, Set.of("host", "password")).written());
    Map<String, String> fresh = Map.of("host", "h", "port", "502", "password", "unmodified");
    assertEquals(
        Map.of("host", "h"),
        Change.of(FORM, Map.of(), fresh, Set.of("host", "password")).written());
  }

  @Test
  void anEmptiedValueLeavesTheFileAndAnEmptyOneDoesNotEnterIt() {
    Map<String, String> given = Map.of("host", "", "port", "", "password", "unmodified");
    Change change = Change.of(FORM, PRESENT, given, Set.of("host", "port", "password"));
    assertEquals(new Change(Map.of(), Set.of("host")), change);
  }

  @Test
  void aKeyThatIsNotOfTheFormStaysOutside() {
    Map<String, String> given = Map.of("host", "10.0.0.1", "service.pid", "y", "$location", "?");
    Set<String> ticked = Set.of("host", "password", "service.pid", "felix.fileinstall.filename");
    assertTrue(Change.of(FORM, PRESENT, given, ticked).isEmpty());
  }
}
