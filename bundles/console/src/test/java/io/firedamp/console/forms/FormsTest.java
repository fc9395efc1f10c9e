package io.firedamp.console.forms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("forms and their files")
class FormsTest {
  private static final String PID = Gateways.PID;

  @TempDir Path etc;

  @Test
  void aFormHasItsWordsInBothLanguages() {
    Form form = Gateways.with(etc, Map.of()).forms().get(0);
    assertEquals("Device | 设备", form.name().both());
    assertEquals(List.of("host", "port", "password"), keys(form));
    assertTrue(form.factory());
  }

  @Test
  void aChangedValueStandsInItsPlaceAndTheRestStays() throws IOException {
    Path file = etc.resolve(PID + "-boiler1.cfg");
    Files.writeString(file, "# the boiler 锅炉\nhost = 10.0.0.1\n\n# secret\npassword = gas\n");
    Forms forms =
        Gateways.with(etc, Map.of("boiler1", Map.of("host", "10.0.0.1", "password", "gas")));
    forms.save("", PID + "~boiler1", PID, given("泵房", "502"), Set.of("host", "password"));
    assertEquals(
        "# the boiler 锅炉\nhost = 泵房\n\n# secret\npassword = gas\n", Files.readString(file));
  }

  @Test
  void aNewOneGetsTheNameThatWasChosenForIt() throws IOException {
    Forms forms = Gateways.with(etc, Map.of());
    assertTrue(forms.name("anna", PID, "boiler2").isEmpty());
    assertThrows(IllegalArgumentException.class, () -> make(forms, "bert"), "whose name is it");
    make(forms, "anna");
    assertEquals(
        "# Device | 设备\nhost = 10.0.0.2\n", Files.readString(etc.resolve(PID + "-boiler2.cfg")));
    assertThrows(IllegalArgumentException.class, () -> make(forms, "anna"), "one file for a name");
    assertTrue(forms.name("anna", PID, "boiler2").isPresent(), "it is taken");
  }

  @Test
  void aNameIsNoPath() {
    Forms forms = Gateways.with(etc, Map.of());
    for (String name :
        List.of(
            "", ".", "..", "../x", "a/b", "a\\b", "/etc/x", "a b", "a\n", "-x", "x".repeat(65))) {
      assertTrue(forms.name("anna", PID, name).isPresent(), name);
    }
    assertTrue(forms.name("anna", "org.apache.karaf.shell", "x").isPresent());
  }

  @Test
  void aFileThatIsNotOfTheFolderIsNotTouched() throws IOException {
    Path elsewhere = Files.createDirectory(etc.resolve("elsewhere"));
    Path file = Files.writeString(elsewhere.resolve(PID + "-boiler1.cfg"), "host = a\n");
    Forms forms = Gateways.with(elsewhere, Map.of("boiler1", Map.of("host", "a")), etc);
    assertThrows(
        IllegalArgumentException.class,
        () -> forms.save("", PID + "~boiler1", PID, given("b", "502"), Set.of("host")));
    assertThrows(IllegalArgumentException.class, () -> forms.remove(PID + "~boiler1"));
    assertEquals("host = a\n", Files.readString(file));
    assertEquals(List.of(), forms.instances());
  }

  @Test
  void aValueOfTwoLinesIsRefused() throws IOException {
    Forms forms = Gateways.with(etc, Map.of("boiler1", Map.of("host", "a")));
    assertThrows(
        IllegalArgumentException.class,
        () -> forms.save("", PID + "~boiler1", PID, given("b\nport = 1", "502"), Set.of("host")));
    assertFalse(Files.exists(etc.resolve(PID + "-boiler1.cfg")));
  }

  @Test
  void onlyOurConfigurationsAreSavedOrRemoved() {
    Forms forms = Gateways.with(etc, Map.of());
    String foreign = "org.apache.karaf.shell";
    assertThrows(
        IllegalArgumentException.class,
        () -> forms.save("", foreign, "", Map.of("sshHost", "0.0.0.0"), Set.of("sshHost")));
    assertThrows(IllegalArgumentException.class, () -> forms.remove(foreign));
  }

  @Test
  void whatIsDeletedIsItsFile() throws IOException {
    Path file = Files.writeString(etc.resolve(PID + "-boiler1.cfg"), "host = a\n");
    Forms forms = Gateways.with(etc, Map.of("boiler1", Map.of("host", "a")));
    assertEquals(
        List.of(new Instance(PID + "~boiler1", PID, PID + "-boiler1.cfg")), forms.instances());
    forms.remove(PID + "~boiler1");
    assertFalse(Files.exists(file));
  }

  private static void make(Forms forms, String who) throws IOException {
    String nothing = "[Temporary PID replaced by real PID upon save]";
    forms.save(who, nothing, PID, given("10.0.0.2", "502"), Set.of("host"));
  }

  private static Map<String, String> given(String host, String port) {
    return Map.of("host", host, "port", port, "password", "unmodified");
  }

  private static List<String> keys(Form form) {
    return form.fields().stream().map(Field::key).toList();
  }
}
