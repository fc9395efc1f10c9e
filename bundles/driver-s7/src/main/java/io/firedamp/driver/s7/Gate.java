package io.firedamp.driver.s7;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.plc4x.java.spi.events.DisconnectEvent;

/**
 * Stands between the socket and PLC4X: lets nothing through but whole messages, knows when the last
 * one came, and ends everything when the connection ends. On the connection's event loop, but for
 * the questions.
 *
 * <pre>
 * 03 00 | length (2) | rest of ISO on TCP (3) | 32 03 | … | parameters, data (2 each) | error (2)
 *   | 04 | count | for each block: return code (1) | kind (1) | length (2) | bytes, made even
 * </pre>
 */
final class Gate extends LengthFieldBasedFrameDecoder {
  private static final int LONGEST = 8192;
  private static final int TPKT = 3;
  private static final int LENGTH_AT = 2;
  private static final int LENGTH_BYTES = 2;
  private static final int SHORTEST = 7;

  private static final int S7_AT = 7;
  private static final int S7 = 0x32;
  private static final int DATA_REPLY = 3;
  private static final int READ = 4;
  private static final int HEADER = 12;
  private static final int GIVEN = 0xFF;
  private static final int LAST_KIND_IN_BITS = 5;

  private final CompletableFuture<IOException> ended = new CompletableFuture<>();
  private volatile long lastMessage = System.nanoTime();

  Gate() {
    super(LONGEST, LENGTH_AT, LENGTH_BYTES, -(LENGTH_AT + LENGTH_BYTES), 0);
  }

  /** How the connection ended, as soon as it has. */
  CompletableFuture<IOException> ended() {
    return ended;
  }

  /** When the last whole message came, as {@link System#nanoTime()} has it. */
  long lastMessage() {
    return lastMessage;
  }

  @Override
  protected Object decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
    Object frame = super.decode(context, in);
    if (frame instanceof ByteBuf message) {
      if (message.readableBytes() < SHORTEST || message.getUnsignedByte(0) != TPKT) {
        message.release();
        throw new Connector.Garbled("no ISO on TCP");
      }
      lastMessage = System.nanoTime();
      forgetLengthsOfErrors(message);
    }
    return frame;
  }

  /**
   * Some servers, as Snap7, give the return code of an error a length, but no bytes. PLC4X would
   * take what follows for those bytes. If the message fits together without them, it is meant so.
   */
  private static void forgetLengthsOfErrors(ByteBuf message) {
    if (message.readableBytes() < S7_AT + HEADER + 2
        || message.getUnsignedByte(S7_AT) != S7
        || message.getUnsignedByte(S7_AT + 1) != DATA_REPLY
        || message.getUnsignedByte(S7_AT + HEADER) != READ) {
      return;
    }
    int count = message.getUnsignedByte(S7_AT + HEADER + 1);
    int first = S7_AT + HEADER + message.getUnsignedShort(S7_AT + 6);
    int at = first;
    for (int i = 0; i < count && at + 4 <= message.readableBytes(); i++) {
      at += 4 + (given(message, at) ? even(length(message, at), i == count - 1) : 0);
    }
    if (at != message.readableBytes()) {
      return;
    }
    at = first;
    for (int i = 0; i < count; i++) {
      if (given(message, at)) {
        at += 4 + even(length(message, at), false);
      } else {
        message.setShort(at + 2, 0);
        at += 4;
      }
    }
  }

  private static boolean given(ByteBuf message, int at) {
    return message.getUnsignedByte(at) == GIVEN;
  }

  private static int length(ByteBuf message, int at) {
    int length = message.getUnsignedShort(at + 2);
    return message.getUnsignedByte(at + 1) <= LAST_KIND_IN_BITS
        ? (length + Byte.SIZE - 1) / Byte.SIZE
        : length;
  }

  private static int even(int length, boolean last) {
    return last ? length : length + length % 2;
  }

  /** PLC4X stops its timer and its pool only for whoever tells it both ways. */
  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    ended.complete(new EOFException("closed"));
    context.pipeline().fireUserEventTriggered(new DisconnectEvent());
    context.channel().close();
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ended.complete(
        cause instanceof IOException gone ? gone : new Connector.Garbled(cause.toString()));
    context.channel().close();
  }
}
