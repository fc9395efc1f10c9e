package io.firedamp.driver.opcua;

import io.firedamp.source.BadRow;
import io.firedamp.text.Text;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * A node of a server, or one element of its array (OPC 10000-6, 5.3.1.10).
 *
 * <table>
 * <caption>What the point table may say</caption>
 * <tr><td>{@code ns=2;s=Plant.FOFL}</td><td>a name in the namespace of that index</td></tr>
 * <tr><td>{@code nsu=http://plant;s=FOFL}</td><td>in the namespace of that URI</td></tr>
 * <tr><td>{@code ns=2;i=7}, {@code g=}, {@code b=}</td><td>a number, GUID, Base64</td></tr>
 * <tr><td>{@code i=2258}</td><td>in OPC UA's own namespace, 0</td></tr>
 * <tr><td>{@code ns=2;i=7[3]}</td><td>one element of an array, the first being 0</td></tr>
 * </table>
 *
 * @param node the node
 * @param element which element of its array; empty for the whole value
 */
record Address(ExpandedNodeId node, OptionalInt element) {
  private static final int MOST_CHARACTERS = 4096;
  private static final int LAST_NAMESPACE = 65_535;
  private static final Pattern FORM =
      Pattern.compile(
          "(?<space>ns=(?<index>\\d{1,9});|nsu=[^;]+;)?"
              + "(?:s=(?<name>.+)|(?<other>[igb]=[^\\[\\]]+)(?:\\[(?<element>\\d{1,9})\\])?)");
  private static final Pattern ELEMENT_OF_NAME =
      Pattern.compile("(?<name>.+)\\[(?<at>\\d{1,9})\\]");
  private static final Text ALLOWED =
      new Text(
          "write ns=2;s=NAME, ns=2;i=NUMBER, g=GUID or b=BASE64, or nsu=URI; instead of ns=2;,"
              + " an element of an array as ns=2;i=7[3]",
          "可写 ns=2;s=名称、ns=2;i=编号、g=GUID 或 b=BASE64，也可用 nsu=URI; 代替 ns=2;；" + "数组元素写作 ns=2;i=7[3]");

  /**
   * @param text as the point table has it
   * @throws BadRow if it is none of the above
   */
  static Address parse(String text) throws BadRow {
    String written = text.strip();
    Matcher parts = FORM.matcher(written);
    if (written.length() > MOST_CHARACTERS || !parts.matches()) {
      throw bad(text, ALLOWED);
    }
    if (number(parts.group("index")).orElse(0) > LAST_NAMESPACE) {
      throw bad(text, new Text("namespaces run from 0 to 65535", "命名空间序号为 0 到 65535"));
    }
    OptionalInt element = number(parts.group("element"));
    String node = element.isPresent() ? written.substring(0, written.lastIndexOf('[')) : written;
    try {
      return new Address(ExpandedNodeId.parse(node), element);
    } catch (UaRuntimeException noNode) {
      throw bad(text, ALLOWED);
    }
  }

  private static OptionalInt number(String digits) {
    return Optional.ofNullable(digits)
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElse(OptionalInt.empty());
  }

  private static BadRow bad(String text, Text allowed) {
    return new BadRow(
        new Text("address \"" + text + "\": " + allowed.en(), "地址“" + text + "”: " + allowed.zh()));
  }

  /**
   * What a name that ends with {@code [3]} may mean too. Siemens has such names, where others mean
   * the element of an array; only the server knows.
   */
  Optional<Address> otherMeaning() {
    if (node.identifier() instanceof String name) {
      Matcher parts = ELEMENT_OF_NAME.matcher(name);
      if (element.isEmpty() && parts.matches()) {
        return Optional.of(
            new Address(
                new ExpandedNodeId(node.server(), node.namespace(), parts.group("name")),
                number(parts.group("at"))));
      }
    }
    return Optional.empty();
  }

  /**
   * The node as this server numbers it; empty if it has no such namespace.
   *
   * @param spaces the server's namespaces
   */
  Optional<NodeId> node(NamespaceTable spaces) {
    return node.toNodeId(spaces);
  }

  /** What to ask a server for. */
  ReadValueId question(NodeId node) {
    String range = element.isPresent() ? Integer.toString(element.getAsInt()) : null;
    return new ReadValueId(node, AttributeId.Value.uid(), range, QualifiedName.NULL_VALUE);
  }
}
