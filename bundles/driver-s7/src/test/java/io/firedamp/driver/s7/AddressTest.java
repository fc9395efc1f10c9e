package io.firedamp.driver.s7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.BadRow;
import io.firedamp.source.Refusal;
import io.firedamp.source.ValueType;
import io.firedamp.text.Text;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Addresses as TIA shows them (CCER-4.3-04)")
class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "DB1.DBD0, DB, 1, 0, D, 0",
    "DB1.DBW4, DB, 1, 4, W, 0",
    "DB12.DBB2, DB, 12, 2, B, 0",
    "DB1.DBX0.1, DB, 1, 0, X, 1",
    "%DB1.DBD0, DB, 1, 0, D, 0",
    "P#DB1.DBX8.0, DB, 1, 8, X, 0",
    "db65535.dbd65532, DB, 65535, 65532, D, 0",
    "MD10, M, 0, 10, D, 0",
    "MW4, M, 0, 4, W, 0",
    "MB4, M, 0, 4, B, 0",
    "M3.1, M, 0, 3, X, 1",
    "%M3.7, M, 0, 3, X, 7",
    "ID4, I, 0, 4, D, 0",
    "ED4, I, 0, 4, D, 0",
    "E0.1, I, 0, 0, X, 1",
    "QW2, Q, 0, 2, W, 0",
    "AW2, Q, 0, 2, W, 0",
    "A0.1, Q, 0, 0, X, 1",
    "VD100, DB, 1, 100, D, 0",
    "V10.2, DB, 1, 10, X, 2",
    "' MW4 ', M, 0, 4, W, 0",
  })
  void areUnderstood(String text, Area area, int block, int start, Address.Size size, int bit)
      throws BadRow {
    assertEquals(new Address(area, block, start, size, bit), Address.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "DB1, write DB1.DBX0.1",
    "DB1.DBD, write DB1.DBX0.1",
    "DB1.D4, write DB1.DBX0.1",
    "DB1.DB4.1, write DB1.DBX0.1",
    "DB1.DBX4, write DB1.DBX0.1",
    "DB1.DBW4.1, write DB1.DBX0.1",
    "M4, write DB1.DBX0.1",
    "T4, write DB1.DBX0.1",
    "holding:4, write DB1.DBX0.1",
    "DB0.DBW0, data blocks run from 1 to 65535",
    "DB65536.DBW0, data blocks run from 1 to 65535",
    "M3.8, bits run from 0 to 7",
    "MB65536, bytes run from 0 to 65535",
    "MD65533, bytes run from 0 to 65535",
    "MW999999999, bytes run from 0 to 65535",
  })
  void thatAreNoneAreToldWithWhatIsAllowed(String text, String allowed) {
    Text reason = assertThrows(BadRow.class, () -> Address.parse(text)).reason();
    assertTrue(reason.en().startsWith("address \"" + text + "\": " + allowed), reason.en());
    assertTrue(reason.zh().startsWith("地址“" + text + "”"), reason.zh());
  }

  @ParameterizedTest
  @CsvSource({
    "DB1.DBX0.1, uint16, a bit is bool",
    "DB1.DBX0.1, float64, a bit is bool",
    "DB1.DBB0, bool, a byte is uint16",
    "DB1.DBB0, int16, a byte is uint16",
    "MW4, float32, 'a word is int16, uint16 or bcd16'",
    "MW4, bool, 'a word is int16, uint16 or bcd16'",
    "MD4, int16, 'a double word is int32, uint32, float32 or bcd32'",
    "MD4, float64, 'a double word is int32, uint32, float32 or bcd32'",
    "M65530.0, int64, ends behind byte 65535",
  })
  void andTypesThatDoNotAgreeAreRefused(String address, String type, String why) {
    S7Source source = Rig.source(1);
    Refusal refusal =
        source
            .prepare(List.of(Rig.row("P", address, ValueType.of(type).orElseThrow())))
            .refused()
            .get(0);
    source.close();
    String start = "\"" + address + "\" with type " + type;
    assertTrue(refusal.reason().en().startsWith(start), refusal.reason().en());
    assertTrue(refusal.reason().en().contains(why), refusal.reason().en());
    assertTrue(refusal.reason().zh().startsWith("“" + address + "”类型 " + type));
  }

  @Test
  void aBlockIsToldAsTiaWritesIt() throws BadRow {
    Row row = Row.of(Rig.row("P", "DB7.DBD4", ValueType.FLOAT32));
    assertEquals("DB7.DBB4-7", Block.of(List.of(row)).toString());
    assertEquals("MB4", new Block(Area.M, 0, 4, 1, List.of()).toString());
  }
}
