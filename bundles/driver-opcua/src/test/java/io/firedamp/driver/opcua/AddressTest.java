package io.firedamp.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firedamp.source.BadRow;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Addresses of OPC UA (CCER-4.3-04)")
class AddressTest {
  private static final NamespaceTable SPACES = new NamespaceTable();

  static {
    SPACES.add("urn:server");
    SPACES.add("http://plant/x");
  }

  @ParameterizedTest
  @CsvSource({
    "ns=2;s=Plant.FOFL, ns=2;s=Plant.FOFL",
    "nsu=http://plant/x;s=Plant.FOFL, ns=2;s=Plant.FOFL",
    "' ns=2;i=7 ', ns=2;i=7",
    "i=2258, i=2258",
    "s=bare, s=bare",
    "'ns=3;s=\"DB 1\".\"a=b;c\"', 'ns=3;s=\"DB 1\".\"a=b;c\"'",
    "ns=2;g=09087e75-8e5e-499b-954f-f2a9603db28a, ns=2;g=09087e75-8e5e-499b-954f-f2a9603db28a",
    "ns=1;b=M/RbKBsRVkePCePcx24oRA==, ns=1;b=M/RbKBsRVkePCePcx24oRA==",
  })
  void aNodeIsReadAsTheStandardWritesIt(String text, String node) throws Exception {
    assertEquals(NodeId.parse(node), Address.parse(text).node(SPACES).orElseThrow());
    assertEquals(null, Address.parse(text).question(NodeId.NULL_VALUE).getIndexRange());
  }

  @Test
  void anElementOfAnArrayIsAskedForAlone() throws Exception {
    Address address = Address.parse("ns=2;i=7[3]");
    assertEquals(ExpandedNodeId.parse("ns=2;i=7"), address.node());
    assertEquals("3", address.question(NodeId.NULL_VALUE).getIndexRange());
    assertEquals(Optional.empty(), address.otherMeaning());
  }

  /** Siemens: ns=3;s="DB"."a"[3] is a node of its own. Others mean element 3. */
  @Test
  void aNameThatEndsWithAnIndexMayMeanBoth() throws Exception {
    Address address = Address.parse("ns=3;s=\"DB\".\"a\"[3]");
    assertEquals(ExpandedNodeId.parse("ns=3;s=\"DB\".\"a\"[3]"), address.node());
    assertEquals(null, address.question(NodeId.NULL_VALUE).getIndexRange());
    Address other = address.otherMeaning().orElseThrow();
    assertEquals(ExpandedNodeId.parse("ns=3;s=\"DB\".\"a\""), other.node());
    assertEquals("3", other.question(NodeId.NULL_VALUE).getIndexRange());
    assertEquals(Optional.empty(), other.otherMeaning());
  }

  @Test
  void aNamespaceThatTheServerDoesNotHaveIsNoNode() throws Exception {
    assertEquals(Optional.empty(), Address.parse("nsu=urn:other;i=1").node(SPACES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "Plant.FOFL", "ns=2;", "ns=2;s=", "ns=x;s=a", "ns=65536;i=1", "ns=2;i=4294967296",
        "ns=2;i=-1", "ns=2;i=seven", "i=", "g=12", "b=#", "ns=2;i=7[]", "ns=2;i=7[a]",
        "ns=2;i=7[-1]", "ns=2;i=7[1:2]", "nsu=;i=1", "svr=1;i=1", "holding:0", "ns=2 i=7"
      })
  void anythingElseIsRefusedWithWhatIsAllowed(String text) {
    BadRow bad = assertThrows(BadRow.class, () -> Address.parse(text));
    assertTrue(bad.reason().en().startsWith("address \"" + text + "\": "), bad.reason().en());
    assertTrue(bad.reason().zh().startsWith("地址“" + text + "”: "), bad.reason().zh());
  }
}
