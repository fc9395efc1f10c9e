package io.firedamp.driver.modbus;

import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalIn;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalOut;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A real Modbus TCP slave. What was not set, it refuses with exception 2. */
final class Slave implements AutoCloseable {
  private static final int POOL = 4;

  private final ModbusSlave slave;

  Slave() throws IOException, ModbusException {
    int free;
    try (ServerSocket probe = new ServerSocket(0)) {
      free = probe.getLocalPort();
    }
    slave = ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), free, POOL, false);
    slave.addProcessImage(1, new SimpleProcessImage(1));
    slave.open();
  }

  int port() {
    return slave.getPort();
  }

  private SimpleProcessImage image(int unit) {
    if (slave.getProcessImage(unit) instanceof SimpleProcessImage image) {
      return image;
    }
    SimpleProcessImage image = new SimpleProcessImage(unit);
    slave.addProcessImage(unit, image);
    return image;
  }

  void holding(int unit, int start, int... words) {
    for (int i = 0; i < words.length; i++) {
      image(unit).addRegister(start + i, new SimpleRegister(words[i]));
    }
  }

  void input(int start, int... words) {
    for (int i = 0; i < words.length; i++) {
      image(1).addInputRegister(start + i, new SimpleInputRegister(words[i]));
    }
  }

  void coil(int start, boolean... states) {
    for (int i = 0; i < states.length; i++) {
      image(1).addDigitalOut(start + i, new SimpleDigitalOut(states[i]));
    }
  }

  void discrete(int start, boolean... states) {
    for (int i = 0; i < states.length; i++) {
      image(1).addDigitalIn(start + i, new SimpleDigitalIn(states[i]));
    }
  }

  @Override
  public void close() {
    ModbusSlaveFactory.close(slave);
  }
}
