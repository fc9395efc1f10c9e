package io.firedamp.driver.opcua;

import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/** A row at work: it knows which meaning of its address the server understands. */
final class Target {
  private final Row row;
  private Address address;

  Target(Row row) {
    this.row = row;
    this.address = row.address();
  }

  Row row() {
    return row;
  }

  /** What to ask the server for; empty if it has no such namespace. */
  Optional<ReadValueId> question(NamespaceTable spaces) {
    return address.node(spaces).map(address::question);
  }

  /**
   * The server's word on the question. If it does not know the node, the next question is for the
   * other meaning of the address.
   *
   * @return whether there is another meaning, and it is next
   */
  boolean heard(StatusCode status) {
    Optional<Address> other = row.address().otherMeaning();
    if (other.isPresent() && Values.unknownNode(status)) {
      boolean first = address.equals(row.address());
      address = first ? other.get() : row.address();
      return first;
    }
    return false;
  }
}
