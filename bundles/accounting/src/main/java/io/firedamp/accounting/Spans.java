package io.firedamp.accounting;

import java.util.ArrayList;
import java.util.List;

/** Stretches of time that do not overlap, out of some that may. */
final class Spans {
  /**
   * @param from inclusive, ms since 1970
   * @param to exclusive
   */
  record Span(long from, long to) {
    long length() {
      return to - from;
    }
  }

  private Spans() {}

  /** The union of spans in any order; those that touch become one. */
  static List<Span> union(List<Span> spans) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.sort((a, b) -> Long.compare(a.from, b.from));
    List<Span> union = new ArrayList<>();
    for (Span span : sorted) {
      int end = union.size() - 1;
      if (end >= 0 && span.from <= union.get(end).to) {
        Span before = union.get(end);
        union.set(end, new Span(before.from, Math.max(before.to, span.to)));
      } else {
        union.add(span);
      }
    }
    return union;
  }

  /** What of them lies in a span. */
  static List<Span> within(List<Span> spans, long from, long to) {
    return spans.stream()
        .map(span -> new Span(Math.max(span.from, from), Math.min(span.to, to)))
        .filter(span -> span.from < span.to)
        .toList();
  }
}
