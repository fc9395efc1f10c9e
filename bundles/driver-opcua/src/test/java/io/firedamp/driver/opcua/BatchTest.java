package io.firedamp.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Requests that a server can take (CCER-4.3-04)")
class BatchTest {
  private final List<Integer> sizes = new ArrayList<>();

  private Batch.Request<Integer, Integer> server(int most, long otherwise) {
    return some -> {
      sizes.add(some.size());
      if (some.size() > most) {
        throw new UaException(otherwise);
      }
      return some.stream().map(question -> -question).toArray(Integer[]::new);
    };
  }

  private static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }

  @Test
  void partsAreAsLargeAsTheServerStates() throws Exception {
    assertEquals(
        upTo(25).stream().map(n -> -n).toList(), new Batch(10).all(upTo(25), server(10, 0)));
    assertEquals(List.of(10, 10, 5), sizes);
  }

  @Test
  void aServerThatTakesLessThanItStatesIsFoundOutOnce() throws Exception {
    Batch batch = new Batch(100);
    assertEquals(100, batch.all(upTo(100), server(30, StatusCodes.Bad_TooManyOperations)).size());
    assertEquals(List.of(100, 50, 25, 25, 25, 25), sizes);
    sizes.clear();
    batch.all(upTo(100), server(30, StatusCodes.Bad_TooManyOperations));
    assertEquals(List.of(25, 25, 25, 25), sizes);
  }

  @Test
  void whatIsWrongOtherwiseIsNotAskedAgain() {
    assertThrows(
        UaException.class,
        () -> new Batch(100).all(upTo(100), server(30, StatusCodes.Bad_SessionIdInvalid)));
    assertEquals(List.of(100), sizes);
  }

  @Test
  void oneThatIsTooMuchByItselfIsAFailure() {
    assertThrows(
        UaException.class,
        () -> new Batch(4).all(upTo(4), server(0, StatusCodes.Bad_ResponseTooLarge)));
    assertEquals(List.of(4, 2, 1), sizes);
  }

  @Test
  void anotherNumberOfAnswersIsAFailure() {
    assertThrows(UaException.class, () -> new Batch(4).all(upTo(4), some -> new Integer[3]));
    assertThrows(UaException.class, () -> new Batch(4).all(upTo(4), some -> null));
  }
}
