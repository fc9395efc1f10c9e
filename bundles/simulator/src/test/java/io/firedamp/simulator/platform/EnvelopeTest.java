package io.firedamp.simulator.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.settings.Settings;
import io.firedamp.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
  private static final String CLEAR = "{\"supplier_name\":\"佳华智联\"}";

  private static Envelope envelope(String key, String encoding) {
    Settings settings =
        Settings.of(Map.of("cipher", "aes", "aes.key", key, "aes.key.encoding", encoding));
    Envelope envelope = Envelope.of(settings);
    settings.check();
    return envelope;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The payloads are those of {@code printf '{…}' | openssl enc -aes-N-ecb -K KEY -a -A}. */
  @ParameterizedTest
  @CsvSource({
    "000102030405060708090a0b0c0d0e0f, hex, 1dM5v5q99w+Uzb2DMYr5wprN5eKT1j7Bm10dx5CXGyuVT2Ty5Ohunu6C0gIWaEiZ",
    "AAECAwQFBgcICQoLDA0ODw==, base64, 1dM5v5q99w+Uzb2DMYr5wprN5eKT1j7Bm10dx5CXGyuVT2Ty5Ohunu6C0gIWaEiZ",
    "firedamp-firedamp-firedamp-32byt, utf8, YgTZPKRRJI20SXwmNO8aBadfFnNvqA2beXJAvqn/qpCHIQSdQ8tAhpSSB342ek+p"
  })
  @DisplayName("CCER-7.3-04: the payload is the one that openssl makes, in both directions")
  void aesIsWhatOpensslMakes(String key, String encoding, String payload) throws Exception {
    Envelope envelope = envelope(key, encoding);
    assertEquals(CLEAR, envelope.open(ascii(payload)));
    assertArrayEquals(ascii(payload), envelope.seal(CLEAR));
  }

  @Test
  void anotherKeyIsReportedAsSuch() {
    byte[] sealed = envelope("000102030405060708090a0b0c0d0e0f", "hex").seal(CLEAR);
    Envelope other = envelope("f00102030405060708090a0b0c0d0e0f", "hex");
    Envelope.Unreadable wrong = assertThrows(Envelope.Unreadable.class, () -> other.open(sealed));
    assertTrue(wrong.text().en().contains("another key"), wrong.text().en());
  }

  @Test
  void whatIsNoBase64IsReportedAsSuch() {
    Envelope envelope = envelope("000102030405060708090a0b0c0d0e0f", "hex");
    Envelope.Unreadable wrong =
        assertThrows(Envelope.Unreadable.class, () -> envelope.open(new byte[] {1, 2, 3}));
    assertTrue(wrong.text().en().contains("Base64"), wrong.text().en());
  }

  @Test
  void aKeyOfAWrongLengthIsAConfigurationErrorThatDoesNotShowTheKey() {
    SettingsException wrong =
        assertThrows(SettingsException.class, () -> envelope("0001020304", "hex"));
    assertTrue(wrong.getMessage().contains("16, 24 or 32 bytes"), wrong.getMessage());
    assertFalse(wrong.getMessage().contains("0001020304"));
    assertThrows(SettingsException.class, () -> envelope("no hex at all!!!", "hex"));
  }

  @Test
  void withoutCipherTheMessageTravelsAsItIs() throws Exception {
    Settings settings = Settings.of(Map.of());
    Envelope envelope = Envelope.of(settings);
    settings.check();
    assertArrayEquals(CLEAR.getBytes(StandardCharsets.UTF_8), envelope.seal(CLEAR));
    assertEquals(CLEAR, envelope.open(CLEAR.getBytes(StandardCharsets.UTF_8)));
    assertThrows(
        Envelope.Unreadable.class, () -> envelope.open(new byte[] {'{', (byte) 0xff, '}'}));
  }
}
