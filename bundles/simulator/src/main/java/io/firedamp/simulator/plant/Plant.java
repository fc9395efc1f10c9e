package io.firedamp.simulator.plant;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import io.firedamp.clock.SiteClock;
import io.firedamp.settings.Settings;
import io.firedamp.text.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulated plant: a Modbus/TCP server on 127.0.0.1, unit 1, whose registers are those of the
 * demo's {@code points.csv}.
 */
@Component(
    service = {},
    configurationPid = "io.firedamp.simulator.plant",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PlantForm.class, factory = true)
public final class Plant {
  private static final Logger LOG = LoggerFactory.getLogger(Plant.class);
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int UNIT = 1;
  private static final int CONNECTIONS = 8;

  private final ModbusSlave slave;

  /**
   * Opens the port.
   *
   * @param clock the plant's time
   * @param properties {@code port}, and {@code seed} for another plant
   * @throws io.firedamp.settings.SettingsException if they are wrong, or the port is taken
   */
  @Activate
  public Plant(@Reference SiteClock clock, Map<String, Object> properties) {
    Settings settings = Settings.of(properties);
    settings.required("port");
    int port = settings.integer("port", 0, 1, 65535);
    int seed = settings.integer("seed", 1, 0, Integer.MAX_VALUE);
    settings.check();
    slave = open(settings, port, new LiveImage(clock, new Oxidiser(seed), Wiring.demo()));
    LOG.info("the simulated plant answers on 127.0.0.1:{}", port);
  }

  private static ModbusSlave open(Settings settings, int port, LiveImage image) {
    try {
      InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
      // j2mod would hand out the slave that another plant has opened on this port
      new ServerSocket(port, 1, loopback).close();
      return listening(
          ModbusSlaveFactory.createTCPSlave(loopback, port, CONNECTIONS, false),
          image,
          "simulator-plant-" + settings.instance());
    } catch (IOException | ModbusException taken) {
      settings.problem(
          "port",
          Integer.toString(port),
          new Text("cannot listen here: " + taken.getMessage(), "无法监听: " + taken.getMessage()));
      settings.check();
      throw new IllegalStateException(taken); // check has thrown
    }
  }

  /** Whoever connects finds the image: a register that is missing once is asked for seldom. */
  private static ModbusSlave listening(ModbusSlave slave, LiveImage image, String thread)
      throws ModbusException {
    slave.setThreadName(thread);
    slave.addProcessImage(UNIT, image);
    try {
      slave.open();
      return slave;
    } catch (ModbusException failed) {
      ModbusSlaveFactory.close(slave); // or the factory would keep it
      throw failed;
    }
  }

  /** Closes the port and every connection. */
  @Deactivate
  public void close() {
    ModbusSlaveFactory.close(slave);
  }
}
