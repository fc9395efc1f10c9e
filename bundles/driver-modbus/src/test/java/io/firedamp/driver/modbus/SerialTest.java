package io.firedamp.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.Binding;
import io.firedamp.source.Plan;
import io.firedamp.source.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A serial port (CCER-4.3-04)")
class SerialTest {
  private final List<Binding> rows = Rig.uint16s("holding:5");

  @Test
  void thatIsPluggedInLaterIsOpenedThenAndTheUnpluggedOneIsNamed(@TempDir Path folder)
      throws Exception {
    Path name = folder.resolve("ttyUSB0");
    ModbusSource source = Rig.serial(name.toString());
    Plan plan = source.prepare(rows);
    try (RawDevice device = new RawDevice(true)) {
      for (int plug = 0; plug < 3; plug++) {
        SourceException down =
            assertThrows(
                SourceException.class, () -> plan.read(Rig.TICK, Rig.points(rows)), "unplugged");
        assertTrue(down.reason().en().contains(name.toString()), down.reason().en());
        assertTrue(down.reason().zh().contains(name.toString()), down.reason().zh());
        try (Python line = Python.line(device.port())) {
          Files.createSymbolicLink(name, Path.of(line.file()));
          assertEquals("{holding_5=GOOD 5}", Rig.told(plan.read(Rig.TICK, Rig.points(rows))));
        }
        Files.delete(name);
      }
    } finally {
      source.rest();
    }
  }
}
