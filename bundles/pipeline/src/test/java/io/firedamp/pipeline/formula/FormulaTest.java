package io.firedamp.pipeline.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("ISC-7.2.3-08: sum, difference, product, quotient, min, max and conditions over codes")
class FormulaTest {
  private static final Map<String, Double> ABC = Map.of("A", 0.1, "B", 0.2, "C", -3.0);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "A + B; 0.3",
        "A - B * C; 0.7",
        "(A - B) * C; 0.3",
        "C / A / 2; -15",
        "C - -A; -2.9",
        "-C + +A; 3.1",
        "1e3 * A + .5 + B; 100.7",
        "MIN(A, B, C); -3",
        "MAX(A, MIN(B, C)); 0.1",
        "IF(A + B = 0.3, 1, 2) + 0 * C; 1",
        "IF(A < B && !(C >= 0), A, B); 0.1",
        "IF(A > B || C <> -3, A, B); 0.2",
        "IF(A - 0.1 == 0, C, B / (A - 0.1)); -3",
        "ｉｆ（Ａ≤Ｂ，Ａ×１０，Ｂ÷２）− C; 4",
        "if(A != B, A, B); 0.1",
        "MIN (A, B); 0.1",
        "A * B / 3; 0.006666666666666667"
      })
  void computesAsWritten(String text, double value) throws FormulaException {
    assertEquals(value, Formula.of(text).value(ABC));
  }

  @Test
  void namesItsCodesInTheirOrder() throws FormulaException {
    assertEquals(
        List.of("PPNP002", "PPNP001", "FOCH001"),
        List.copyOf(Formula.of("IF(PPNP002>1,PPNP001,PPNP002*FOCH001)").codes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "0.5 + 2",
        "A +",
        "+",
        "A B",
        "A B +",
        "A 2",
        "2 A",
        "2A",
        "(A)(B)",
        "(A)B",
        "A(B)",
        "()",
        "(A",
        "A)",
        "(A, B)",
        "A, B",
        "MIN()",
        "MIN(A B)",
        "MIN(A,,B)",
        "MIN(A,)",
        "MIN(,A)",
        "MIN(A;B)",
        "MIN A",
        "IF(A > B, A)",
        "IF(A > B, A, B, C)",
        "IF(A, A, B)",
        "IF(A > B, A > B, B)",
        "A > B",
        "!A",
        "A && B",
        "(A > B) + 1",
        "A < B < C",
        "A = B = C",
        "A ^ 2",
        "A % 2",
        "A & B",
        "0x10 * A",
        "1.2.3 * A",
        "1e * A",
        "1e999 * A",
        "A * \"b\"",
        "'A'",
        "A.B",
        "A[1]",
        "RANDOM() * A",
        "DT_NOW() - A",
        "SQRT(A)",
        "ROUND(A, 1)",
        "SUM(A, B)",
        "COALESCE(A, B)",
        "A = NULL",
        "A := B",
        "A # B",
        "north:A",
        "MIN(= A<0)"
      })
  void whatIsNoFormulaIsRefusedInBothLanguages(String text) {
    FormulaException wrong =
        assertThrows(
            FormulaException.class,
            () -> {
              Set<String> codes = Formula.of(text).codes();
              assertTrue(ABC.keySet().containsAll(codes), text + " is understood");
              Formula.of(text).value(ABC);
            });
    assertTrue(wrong.reason().en().length() > 5 && wrong.reason().zh().length() > 5);
  }

  @Test
  void whateverIsWrittenIsAFormulaOrRefused() {
    List<String> pieces =
        List.of(
            "A", "B", "C", "0", "2.5", "1e9", "+", "-", "*", "/", "(", ")", ",", "IF(", "MIN(",
            "MAX", "<", "=", ">=", "&&", "||", "!", "\"", "0x", "e", ".", " ", "×", "（", "é",
            "\u0000");
    Random random = new Random(3);
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      String text =
          random
              .ints(1 + random.nextInt(9), 0, pieces.size())
              .mapToObj(pieces::get)
              .collect(Collectors.joining());
      try {
        Formula formula = Formula.of(text);
        understood++;
        Map<String, Double> inputs = new HashMap<>();
        formula.codes().forEach(code -> inputs.put(code, (double) random.nextInt(3)));
        assertTrue(Double.isFinite(formula.value(inputs)), text);
      } catch (FormulaException refused) {
        assertTrue(!refused.reason().zh().isEmpty(), text);
      }
    }
    assertTrue(understood > 500, understood + " formulas");
  }

  @Test
  void saysWhereItIsWrong() {
    String reason =
        assertThrows(FormulaException.class, () -> Formula.of("A + (B > 1) * C")).reason().en();
    assertTrue(reason.startsWith("at character 8 (>): a number is wanted here"), reason);
    String tooLong = "A+".repeat(600) + "A";
    assertThrows(FormulaException.class, () -> Formula.of(tooLong));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C / (A - 0.1)", "(A - 0.1) / (B - 0.2)", "C / 0.0", "C / (A * 0)"})
  void aDivisionByZeroHasNoValue(String text) throws FormulaException {
    Formula formula = Formula.of(text);
    assertEquals(
        "division by zero",
        assertThrows(FormulaException.class, () -> formula.value(ABC)).reason().en());
  }

  @Test
  void aValueBeyondADoubleIsNone() throws FormulaException {
    Formula square = Formula.of("A * A");
    assertEquals(
        "the result is too large",
        assertThrows(FormulaException.class, () -> square.value(Map.of("A", 1e200))).reason().en());
  }

  /** A formula, and its value worked out by hand. */
  private record Worked(String text, BigDecimal value) {}

  @Test
  void equalsArithmeticOfDecimalsByHand() throws FormulaException {
    Random random = new Random(20261121);
    for (int i = 0; i < 3_000; i++) {
      Map<String, Double> inputs = new HashMap<>();
      for (String code : List.of("A", "B", "C", "D")) {
        inputs.put(code, input(random));
      }
      Worked worked = worked(random, 4, inputs);
      Formula formula = Formula.of("A * 0 + " + worked.text());
      Map<String, Double> needed = new HashMap<>(inputs);
      needed.keySet().retainAll(formula.codes());
      assertEquals(
          worked.value().doubleValue(), formula.value(needed), () -> formula + " of " + inputs);
    }
  }

  /** What instruments say: whole raws with a scale, and floats of any digits. */
  private static double input(Random random) {
    return random.nextBoolean()
        ? BigDecimal.valueOf(random.nextInt(131_072) - 65_536, random.nextInt(4)).doubleValue()
        : random.nextGaussian() * Math.pow(10, random.nextInt(9) - 3);
  }

  private static Worked worked(Random random, int depth, Map<String, Double> inputs) {
    if (depth == 0 || random.nextInt(5) == 0) {
      String code = inputs.keySet().stream().sorted().toList().get(random.nextInt(inputs.size()));
      return new Worked(code, new BigDecimal(Double.toString(inputs.get(code))));
    }
    Worked left = worked(random, depth - 1, inputs);
    Worked right = worked(random, depth - 1, inputs);
    BigDecimal a = left.value();
    BigDecimal b = right.value();
    MathContext places = new MathContext(34, RoundingMode.HALF_EVEN);
    int operation = random.nextInt(b.signum() == 0 ? 6 : 7);
    String both = "(" + left.text() + "%s" + right.text() + ")";
    String list = "%s(" + left.text() + ", " + right.text() + ")";
    return switch (operation) {
      case 0 -> new Worked(both.formatted(" + "), a.add(b, places));
      case 1 -> new Worked(both.formatted(" - "), a.subtract(b, places));
      case 2 -> new Worked(both.formatted(" * "), a.multiply(b, places));
      case 3 -> new Worked(list.formatted("MIN"), a.min(b));
      case 4 -> new Worked(list.formatted("MAX"), a.max(b));
      case 5 ->
          new Worked(
              "IF(" + left.text() + " < " + right.text() + ", " + right.text() + ", 7)",
              a.compareTo(b) < 0 ? b : BigDecimal.valueOf(7));
      default -> new Worked(both.formatted(" / "), a.divide(b, places));
    };
  }

  @Test
  void productsOfTwoInputsAndSumsOfMetersAreExact() throws FormulaException {
    Random random = new Random(7);
    Formula product = Formula.of("A * B");
    Formula sum = Formula.of("A + B - C");
    for (int i = 0; i < 20_000; i++) {
      Map<String, Double> meters =
          Map.of("A", input(random), "B", input(random), "C", input(random));
      Map<String, BigDecimal> exact =
          meters.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, entry -> BigDecimal.valueOf(entry.getValue())));
      assertEquals(exact.get("A").multiply(exact.get("B")).doubleValue(), product.value(meters));
      assertEquals(
          exact.get("A").add(exact.get("B")).subtract(exact.get("C")).doubleValue(),
          sum.value(meters));
    }
  }
}
