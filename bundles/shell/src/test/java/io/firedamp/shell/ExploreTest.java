package io.firedamp.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.explore.Listing;
import io.firedamp.explore.Live;
import io.firedamp.source.Place;
import io.firedamp.source.Raw;
import io.firedamp.text.Text;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CCER-4.3-04, CCER-4.3-05: raw bytes with all that they may mean, and directories")
class ExploreTest {
  private final Desk desk = CommandsTest.desk();

  @BeforeEach
  void aSite() {
    List<Live> points =
        List.of(
            Samples.good("FONP001", "压力", 9.125),
            Samples.computed("FONP003", "FONP001 * 2", 18.25, List.of()));
    Listing top =
        new Listing(
            List.of(
                new Place("ns=2;s=Plant", "Plant", "", "", true),
                new Place("ns=2;s=FOFL", "流量", "Float", "12.5", false)),
            Text.NONE);
    Listing down = new Listing(List.of(), new Text("the device is off", "设备已关闭"));
    desk.addInstruments(
        Samples.instruments(
            points,
            Map.of(
                "plc ", top, "plc ns=2;s=Plant", new Listing(List.of(), Text.NONE), "off ", down),
            Map.of(
                "boiler1 holding:0",
                raw("0000411200000000", "holding:0-3 of unit 1"),
                "boiler1 holding:70000",
                Raw.nothing(new Text("numbers run from 0 to 65535", "编号为 0 到 65535")))),
        Map.of());
  }

  private static Raw raw(String hex, String said) {
    return Raw.of(HexFormat.of().parseHex(hex), Text.same(said));
  }

  private String run(Class<? extends Action> command, String... arguments) throws Exception {
    return new Console(desk).run(command, arguments);
  }

  @Test
  void aSourceAndAnAddressAreReadRaw() throws Exception {
    String page = run(ReadCommand.class, "--en", "--raw", "boiler1", "holding:0");
    assertTrue(page.startsWith("boiler1  holding:0\n  holding:0-3 of unit 1\n"), page);
    assertTrue(page.contains("\n  0000 4112 0000 0000\n"), page);
    assertTrue(page.lines().anyMatch(line -> line.matches("float32 +CDAB +9\\.125")), page);
    String json = run(ReadCommand.class, "--json", "--raw", "boiler1", "holding:0");
    assertTrue(json.contains("\"bytes\":\"0000411200000000\""), json);
    assertTrue(
        json.contains("{\"types\":[\"float32\"],\"orders\":[\"CDAB\"],\"value\":\"9.125\"}"), json);
  }

  @Test
  void aPointsOwnAddressIsReadRaw() throws Exception {
    assertEquals(
        run(ReadCommand.class, "--raw", "boiler1", "holding:0"),
        run(ReadCommand.class, "--raw", "fonp001"));
    assertTrue(run(ReadCommand.class, "--zh", "--raw", "FONP001").contains("字节序"));
  }

  @Test
  void whyNothingWasReadIsSaid() throws Exception {
    assertEquals(
        "boiler1  holding:70000\n  numbers run from 0 to 65535\n",
        run(ReadCommand.class, "--en", "--raw", "boiler1", "holding:70000"));
  }

  @Test
  void whatCannotBeReadRawIsTold() {
    assertTold("computed", ReadCommand.class, "--en", "--raw", "FONP003");
    assertTold(
        "Those are: boiler1, off, plc", ReadCommand.class, "--en", "--raw", "x", "holding:0");
    assertTold("with --raw only", ReadCommand.class, "--en", "boiler1", "holding:0");
    assertTold("Those are: boiler1, off, plc", BrowseCommand.class, "--en", "x");
  }

  private void assertTold(String what, Class<? extends Action> command, String... arguments) {
    CommandException failure = assertThrows(CommandException.class, () -> run(command, arguments));
    assertTrue(failure.getNiceHelp().contains(what), failure.getNiceHelp());
  }

  @Test
  void aDirectoryIsShownWithTheAddressesOfItsPlaces() throws Exception {
    assertEquals("boiler1\noff\nplc\n", run(BrowseCommand.class));
    String page = run(BrowseCommand.class, "--en", "plc");
    assertTrue(page.lines().anyMatch(line -> line.matches("▸ +Plant +ns=2;s=Plant")), page);
    assertTrue(page.contains("ns=2;s=FOFL") && page.contains("12.5"), page);
    assertEquals("Nothing lies there.\n", run(BrowseCommand.class, "--en", "plc", "ns=2;s=Plant"));
    assertEquals("设备已关闭\n", run(BrowseCommand.class, "--zh", "off"));
    String json = run(BrowseCommand.class, "--json", "plc");
    assertTrue(
        json.contains(
            "{\"address\":\"ns=2;s=Plant\",\"name\":\"Plant\",\"type\":\"\",\"value\":\"\",\"branch\":true}"),
        json);
    assertTrue(run(BrowseCommand.class, "--json").contains("[\"boiler1\",\"off\",\"plc\"]"));
  }
}
