package io.firedamp.source;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a source as its driver understands them, and those that it cannot read.
 *
 * @param good in the order of the table
 * @param refused the others, with their reasons
 */
public record Rows<R>(List<R> good, List<Refusal> refused) {
  public Rows {
    good = List.copyOf(good);
    refused = List.copyOf(refused);
  }

  /** Understands a row. */
  @FunctionalInterface
  public interface Reader<R> {
    /**
     * @throws BadRow if it cannot be read as it is written
     */
    R row(Binding binding) throws BadRow;
  }

  /** Each of them, as that reader understands it. */
  public static <R> Rows<R> of(List<Binding> bindings, Reader<R> reader) {
    List<R> good = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    for (Binding binding : bindings) {
      try {
        good.add(reader.row(binding));
      } catch (BadRow bad) {
        refused.add(new Refusal(binding.point(), bad.reason()));
      }
    }
    return new Rows<>(good, refused);
  }
}
