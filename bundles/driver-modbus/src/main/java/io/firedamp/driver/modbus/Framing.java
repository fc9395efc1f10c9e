package io.firedamp.driver.modbus;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadCoilsRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import io.firedamp.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How a message is wrapped on a wire. Nothing of a reply is believed that the request did not ask
 * for.
 */
interface Framing {
  int EXCEPTION_FLAG = 0x80;

  /**
   * One request and its reply.
   *
   * @return the reply's data as they arrived: registers with the high byte first, or bits from the
   *     lowest of the first byte on
   * @throws ExceptionReply if the device refused
   * @throws Garbled if what came is no answer to this request
   */
  byte[] ask(Wire wire, Block block) throws IOException, ExceptionReply;

  /** Unit, function, start, count: the request as it is on every wire. */
  static byte[] request(Block block) throws IOException {
    ModbusRequest request =
        switch (block.table()) {
          case COIL -> new ReadCoilsRequest(block.start(), block.count());
          case DISCRETE -> new ReadInputDiscretesRequest(block.start(), block.count());
          case INPUT -> new ReadInputRegistersRequest(block.start(), block.count());
          case HOLDING -> new ReadMultipleRegistersRequest(block.start(), block.count());
        };
    request.setUnitID(block.unit());
    request.setHeadless();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    request.writeTo(new DataOutputStream(message));
    return message.toByteArray();
  }

  /**
   * @throws Garbled if something else came
   */
  static void expect(String en, String zh, int wanted, int got) throws Garbled {
    if (wanted != got) {
      throw new Garbled(
          new Text(en + " " + got + " instead of " + wanted, zh + " " + got + "，应为 " + wanted));
    }
  }
}
