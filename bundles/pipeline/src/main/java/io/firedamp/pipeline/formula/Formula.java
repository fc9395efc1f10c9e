package io.firedamp.pipeline.formula;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.parser.ParseException;
import io.firedamp.text.Text;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A formula over the codes of other points, parsed once. Any thread, does not block.
 *
 * <pre>
 * number     0.5, 1e3 · CODE · a + b · a - b · a * b · a / b · -a · (a) · MIN(a, b, …) · MAX(a, b, …)
 *            · IF(condition, a, b)
 * condition  a &lt; b · &lt;= · &gt; · &gt;= · = · &lt;&gt; · p &amp;&amp; q · p || q · !p · (p)
 * </pre>
 *
 * <p>Also {@code == != × ÷ − ≤ ≥ ≠} and full-width signs, as they are typed in Chinese. The value
 * depends on nothing but the inputs, so that anybody can compute it again from what is stored:
 *
 * <ul>
 *   <li>an input is the decimal number that its double is written as, 0.1 is a tenth;
 *   <li>each operation is exact up to 34 digits and then rounded half to even (IEEE 754
 *       decimal128), so the product of two inputs is always exact;
 *   <li>the result is rounded once, to the nearest double.
 * </ul>
 *
 * <p>Of an IF only the branch that is taken is computed: {@code IF(A = 0, 0, B / A)} has a value
 * for every A.
 */
public final class Formula {
  private static final int LONGEST = 1000;

  /** What EvalEx overlooks: two operands without an operator, an empty argument. */
  private static final Pattern GAP = Pattern.compile("[\\w.)]\\s+[\\w.]|\\)\\w|[(,]\\s*,|,\\s*\\)");

  private final Expression expression;
  private final Set<String> codes;

  private Formula(Expression expression, Set<String> codes) {
    this.expression = expression;
    this.codes = codes;
  }

  /**
   * Parses a text.
   *
   * @throws FormulaException if it is no formula
   */
  public static Formula of(String text) throws FormulaException {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    if (plain.length() > LONGEST) {
      throw new FormulaException(
          new Text(
              "at most " + LONGEST + " characters; compute parts of it in rows of their own",
              "最多 " + LONGEST + " 个字符；请用单独的计算点分步计算"));
    }
    Matcher gap = GAP.matcher(plain);
    if (gap.find()) {
      throw Grammar.wrong(gap.start() + 1, gap.group());
    }
    Expression expression = Grammar.expression(plain);
    try {
      Set<String> codes = Grammar.codes(expression.getAbstractSyntaxTree());
      if (codes.isEmpty()) {
        throw new FormulaException(
            new Text("it names no code: nothing would be measured", "公式未引用任何点位编号"));
      }
      return new Formula(expression, codes);
    } catch (ParseException wrong) {
      throw Grammar.wrong(wrong.getStartPosition(), wrong.getTokenString());
    } catch (NoSuchElementException unbalanced) { // thrown by EvalEx where an operand is missing
      throw Grammar.wrong(1, plain);
    }
  }

  /** The codes that it names, in their order. */
  public Set<String> codes() {
    return codes;
  }

  /**
   * The value for these inputs; finite.
   *
   * @param inputs a finite number for each of the codes
   * @throws FormulaException if there is none, because of a division by zero or because it is
   *     beyond a double
   */
  public synchronized double value(Map<String, Double> inputs) throws FormulaException {
    codes.forEach(code -> expression.with(code, BigDecimal.valueOf(inputs.get(code))));
    double value;
    try {
      value = expression.evaluate().getNumberValue().doubleValue();
    } catch (EvaluationException | ArithmeticException zero) {
      // of 0 and of 0.0; nothing else can fail after the check of the grammar
      throw new FormulaException(new Text("division by zero", "除数为零"));
    } catch (ParseException impossible) { // it has been parsed
      throw new IllegalStateException(impossible);
    }
    if (Double.isInfinite(value)) {
      throw new FormulaException(new Text("the result is too large", "结果超出数值范围"));
    }
    return value;
  }

  @Override
  public String toString() {
    return expression.getExpressionString();
  }
}
