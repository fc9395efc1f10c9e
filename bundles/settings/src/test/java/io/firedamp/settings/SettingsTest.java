package io.firedamp.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final String FILE = "file:/etc/io.firedamp.driver.modbus-boiler-1.cfg";

  private static Settings settings(Map<String, ?> own) {
    var all = new java.util.HashMap<String, Object>(own);
    all.put("felix.fileinstall.filename", FILE);
    all.put("service.pid", "io.firedamp.driver.modbus~boiler-1");
    all.put("component.id", 7L);
    return Settings.of(all);
  }

  @Test
  void everyProblemIsNamedWithFileKeyFoundAndAllowed() {
    Settings settings =
        settings(Map.of("timeout.ms", "abc", "port", "70000", "hots", "10.0.0.1", "parity", "odd"));
    settings.required("host");
    settings.integer("port", 502, 1, 65535);
    settings.integer("timeout.ms", 400, 50, 10000);
    settings.choice("parity", "none", List.of("none", "even"));

    String message = assertThrows(SettingsException.class, settings::check).getMessage();

    String file = "io.firedamp.driver.modbus-boiler-1.cfg: ";
    assertTrue(message.contains(file + "host: is missing | 缺少此项"), message);
    assertTrue(message.contains(file + "port = 70000: a whole number from 1 to 65535"), message);
    assertTrue(
        message.contains(file + "timeout.ms = abc: a whole number from 50 to 10000"), message);
    assertTrue(message.contains(file + "parity = odd: one of none, even"), message);
    assertTrue(
        message.contains(file + "hots: unknown setting; known are host, parity, port, timeout.ms"),
        message);
    assertEquals(5, message.lines().count());
  }

  @Test
  void theInstanceIsWhatStandsBehindTheFirstHyphen() {
    assertEquals("boiler-1", settings(Map.of()).instance());
    assertEquals("x", Settings.of(Map.of("service.pid", "io.firedamp.driver.modbus~x")).instance());
    assertEquals("", Settings.of(Map.of("service.pid", "io.firedamp.site")).instance());
  }

  @Test
  void aDefaultStandsWhereNothingIsWritten() {
    Settings settings = settings(Map.of("host", " plc ", "empty", ""));
    assertEquals("plc", settings.required("host"));
    assertEquals(502, settings.integer("port", 502, 1, 65535));
    assertEquals(3, settings.integer("empty", 3, 1, 5));
    assertTrue(settings.flag("on", true));
    settings.check();
  }

  @Test
  void aSecretComesFromAFileOrTheEnvironmentAndIsNeverShown(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "s3cret\n");
    Settings settings =
        settings(
            Map.of(
                "password",
                "file:" + file,
                "key",
                "env:FIREDAMP_NO_SUCH",
                "clear",
                "pw",
                "enc",
                "{enc}AAAA"));
    assertEquals("s3cret", settings.secret("password").reveal());
    assertEquals("pw", settings.secret("clear").reveal());
    assertFalse(settings.secret("password").toString().contains("s3cret"));
    settings.secret("key");
    settings.secret("enc");
    String message = assertThrows(SettingsException.class, settings::check).getMessage();
    assertTrue(message.contains("key: environment variable FIREDAMP_NO_SUCH is not set"), message);
    assertTrue(message.contains("enc: {enc} values are not understood"), message);
    assertFalse(message.contains("AAAA"), message);
  }

  /** Notepad's UTF-8 begins with a mark that nobody sees. */
  @Test
  void aByteOrderMarkIsNoPartOfTheFirstKey() {
    Settings settings = settings(Map.of("\ufeffhost", "plc", "\ufeff#", "A comment"));
    assertEquals("plc", settings.required("host"));
    settings.check();
  }

  /** A file in GBK reaches us with what stands for bytes that are not UTF-8. */
  @Test
  void aValueThatIsNotUtf8IsRefusedAndNotShown() {
    Settings settings = settings(Map.of("supplier.name", "\ufffd\u057b\ufffd"));
    settings.required("supplier.name");
    String message = assertThrows(SettingsException.class, settings::check).getMessage();
    assertTrue(message.contains("supplier.name: is not UTF-8"), message);
    assertFalse(message.contains("\ufffd"), message);
  }

  @Test
  void aBlankInTheFilesNameIsOneInTheInstance() {
    String url = "file:/opt/my%20gateway/etc/io.firedamp.driver.modbus-锅炉%202.cfg";
    Settings settings = Settings.of(Map.of("felix.fileinstall.filename", url));
    assertEquals("io.firedamp.driver.modbus-锅炉 2.cfg", settings.file());
    assertEquals("锅炉 2", settings.instance());
  }
}
