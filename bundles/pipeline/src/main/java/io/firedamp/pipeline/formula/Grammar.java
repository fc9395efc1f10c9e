package io.firedamp.pipeline.formula;

import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.FunctionDictionaryIfc;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.config.OperatorDictionaryIfc;
import com.ezylang.evalex.functions.basic.IfFunction;
import com.ezylang.evalex.functions.basic.MaxFunction;
import com.ezylang.evalex.functions.basic.MinFunction;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.arithmetic.InfixDivisionOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMultiplicationOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPlusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixPlusOperator;
import com.ezylang.evalex.operators.booleans.InfixAndOperator;
import com.ezylang.evalex.operators.booleans.InfixEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixGreaterEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixGreaterOperator;
import com.ezylang.evalex.operators.booleans.InfixLessEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixLessOperator;
import com.ezylang.evalex.operators.booleans.InfixNotEqualsOperator;
import com.ezylang.evalex.operators.booleans.InfixOrOperator;
import com.ezylang.evalex.operators.booleans.PrefixNotOperator;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.Token;
import io.firedamp.text.Text;
import java.math.MathContext;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What EvalEx may understand, and the check of what it has understood: it computes with texts and
 * conditions too, and would only say so, or not even that, when a value is wanted.
 */
final class Grammar {
  private enum Sort {
    NUMBER("a number", "数值"),
    CONDITION("a condition", "条件");

    private final Text text;

    Sort(String en, String zh) {
      text = new Text(en, zh);
    }
  }

  private static final Pattern NUMBER =
      Pattern.compile("\\d{0,20}(\\.\\d{0,20})?([eE][-+]?\\d{1,2})?");
  private static final Text ALLOWED =
      new Text(
          "a formula has codes of its project, numbers, + - * / ( ), MIN(a, b), MAX(a, b),"
              + " IF(condition, a, b); a condition has < <= > >= = <> && || !",
          "公式可用: 本项目的点位编号、数字、+ - * / ( )、MIN(a, b)、MAX(a, b)、IF(条件, a, b)；"
              + "条件可用 < <= > >= = <> && || !");

  private static final ExpressionConfiguration CONFIGURATION =
      ExpressionConfiguration.builder()
          .operatorDictionary(operators())
          .functionDictionary(functions())
          .mathContext(MathContext.DECIMAL128)
          .defaultConstants(Map.of())
          .arraysAllowed(false)
          .structuresAllowed(false)
          .implicitMultiplicationAllowed(false)
          .stripTrailingZeros(false)
          .build();

  private Grammar() {}

  private static OperatorDictionaryIfc operators() {
    OperatorDictionaryIfc operators = new MapBasedOperatorDictionary();
    add(operators, new PrefixPlusOperator(), "+");
    add(operators, new PrefixMinusOperator(), "-", "−");
    add(operators, new InfixPlusOperator(), "+");
    add(operators, new InfixMinusOperator(), "-", "−");
    add(operators, new InfixMultiplicationOperator(), "*", "×");
    add(operators, new InfixDivisionOperator(), "/", "÷");
    add(operators, new InfixEqualsOperator(), "=", "==");
    add(operators, new InfixNotEqualsOperator(), "<>", "!=", "≠");
    add(operators, new InfixLessOperator(), "<");
    add(operators, new InfixLessEqualsOperator(), "<=", "≤");
    add(operators, new InfixGreaterOperator(), ">");
    add(operators, new InfixGreaterEqualsOperator(), ">=", "≥");
    add(operators, new InfixAndOperator(), "&&");
    add(operators, new InfixOrOperator(), "||");
    add(operators, new PrefixNotOperator(), "!");
    return operators;
  }

  private static void add(OperatorDictionaryIfc operators, OperatorIfc operator, String... signs) {
    for (String sign : signs) {
      operators.addOperator(sign, operator);
    }
  }

  private static FunctionDictionaryIfc functions() {
    FunctionDictionaryIfc functions = new MapBasedFunctionDictionary();
    functions.addFunction("MIN", new MinFunction());
    functions.addFunction("MAX", new MaxFunction());
    functions.addFunction("IF", new IfFunction());
    return functions;
  }

  /** An expression of this grammar, not parsed yet. */
  static Expression expression(String text) {
    return new Expression(text, CONFIGURATION);
  }

  /**
   * The codes that a parsed formula names.
   *
   * @throws FormulaException if it is no number, or computes with what it must not
   */
  static Set<String> codes(ASTNode formula) throws FormulaException {
    Set<String> codes = new LinkedHashSet<>();
    require(Sort.NUMBER, formula, codes);
    return Collections.unmodifiableSet(codes);
  }

  private static void require(Sort sort, ASTNode node, Set<String> codes) throws FormulaException {
    Token token = node.getToken();
    if (sort(node, codes) != sort) {
      throw wrong(
          token.getStartPosition(),
          token.getValue(),
          new Text(
              sort.text.en() + " is wanted here; " + ALLOWED.en(),
              "此处应为" + sort.text.zh() + "；" + ALLOWED.zh()));
    }
  }

  private static Sort sort(ASTNode node, Set<String> codes) throws FormulaException {
    Token token = node.getToken();
    List<ASTNode> operands = node.getParameters();
    switch (token.getType()) {
      case VARIABLE_OR_CONSTANT -> codes.add(token.getValue());
      case NUMBER_LITERAL -> {
        if (!NUMBER.matcher(token.getValue()).matches()) {
          throw wrong(token.getStartPosition(), token.getValue());
        }
      }
      case PREFIX_OPERATOR, INFIX_OPERATOR -> {
        OperatorIfc operator = token.getOperatorDefinition();
        boolean logical =
            operator instanceof InfixAndOperator
                || operator instanceof InfixOrOperator
                || operator instanceof PrefixNotOperator;
        for (ASTNode operand : operands) {
          require(logical ? Sort.CONDITION : Sort.NUMBER, operand, codes);
        }
        boolean comparing =
            operator.getPrecedence(CONFIGURATION) == OperatorIfc.OPERATOR_PRECEDENCE_COMPARISON
                || operator.getPrecedence(CONFIGURATION)
                    == OperatorIfc.OPERATOR_PRECEDENCE_EQUALITY;
        return logical || comparing ? Sort.CONDITION : Sort.NUMBER;
      }
      case FUNCTION -> {
        boolean choosing = token.getFunctionDefinition() instanceof IfFunction;
        for (int i = 0; i < operands.size(); i++) {
          require(choosing && i == 0 ? Sort.CONDITION : Sort.NUMBER, operands.get(i), codes);
        }
      }
      default -> throw wrong(token.getStartPosition(), token.getValue()); // a text in quotes
    }
    return Sort.NUMBER;
  }

  /** At that character, from 1, stands what is not allowed. */
  static FormulaException wrong(int position, String found) {
    return wrong(position, found, ALLOWED);
  }

  private static FormulaException wrong(int position, String found, Text allowed) {
    return new FormulaException(
        new Text(
            "at character " + position + " (" + found + "): " + allowed.en(),
            "第 " + position + " 个字符（" + found + "）: " + allowed.zh()));
  }
}
