package io.firedamp.console;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;

/**
 * A browser that listens (server-sent events). Nobody ever waits for it: what it has not taken yet
 * is queued, and one that is too far behind is let go; it comes back by itself.
 */
final class Stream implements WriteListener, AsyncListener {
  /** Events; one comes each second. */
  private static final int MOST_QUEUED = 8;

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final String word;
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private boolean over;

  private Stream(AsyncContext context, String word) throws IOException {
    this.context = context;
    this.word = word;
    out = context.getResponse().getOutputStream();
  }

  /**
   * Begins to listen.
   *
   * @param word of the session
   */
  static Stream open(AsyncContext context, String word) throws IOException {
    Stream stream = new Stream(context, word);
    context.setTimeout(0);
    context.addListener(stream);
    stream.out.setWriteListener(stream);
    return stream;
  }

  /** Of the session that listens. */
  String word() {
    return word;
  }

  /** Whether nobody listens any more. */
  synchronized boolean isOver() {
    return over;
  }

  /** Something new, for when it has taken the rest. Does not block. */
  synchronized void offer(byte[] event) {
    if (over) {
      return;
    }
    if (queue.size() == MOST_QUEUED) {
      end();
      return;
    }
    queue.add(event);
    drain();
  }

  @Override
  public synchronized void onWritePossible() {
    drain();
  }

  private void drain() {
    try {
      while (!over && out.isReady() && !queue.isEmpty()) {
        out.write(queue.remove());
        if (out.isReady()) {
          out.flush();
        }
      }
    } catch (IOException gone) {
      end();
    }
  }

  /** It is told no more. */
  synchronized void end() {
    if (!over) {
      over = true;
      queue.clear();
      context.complete();
    }
  }

  @Override
  public void onError(Throwable gone) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public synchronized void onComplete(AsyncEvent event) {
    over = true;
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // it was started before this listened
  }
}
