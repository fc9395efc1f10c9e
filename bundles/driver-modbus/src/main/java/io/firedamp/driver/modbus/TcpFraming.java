package io.firedamp.driver.modbus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Modbus TCP (Modbus Messaging on TCP/IP V1.0b, 3.1), which UDP has too.
 *
 * <pre>
 * transaction (2) | protocol = 0 (2) | bytes that follow (2) | unit (1) | function (1) | data
 * </pre>
 */
final class TcpFraming implements Framing {
  private static final int HEADER = 7;
  private static final int LENGTH_END = 6;
  private static final int DATA = 9;
  private static final int EXCEPTION_LENGTH = 3;

  private int transaction;

  @Override
  public byte[] ask(Wire wire, Block block) throws IOException, ExceptionReply {
    byte[] request = Framing.request(block);
    transaction = transaction + 1 & 0xFFFF;
    wire.send(
        ByteBuffer.allocate(LENGTH_END + request.length)
            .putShort((short) transaction)
            .putShort((short) 0)
            .putShort((short) request.length)
            .put(request)
            .array());

    byte[] reply = new byte[DATA + block.bytes()];
    ByteBuffer frame = ByteBuffer.wrap(reply);
    wire.receive(reply, HEADER);
    Framing.expect("transaction", "事务号", transaction, Short.toUnsignedInt(frame.getShort(0)));
    Framing.expect("protocol", "协议号", 0, Short.toUnsignedInt(frame.getShort(2)));
    Framing.expect("unit", "从站号", block.unit(), Byte.toUnsignedInt(frame.get(LENGTH_END)));
    int length = Short.toUnsignedInt(frame.getShort(4));
    boolean exception = length == EXCEPTION_LENGTH;
    if (!exception) {
      Framing.expect("length", "长度", EXCEPTION_LENGTH + block.bytes(), length);
    }
    wire.receive(reply, LENGTH_END + length);
    int function = Byte.toUnsignedInt(request[1]) | (exception ? EXCEPTION_FLAG : 0);
    Framing.expect("function", "功能码", function, Byte.toUnsignedInt(reply[HEADER]));
    if (exception) {
      throw new ExceptionReply(Byte.toUnsignedInt(reply[DATA - 1]));
    }
    Framing.expect("byte count", "字节数", block.bytes(), Byte.toUnsignedInt(reply[DATA - 1]));
    return Arrays.copyOfRange(reply, DATA, reply.length);
  }
}
