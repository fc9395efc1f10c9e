package io.firedamp.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.Raw;
import io.firedamp.source.SourceException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Raw words of an address (CCER-4.3-04)")
class RawTest {
  private RawDevice device;
  private ModbusSource source;

  @BeforeEach
  void start() throws Exception {
    device = new RawDevice();
    source = Rig.source(device.port(), "unit", "7");
  }

  @AfterEach
  void end() throws Exception {
    source.rest();
    device.close();
  }

  @Test
  void areThoseOfTheDeviceInTheOrderInWhichTheyArrived() throws Exception {
    Raw raw = source.raw("holding:4660", 8);
    assertEquals("1234123512361237", raw.hex());
    assertEquals("holding:4660-4663 of unit 7", raw.said().en());
    assertEquals("0005", source.raw("30006;unit=3", 1).hex());
    assertEquals("0005", source.raw("holding:5.3", 2).hex());
    assertEquals("aa", source.raw("coil:0", 8).hex());
    assertEquals(
        List.of("3:4660-4663;unit=7", "4:5-5;unit=3", "3:5-5;unit=7", "1:0-7;unit=7"),
        device.requests());
  }

  @Test
  void areFewerAtTheEndOfTheTableAndWhereTheDeviceRefusesMore() throws Exception {
    assertEquals("fffeffff", source.raw("holding:65534", 8).hex());
    device.behave(
        (request, out) -> out.write(request.touches(12) ? request.exception(2) : request.answer()));
    assertEquals("000a000b", source.raw("holding:10", 8).hex());
  }

  @Test
  void areNoneWhereTheDeviceRefusesOrNobodyUnderstands() throws Exception {
    device.behave((request, out) -> out.write(request.exception(2)));
    Raw refused = source.raw("holding:10", 8);
    assertEquals("", refused.hex());
    assertEquals("the device refuses holding:10 with exception 2", refused.said().en());
    assertTrue(source.raw("DB1.DBD0", 8).said().en().startsWith("address \"DB1.DBD0\""));
    device.behave((request, out) -> {});
    assertThrows(SourceException.class, () -> source.raw("holding:10", 8));
  }

  @Test
  void haveNoDirectory() {
    assertEquals(List.of(), source.browse(""));
  }
}
