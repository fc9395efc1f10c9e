package io.firedamp.driver.modbus;

import com.ghgande.j2mod.modbus.util.ModbusUtil;
import java.io.IOException;
import java.util.Arrays;

/**
 * Modbus RTU (MODBUS over Serial Line V1.02, 2.5.1), on a serial line or in a TCP connection.
 *
 * <pre>
 * unit (1) | function (1) | data | CRC (2, low byte first)
 * </pre>
 *
 * <p>There is no number that ties a reply to its request, so what has arrived before the request is
 * thrown away (by the {@link Wire}), and unit, function and length have to be those that it asks
 * for.
 */
final class RtuFraming implements Framing {
  private static final int HEADER = 3;
  private static final int CRC = 2;

  @Override
  public byte[] ask(Wire wire, Block block) throws IOException, ExceptionReply {
    byte[] request = Framing.request(block);
    byte[] frame = Arrays.copyOf(request, request.length + CRC);
    int[] sum = sum(frame);
    frame[request.length] = (byte) sum[0];
    frame[request.length + 1] = (byte) sum[1];
    wire.send(frame);

    byte[] reply = new byte[HEADER + block.bytes() + CRC];
    wire.receive(reply, HEADER);
    Framing.expect("unit", "从站号", block.unit(), Byte.toUnsignedInt(reply[0]));
    int function = Byte.toUnsignedInt(reply[1]);
    if (function == (Byte.toUnsignedInt(request[1]) | EXCEPTION_FLAG)) {
      wire.receive(reply, HEADER + CRC);
      check(Arrays.copyOf(reply, HEADER + CRC));
      throw new ExceptionReply(Byte.toUnsignedInt(reply[2]));
    }
    Framing.expect("function", "功能码", Byte.toUnsignedInt(request[1]), function);
    Framing.expect("byte count", "字节数", block.bytes(), Byte.toUnsignedInt(reply[2]));
    wire.receive(reply, reply.length);
    check(reply);
    return Arrays.copyOfRange(reply, HEADER, HEADER + block.bytes());
  }

  private static void check(byte[] frame) throws Garbled {
    int[] sum = sum(frame);
    int last = frame.length - CRC;
    Framing.expect("CRC", "CRC 校验", sum[0], Byte.toUnsignedInt(frame[last]));
    Framing.expect("CRC", "CRC 校验", sum[1], Byte.toUnsignedInt(frame[last + 1]));
  }

  /** Of all but the last two bytes, low byte first. */
  private static int[] sum(byte[] frame) {
    return ModbusUtil.calculateCRC(frame, 0, frame.length - CRC);
  }
}
