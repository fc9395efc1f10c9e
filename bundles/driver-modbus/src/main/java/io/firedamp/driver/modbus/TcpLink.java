package io.firedamp.driver.modbus;

import com.ghgande.j2mod.modbus.msg.ExceptionResponse;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ModbusResponse;
import com.ghgande.j2mod.modbus.msg.ReadCoilsRequest;
import com.ghgande.j2mod.modbus.msg.ReadCoilsResponse;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesResponse;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersResponse;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersResponse;
import io.firedamp.source.SourceException;
import io.firedamp.text.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Modbus TCP (Modbus Messaging on TCP/IP V1.0b, 3.1): one request in flight.
 *
 * <pre>
 * transaction (2) | protocol = 0 (2) | bytes that follow (2) | unit (1) | function (1) | data
 * </pre>
 *
 * <p>Design note: j2mod writes and reads the messages, but neither its transaction nor its
 * transport is used. The transaction compares nothing but the transaction id, tries five times when
 * told to try zero times, reconnects by itself and swallows interrupts; the transport believes any
 * unit, function and byte count, and starts its time-out anew with every byte. So the header is
 * checked here, before j2mod sees the message.
 *
 * <p>The host's name is resolved anew for each connection; that takes as long as the system's
 * resolver takes, so a site writes the address.
 */
final class TcpLink implements Link {
  private static final int HEADER = 7;
  private static final int LENGTH_END = 6;
  private static final int LONGEST = 260;
  private static final int EXCEPTION_LENGTH = 3;
  private static final int EXCEPTION_FLAG = 0x80;

  private final String host;
  private final int port;
  private final Duration limit;
  private final Duration delay;
  private final Outage outage;
  private volatile Optional<Wire> open = Optional.empty();
  private int transaction;
  private long lastReply;

  /**
   * @param limit the longest time to connect, and the longest time for a reply
   * @param delay the least time between a reply and the next request
   */
  TcpLink(String host, int port, Duration limit, Duration delay) {
    this.host = host;
    this.port = port;
    this.limit = limit;
    this.delay = delay;
    this.outage = new Outage(host + ":" + port, limit);
    this.lastReply = System.nanoTime() - delay.toNanos();
  }

  @Override
  public int[] read(Block block) throws ExceptionReply, SourceException, InterruptedException {
    try {
      TimeUnit.NANOSECONDS.sleep(lastReply + delay.toNanos() - System.nanoTime());
      ModbusRequest request = request(block);
      byte[] reply = reply(request, block);
      lastReply = System.nanoTime();
      return items(reply, block);
    } catch (IOException failed) {
      close();
      throw outage.reading(block, failed);
    } catch (InterruptedException | SourceException over) {
      close();
      throw over;
    }
  }

  /**
   * A device may close a connection that was idle; it then gets a new one. Nothing of a reply had
   * arrived, so nothing can be out of step.
   */
  private byte[] reply(ModbusRequest request, Block block)
      throws IOException, SourceException, InterruptedException {
    Optional<Wire> used = open;
    if (used.isPresent()) {
      try {
        return reply(used.get(), request, block);
      } catch (IOException failed) {
        yieldToInterrupt();
        if (failed instanceof SocketTimeoutException || !used.get().silent()) {
          throw failed;
        }
        close();
      }
    }
    Wire wire = connected();
    try {
      return reply(wire, request, block);
    } catch (IOException failed) {
      yieldToInterrupt();
      throw failed;
    }
  }

  private Wire connected() throws SourceException, InterruptedException {
    try {
      InetSocketAddress device = new InetSocketAddress(host, port);
      if (device.isUnresolved()) {
        throw new UnknownHostException(host);
      }
      Wire wire = Wire.connect(device, limit);
      open = Optional.of(wire);
      return wire;
    } catch (IOException failed) {
      yieldToInterrupt();
      throw outage.connecting(failed);
    }
  }

  /** An interrupt shows as an I/O failure first. */
  private static void yieldToInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private byte[] reply(Wire wire, ModbusRequest request, Block block) throws IOException {
    transaction = transaction + 1 & 0xFFFF;
    request.setTransactionID(transaction);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    request.writeTo(new DataOutputStream(bytes));
    wire.send(bytes.toByteArray());

    byte[] reply = new byte[LONGEST];
    ByteBuffer frame = ByteBuffer.wrap(reply);
    wire.receive(reply, 0, HEADER);
    expect("transaction", "事务号", transaction, Short.toUnsignedInt(frame.getShort(0)));
    expect("protocol", "协议号", 0, Short.toUnsignedInt(frame.getShort(2)));
    expect("unit", "从站号", block.unit(), Byte.toUnsignedInt(frame.get(LENGTH_END)));
    int data = block.table().bits() ? (block.count() + 7) / 8 : block.count() * 2;
    int length = Short.toUnsignedInt(frame.getShort(4));
    boolean exception = length == EXCEPTION_LENGTH;
    if (!exception) {
      expect("length", "长度", EXCEPTION_LENGTH + data, length);
    }
    wire.receive(reply, HEADER, LENGTH_END + length);
    int function = request.getFunctionCode() | (exception ? EXCEPTION_FLAG : 0);
    expect("function", "功能码", function, Byte.toUnsignedInt(frame.get(HEADER)));
    if (!exception) {
      expect("byte count", "字节数", data, Byte.toUnsignedInt(frame.get(HEADER + 1)));
    }
    return reply;
  }

  private static void expect(String en, String zh, int wanted, int got) throws Garbled {
    if (wanted != got) {
      throw new Garbled(
          new Text(en + " " + got + " instead of " + wanted, zh + " " + got + "，应为 " + wanted));
    }
  }

  private static ModbusRequest request(Block block) {
    ModbusRequest request =
        switch (block.table()) {
          case COIL -> new ReadCoilsRequest(block.start(), block.count());
          case DISCRETE -> new ReadInputDiscretesRequest(block.start(), block.count());
          case INPUT -> new ReadInputRegistersRequest(block.start(), block.count());
          case HOLDING -> new ReadMultipleRegistersRequest(block.start(), block.count());
        };
    request.setUnitID(block.unit());
    return request;
  }

  private static int[] items(byte[] reply, Block block) throws IOException, ExceptionReply {
    ModbusResponse message = ModbusResponse.createModbusResponse(Byte.toUnsignedInt(reply[HEADER]));
    message.readFrom(new DataInputStream(new ByteArrayInputStream(reply)));
    if (message instanceof ExceptionResponse exception) {
      throw new ExceptionReply(exception.getExceptionCode());
    }
    IntUnaryOperator item =
        switch (block.table()) {
          case COIL -> i -> ((ReadCoilsResponse) message).getCoilStatus(i) ? 1 : 0;
          case DISCRETE -> i -> ((ReadInputDiscretesResponse) message).getDiscreteStatus(i) ? 1 : 0;
          case INPUT -> ((ReadInputRegistersResponse) message)::getRegisterValue;
          case HOLDING -> ((ReadMultipleRegistersResponse) message)::getRegisterValue;
        };
    return IntStream.range(0, block.count()).map(item).toArray();
  }

  @Override
  public void close() {
    open.ifPresent(Wire::close);
    open = Optional.empty();
  }
}
