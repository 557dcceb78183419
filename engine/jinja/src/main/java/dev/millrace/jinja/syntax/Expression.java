package dev.millrace.jinja.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression. Offsets point at what a message about it should mark. */
public sealed interface Expression {
  int offset();

  /** A literal string, number, boolean or none. */
  record Constant(int offset, Object value) implements Expression {}

  /** A variable. */
  record Name(int offset, String name) implements Expression {}

  record TupleLiteral(int offset, List<Expression> elements) implements Expression {}

  record ListLiteral(int offset, List<Expression> elements) implements Expression {}

  record DictLiteral(int offset, List<Pair> pairs) implements Expression {}

  /** One entry of a dict literal. */
  record Pair(Expression key, Expression value) {}

  record Negative(int offset, Expression operand) implements Expression {}

  record Positive(int offset, Expression operand) implements Expression {}

  record Not(int offset, Expression operand) implements Expression {}

  record Binary(int offset, BinaryOperator operator, Expression left, Expression right)
      implements Expression {}

  /** {@code a ~ b ~ c}. */
  record Concatenation(int offset, List<Expression> parts) implements Expression {}

  /** {@code a and b and c}. */
  record And(int offset, List<Expression> operands) implements Expression {}

  /** {@code a or b or c}. */
  record Or(int offset, List<Expression> operands) implements Expression {}

  /** {@code a < b <= c}. */
  record Comparison(int offset, Expression first, List<Link> links) implements Expression {}

  /** One step of a comparison chain. */
  record Link(int offset, ComparisonOperator operator, Expression operand) {}

  /** {@code a if test else b}. */
  record Conditional(
      int offset, Expression test, Expression whenTrue, @Nullable Expression whenFalse)
      implements Expression {}

  /** {@code object.name}. */
  record Attribute(int offset, Expression object, String name) implements Expression {}

  /** {@code object[key]}. */
  record Item(int offset, Expression object, Expression key) implements Expression {}

  /** {@code start:stop:step}, only inside of brackets. */
  record Slice(
      int offset, @Nullable Expression start, @Nullable Expression stop, @Nullable Expression step)
      implements Expression {}

  record Call(int offset, Expression callee, CallArguments arguments) implements Expression {}

  record FilterCall(int offset, Expression value, String name, CallArguments arguments)
      implements Expression {}

  record TestCall(int offset, Expression value, String name, CallArguments arguments)
      implements Expression {}

  /** The text that a filter block or a set block has captured. */
  record Captured(int offset) implements Expression {}

  /** What stands in the parentheses of a call. */
  record CallArguments(
      List<Expression> positional,
      List<NamedArgument> named,
      @Nullable Expression star,
      @Nullable Expression doubleStar) {
    public static final CallArguments NONE = new CallArguments(List.of(), List.of(), null, null);
  }

  record NamedArgument(String name, Expression value) {}

  /** The operators that calculate. */
  enum BinaryOperator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    FLOOR_DIVIDE("//"),
    MODULO("%"),
    POWER("**");

    private final String symbol;

    BinaryOperator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  /** The operators that compare. */
  enum ComparisonOperator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    IN("in"),
    NOT_IN("not in");

    private final String symbol;

    ComparisonOperator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }
}
