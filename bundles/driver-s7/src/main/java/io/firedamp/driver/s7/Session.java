package io.firedamp.driver.s7;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.plc4x.java.api.exceptions.PlcConnectionException;
import org.apache.plc4x.java.api.messages.PlcReadRequest;
import org.apache.plc4x.java.api.messages.PlcReadResponse;
import org.apache.plc4x.java.s7.readwrite.MemoryArea;
import org.apache.plc4x.java.s7.readwrite.TransportSize;
import org.apache.plc4x.java.s7.readwrite.tag.S7Tag;
import org.apache.plc4x.java.spi.connection.DefaultNettyPlcConnection;

/** A connection of PLC4X with its S7 session. */
final class Session implements Connector.Connection {
  /** What an answer of the smallest size that controllers speak carries. */
  private static final int LEAST_PAYLOAD = Planner.forMessagesOf(Config.LEAST_PDU).most();

  private final DefaultNettyPlcConnection session;
  private final Gate gate;
  private final Duration limit;

  /**
   * @param limit how long the controller may keep silent
   */
  Session(DefaultNettyPlcConnection session, Gate gate, Duration limit) {
    this.session = session;
    this.gate = gate;
    this.limit = limit;
  }

  @Override
  public List<Answer> read(List<Block> blocks) throws IOException, InterruptedException {
    PlcReadRequest.Builder request = session.readRequestBuilder();
    for (int i : smallestFirst(blocks)) {
      request.addTag(Integer.toString(i), tag(blocks.get(i)));
    }
    PlcReadResponse response = awaited(sent(request.build()), messages(blocks));
    List<Answer> answers = new ArrayList<>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      answers.add(answer(response, Integer.toString(i), blocks.get(i)));
    }
    return answers;
  }

  /**
   * PLC4X fills message after message. In this order no two of them could be one: what did not fit
   * into the former is no larger than anything in the later ones.
   */
  private static int[] smallestFirst(List<Block> blocks) {
    return IntStream.range(0, blocks.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> blocks.get(i).count()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** How many messages these blocks take at the most. */
  private static int messages(List<Block> blocks) {
    return blocks.stream().mapToInt(block -> 1 + block.count() / LEAST_PAYLOAD).sum();
  }

  private CompletableFuture<? extends PlcReadResponse> sent(PlcReadRequest request)
      throws EOFException {
    try {
      return request.execute();
    } catch (RejectedExecutionException gone) {
      throw new EOFException("closed");
    }
  }

  /** PLC4X forgets some answers that it cannot understand; so silence is all that tells. */
  private PlcReadResponse awaited(CompletableFuture<? extends PlcReadResponse> answer, int messages)
      throws IOException, InterruptedException {
    CompletableFuture<Object> either = CompletableFuture.anyOf(answer, gate.ended());
    long begin = System.nanoTime();
    long since = begin;
    for (long left = limit.toNanos();
        left > 0;
        left =
            Math.min(since, begin + (messages - 1) * limit.toNanos())
                + limit.toNanos()
                - System.nanoTime()) {
      try {
        if (either.get(left, TimeUnit.NANOSECONDS) instanceof PlcReadResponse response) {
          return response;
        }
        throw gate.ended().get();
      } catch (ExecutionException failed) {
        throw gate.ended().getNow(new Connector.Garbled(String.valueOf(failed.getCause())));
      } catch (TimeoutException notYet) {
        since = Math.max(since, gate.lastMessage());
      }
    }
    throw new SocketTimeoutException("no answer");
  }

  private static S7Tag tag(Block block) {
    MemoryArea area =
        switch (block.area()) {
          case DB -> MemoryArea.DATA_BLOCKS;
          case M -> MemoryArea.FLAGS_MARKERS;
          case I -> MemoryArea.INPUTS;
          case Q -> MemoryArea.OUTPUTS;
        };
    return new S7Tag(
        TransportSize.BYTE, area, block.number(), block.start(), (byte) 0, block.count());
  }

  private static Answer answer(PlcReadResponse response, String tag, Block block)
      throws Connector.Garbled {
    return switch (response.getResponseCode(tag)) {
      case OK -> {
        byte[] bytes = response.getPlcValue(tag).getRaw();
        if (bytes.length != block.count()) {
          throw new Connector.Garbled(bytes.length + " bytes instead of " + block.count());
        }
        yield Answer.given(bytes);
      }
      case INVALID_ADDRESS, INVALID_DATATYPE -> Answer.no(Answer.Verdict.NO_ADDRESS);
      case ACCESS_DENIED -> Answer.no(Answer.Verdict.FORBIDDEN);
      default -> Answer.no(Answer.Verdict.FAULT);
    };
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (PlcConnectionException gone) {
      // it is gone either way
    }
  }
}
