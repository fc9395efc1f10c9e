package io.firedamp.driver.opcua;

import io.firedamp.source.BadRow;
import io.firedamp.source.Place;
import io.firedamp.source.Raw;
import io.firedamp.text.Text;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;

/** What a server has, for a person who writes a point table. The source's thread. */
final class Directory {
  private static final int MOST_PLACES = 10_000;
  private static final int MOST_CHARACTERS = 60;
  private static final UInteger OBJECTS_AND_VARIABLES =
      Unsigned.uint(NodeClass.Object.getValue() | NodeClass.Variable.getValue());
  private static final UInteger EVERYTHING = Unsigned.uint(0x3F);
  private static final ViewDescription WHOLE =
      new ViewDescription(NodeId.NULL_VALUE, DateTime.NULL_VALUE, Unsigned.uint(0));

  private final Session session;

  Directory(Session session) {
    this.session = session;
  }

  // ---- browsing

  /** What lies directly below that place; the server's Objects for the empty one. */
  List<Place> below(String place) throws UaException, InterruptedException {
    Optional<NodeId> node = place.isBlank() ? Optional.of(NodeIds.ObjectsFolder) : node(place);
    if (node.isEmpty()) {
      return List.of();
    }
    Map<NodeId, ReferenceDescription> found = found(node.get());
    List<NodeId> variables =
        found.entrySet().stream()
            .filter(entry -> entry.getValue().getNodeClass() == NodeClass.Variable)
            .map(Map.Entry::getKey)
            .toList();
    List<DataValue> values = session.read(variables.stream().map(Session::value).toList());
    List<Boolean> branches = session.browses().all(variables, this::branches);
    List<Place> places = new ArrayList<>();
    found.forEach(
        (id, reference) -> {
          int at = variables.indexOf(id);
          String name = Objects.requireNonNullElse(reference.getDisplayName().text(), "");
          places.add(
              at < 0
                  ? new Place(id.toParseableString(), name, "", "", true)
                  : new Place(
                      id.toParseableString(),
                      name,
                      type(values.get(at)),
                      shown(values.get(at)),
                      branches.get(at)));
        });
    return places;
  }

  private Optional<NodeId> node(String place) {
    try {
      return Address.parse(place).node(session.spaces());
    } catch (BadRow noNode) {
      return Optional.empty();
    }
  }

  private Map<NodeId, ReferenceDescription> found(NodeId node)
      throws UaException, InterruptedException {
    Map<NodeId, ReferenceDescription> found = new LinkedHashMap<>();
    BrowseResult part = browse(List.of(node), 0)[0];
    take(part, found);
    while (part.getContinuationPoint() != null && !part.getContinuationPoint().isNullOrEmpty()) {
      part = next(found.size() >= MOST_PLACES, part.getContinuationPoint());
      take(part, found);
    }
    return found;
  }

  private void take(BrowseResult part, Map<NodeId, ReferenceDescription> into) {
    if (part.getReferences() != null) {
      for (ReferenceDescription reference : part.getReferences()) {
        reference
            .getNodeId()
            .toNodeId(session.spaces())
            .ifPresent(id -> into.putIfAbsent(id, reference));
      }
    }
  }

  private Boolean[] branches(List<NodeId> nodes) throws UaException, InterruptedException {
    BrowseResult[] first = browse(nodes, 1);
    ByteString[] open =
        Arrays.stream(first)
            .map(BrowseResult::getContinuationPoint)
            .filter(point -> point != null && !point.isNullOrEmpty())
            .toArray(ByteString[]::new);
    if (open.length > 0) {
      next(true, open);
    }
    return Arrays.stream(first)
        .map(result -> result.getReferences() != null && result.getReferences().length > 0)
        .toArray(Boolean[]::new);
  }

  /**
   * @param most references of each node; 0: as many as the server likes
   */
  private BrowseResult[] browse(List<NodeId> nodes, int most)
      throws UaException, InterruptedException {
    BrowseDescription[] questions =
        nodes.stream()
            .map(
                node ->
                    new BrowseDescription(
                        node,
                        BrowseDirection.Forward,
                        NodeIds.HierarchicalReferences,
                        true,
                        OBJECTS_AND_VARIABLES,
                        EVERYTHING))
            .toArray(BrowseDescription[]::new);
    return ((BrowseResponse)
            session.await(
                new BrowseRequest(session.header(), WHOLE, Unsigned.uint(most), questions)))
        .getResults();
  }

  /** Goes on, or has the server forget that it could. */
  private BrowseResult next(boolean forget, ByteString... points)
      throws UaException, InterruptedException {
    BrowseResult[] results =
        ((BrowseNextResponse)
                session.await(new BrowseNextRequest(session.header(), forget, points)))
            .getResults();
    return forget || results == null || results.length == 0
        ? new BrowseResult(null, ByteString.NULL_VALUE, null)
        : results[0];
  }

  // ---- one value

  /** The value at that address: its bytes, high byte first, and what the server says of it. */
  Raw raw(String text) throws UaException, InterruptedException {
    Address address;
    try {
      address = Address.parse(text);
    } catch (BadRow bad) {
      return Raw.nothing(bad.reason());
    }
    DataValue value = value(address);
    if (Values.unknownNode(value.statusCode()) && address.otherMeaning().isPresent()) {
      value = value(address.otherMeaning().get());
    }
    String said =
        (type(value) + " " + shown(value)).strip()
            + ", "
            + Values.word(value.statusCode())
            + Values.sourceTime(value).map(time -> ", source " + time).orElse("")
            + Values.instant(value.serverTime()).map(time -> ", server " + time).orElse("");
    return Raw.of(bytes(value.value().value()), Text.same(said));
  }

  private DataValue value(Address address) throws UaException, InterruptedException {
    Optional<NodeId> node = address.node(session.spaces());
    return node.isEmpty()
        ? OpcuaPlan.NO_SUCH_SPACE
        : session.read(List.of(address.question(node.get()))).get(0);
  }

  private static byte[] bytes(Object found) {
    Object value = found instanceof Object[] array && array.length == 1 ? array[0] : found;
    if (value instanceof Boolean truth) {
      return new byte[] {(byte) (truth ? 1 : 0)};
    }
    if (value instanceof Float number) {
      return ByteBuffer.allocate(Float.BYTES).putFloat(number).array();
    }
    if (value instanceof Double number) {
      return ByteBuffer.allocate(Double.BYTES).putDouble(number).array();
    }
    if (value instanceof Number number) {
      byte[] widest = ByteBuffer.allocate(Long.BYTES).putLong(number.longValue()).array();
      return Arrays.copyOfRange(widest, Long.BYTES - width(number), Long.BYTES);
    }
    return new byte[0];
  }

  private static int width(Number number) {
    if (number instanceof Long || number instanceof ULong) {
      return Long.BYTES;
    }
    if (number instanceof Integer || number instanceof UInteger) {
      return Integer.BYTES;
    }
    return number instanceof Short || number instanceof UShort ? Short.BYTES : Byte.BYTES;
  }

  /** The standard's name of a value's type, {@code Float}, {@code Int32[4]}; empty for none. */
  private static String type(DataValue value) {
    Object found = value.value().value();
    if (found == null) {
      return "";
    }
    boolean array = found.getClass().isArray();
    Class<?> type = array ? found.getClass().getComponentType() : found.getClass();
    OpcUaDataType known = OpcUaDataType.fromBackingClass(type);
    String name = known == null ? type.getSimpleName() : known.name();
    return array ? name + "[" + ((Object[]) found).length + "]" : name;
  }

  private static String shown(DataValue value) {
    if (value.statusCode().isBad()) {
      return Values.word(value.statusCode());
    }
    Object found = value.value().value();
    String text = found instanceof Object[] array ? Arrays.toString(array) : plain(found);
    return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text;
  }

  private static String plain(Object found) {
    if (found instanceof DateTime time) {
      return Values.instant(time).map(Object::toString).orElse("");
    }
    return found == null ? "" : found.toString();
  }
}
