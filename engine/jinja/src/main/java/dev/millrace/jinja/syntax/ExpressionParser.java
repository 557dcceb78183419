package dev.millrace.jinja.syntax;

import dev.millrace.jinja.syntax.Expression.BinaryOperator;
import dev.millrace.jinja.syntax.Expression.CallArguments;
import dev.millrace.jinja.syntax.Expression.ComparisonOperator;
import dev.millrace.jinja.values.None;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Expressions after the grammar of Jinja2 3.1. */
final class ExpressionParser {
  private static final Set<String> TEST_STOPPERS = Set.of("else", "or", "and");

  private final TokenStream stream;
  private final Nesting nesting;
  private final CallParser calls;
  private final SubscriptParser subscripts;

  ExpressionParser(TokenStream stream, Nesting nesting) {
    this.stream = stream;
    this.nesting = nesting;
    this.calls = new CallParser(stream, this);
    this.subscripts = new SubscriptParser(stream, this);
  }

  CallParser calls() {
    return calls;
  }

  Expression expression() {
    return expression(true);
  }

  private Expression expression(boolean withConditional) {
    nesting.enter(stream);
    Expression result = withConditional ? conditional() : or();
    nesting.leave();
    return result;
  }

  private Expression conditional() {
    Expression value = or();
    while (stream.isName("if")) {
      int offset = stream.next().offset();
      Expression test = or();
      int height = nesting.height();
      Expression otherwise = null;
      if (stream.skipName("else")) {
        otherwise = expression();
        height = Math.max(height, nesting.height());
      }
      nesting.link(stream, height);
      value = new Expression.Conditional(offset, test, value, otherwise);
    }
    return value;
  }

  /**
   * One expression, or a tuple without parentheses.
   *
   * @param withConditional whether {@code a if b} is allowed
   * @param stopper a name that ends the tuple, or null
   */
  Expression tuple(boolean withConditional, @Nullable String stopper) {
    return tuple(withConditional, stopper, false);
  }

  private Expression tuple(boolean withConditional, @Nullable String stopper, boolean inBrackets) {
    int offset = stream.current().offset();
    List<Expression> elements = new ArrayList<>();
    boolean isTuple = false;
    int height = 0;
    while (true) {
      if (!elements.isEmpty()) {
        stream.expect(TokenType.COMMA);
      }
      if (tupleEnds(stopper)) {
        break;
      }
      elements.add(expression(withConditional));
      height = Math.max(height, nesting.height());
      if (!stream.is(TokenType.COMMA)) {
        break;
      }
      isTuple = true;
    }
    if (!isTuple && !elements.isEmpty()) {
      return elements.getFirst();
    }
    if (!isTuple && !inBrackets) {
      throw stream.error(
          stream.current().offset(),
          "Expected an expression, got " + TokenStream.quoted(stream.current().description()));
    }
    nesting.height(stream, height + 1);
    return new Expression.TupleLiteral(offset, List.copyOf(elements));
  }

  private boolean tupleEnds(@Nullable String stopper) {
    return switch (stream.current().type()) {
      case PRINT_END, BLOCK_END, RIGHT_PARENTHESIS -> true;
      default -> stopper != null && stream.isName(stopper);
    };
  }

  private Expression or() {
    Expression first = and();
    if (!stream.isName("or")) {
      return first;
    }
    int height = nesting.height();
    List<Expression> operands = new ArrayList<>(List.of(first));
    while (stream.skipName("or")) {
      operands.add(and());
      height = Math.max(height, nesting.height());
    }
    nesting.height(stream, height + 1);
    return new Expression.Or(first.offset(), List.copyOf(operands));
  }

  private Expression and() {
    Expression first = not();
    if (!stream.isName("and")) {
      return first;
    }
    int height = nesting.height();
    List<Expression> operands = new ArrayList<>(List.of(first));
    while (stream.skipName("and")) {
      operands.add(not());
      height = Math.max(height, nesting.height());
    }
    nesting.height(stream, height + 1);
    return new Expression.And(first.offset(), List.copyOf(operands));
  }

  private Expression not() {
    if (!stream.isName("not")) {
      return comparison();
    }
    List<Integer> offsets = new ArrayList<>();
    while (stream.isName("not")) {
      offsets.add(stream.next().offset());
    }
    Expression operand = comparison();
    for (int offset : offsets.reversed()) {
      nesting.link(stream, 0);
      operand = new Expression.Not(offset, operand);
    }
    return operand;
  }

  private Expression comparison() {
    Expression first = sum();
    List<Expression.Link> links = new ArrayList<>(0);
    int height = nesting.height();
    while (true) {
      int offset = stream.current().offset();
      ComparisonOperator operator = comparisonOperator();
      if (operator == null) {
        break;
      }
      links.add(new Expression.Link(offset, operator, sum()));
      height = Math.max(height, nesting.height());
    }
    if (links.isEmpty()) {
      return first;
    }
    nesting.height(stream, height + 1);
    return new Expression.Comparison(first.offset(), first, List.copyOf(links));
  }

  private @Nullable ComparisonOperator comparisonOperator() {
    ComparisonOperator operator =
        switch (stream.current().type()) {
          case EQUAL -> ComparisonOperator.EQUAL;
          case NOT_EQUAL -> ComparisonOperator.NOT_EQUAL;
          case LESS -> ComparisonOperator.LESS;
          case LESS_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
          case GREATER -> ComparisonOperator.GREATER;
          case GREATER_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
          case NAME -> {
            if (stream.isName("in")) {
              yield ComparisonOperator.IN;
            }
            if (stream.isName("not") && stream.lookAhead().isName("in")) {
              stream.next();
              yield ComparisonOperator.NOT_IN;
            }
            yield null;
          }
          default -> null;
        };
    if (operator != null) {
      stream.next();
    }
    return operator;
  }

  private Expression sum() {
    Expression left = concatenation();
    while (stream.is(TokenType.ADD) || stream.is(TokenType.SUBTRACT)) {
      int height = nesting.height();
      Token token = stream.next();
      BinaryOperator operator =
          token.type() == TokenType.ADD ? BinaryOperator.ADD : BinaryOperator.SUBTRACT;
      Expression right = concatenation();
      nesting.link(stream, height);
      left = new Expression.Binary(token.offset(), operator, left, right);
    }
    return left;
  }

  private Expression concatenation() {
    Expression first = product();
    if (!stream.is(TokenType.TILDE)) {
      return first;
    }
    int height = nesting.height();
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (stream.skip(TokenType.TILDE)) {
      parts.add(product());
      height = Math.max(height, nesting.height());
    }
    nesting.height(stream, height + 1);
    return new Expression.Concatenation(first.offset(), List.copyOf(parts));
  }

  private Expression product() {
    Expression left = power();
    while (true) {
      BinaryOperator operator =
          switch (stream.current().type()) {
            case MULTIPLY -> BinaryOperator.MULTIPLY;
            case DIVIDE -> BinaryOperator.DIVIDE;
            case FLOOR_DIVIDE -> BinaryOperator.FLOOR_DIVIDE;
            case MODULO -> BinaryOperator.MODULO;
            default -> null;
          };
      if (operator == null) {
        return left;
      }
      int height = nesting.height();
      int offset = stream.next().offset();
      Expression right = power();
      nesting.link(stream, height);
      left = new Expression.Binary(offset, operator, left, right);
    }
  }

  // Jinja2 binds powers to the left and weaker than the sign, unlike Python.
  private Expression power() {
    Expression left = unary(true);
    while (stream.is(TokenType.POWER)) {
      int height = nesting.height();
      int offset = stream.next().offset();
      Expression right = unary(true);
      nesting.link(stream, height);
      left = new Expression.Binary(offset, BinaryOperator.POWER, left, right);
    }
    return left;
  }

  private Expression unary(boolean withFilter) {
    Token token = stream.current();
    Expression operand;
    if (token.type() == TokenType.SUBTRACT || token.type() == TokenType.ADD) {
      nesting.enter(stream);
      stream.next();
      Expression inner = unary(false);
      operand =
          token.type() == TokenType.SUBTRACT
              ? new Expression.Negative(token.offset(), inner)
              : new Expression.Positive(token.offset(), inner);
      nesting.leave();
      nesting.link(stream, 0);
    } else {
      operand = primary();
    }
    operand = postfix(operand);
    return withFilter ? filters(operand) : operand;
  }

  private Expression primary() {
    Token token = stream.next();
    nesting.height(stream, 1);
    return switch (token.type()) {
      case NAME -> name(token);
      case STRING -> strings(token);
      case INTEGER, FLOAT -> new Expression.Constant(token.offset(), token.value());
      case LEFT_PARENTHESIS -> {
        Expression inner = tuple(true, null, true);
        stream.expect(TokenType.RIGHT_PARENTHESIS);
        yield inner;
      }
      case LEFT_BRACKET -> list(token);
      case LEFT_BRACE -> dict(token);
      case END -> throw stream.error(token.offset(), "unexpected end of template");
      default ->
          throw stream.error(
              token.offset(), "unexpected " + TokenStream.quoted(token.description()));
    };
  }

  private static Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Constant(token.offset(), true);
      case "false", "False" -> new Expression.Constant(token.offset(), false);
      case "none", "None" -> new Expression.Constant(token.offset(), None.NONE);
      default -> new Expression.Name(token.offset(), token.text());
    };
  }

  private Expression strings(Token first) {
    if (!stream.is(TokenType.STRING)) {
      return new Expression.Constant(first.offset(), first.value());
    }
    StringBuilder joined = new StringBuilder(first.value().toString());
    while (stream.is(TokenType.STRING)) {
      joined.append(stream.next().value());
    }
    return new Expression.Constant(first.offset(), joined.toString());
  }

  private Expression list(Token begin) {
    List<Expression> elements = new ArrayList<>();
    int height = 0;
    while (!stream.is(TokenType.RIGHT_BRACKET)) {
      if (!elements.isEmpty()) {
        stream.expect(TokenType.COMMA);
      }
      if (stream.is(TokenType.RIGHT_BRACKET)) {
        break;
      }
      elements.add(expression());
      height = Math.max(height, nesting.height());
    }
    stream.expect(TokenType.RIGHT_BRACKET);
    nesting.height(stream, height + 1);
    return new Expression.ListLiteral(begin.offset(), List.copyOf(elements));
  }

  private Expression dict(Token begin) {
    List<Expression.Pair> pairs = new ArrayList<>();
    int height = 0;
    while (!stream.is(TokenType.RIGHT_BRACE)) {
      if (!pairs.isEmpty()) {
        stream.expect(TokenType.COMMA);
      }
      if (stream.is(TokenType.RIGHT_BRACE)) {
        break;
      }
      Expression key = expression();
      height = Math.max(height, nesting.height());
      stream.expect(TokenType.COLON);
      pairs.add(new Expression.Pair(key, expression()));
      height = Math.max(height, nesting.height());
    }
    stream.expect(TokenType.RIGHT_BRACE);
    nesting.height(stream, height + 1);
    return new Expression.DictLiteral(begin.offset(), List.copyOf(pairs));
  }

  private Expression postfix(Expression start) {
    Expression node = start;
    while (true) {
      int height = nesting.height();
      switch (stream.current().type()) {
        case DOT -> node = subscripts.dot(node);
        case LEFT_BRACKET -> node = subscripts.brackets(node);
        case LEFT_PARENTHESIS -> node = calls.call(node);
        default -> {
          return node;
        }
      }
      nesting.link(stream, height);
    }
  }

  private Expression filters(Expression start) {
    Expression node = start;
    while (true) {
      int height = nesting.height();
      if (stream.is(TokenType.PIPE)) {
        node = filter(node);
      } else if (stream.isName("is")) {
        node = test(node);
      } else if (stream.is(TokenType.LEFT_PARENTHESIS)) {
        node = calls.call(node);
      } else {
        return node;
      }
      nesting.link(stream, height);
    }
  }

  /** One {@code | name(arguments)}, beginning at the bar. */
  private Expression filter(Expression value) {
    stream.next();
    return namedFilter(value);
  }

  /** {@code name(arguments) | name(arguments)} over a captured text, as filter blocks have it. */
  Expression captureFilters(int offset, boolean startsWithName) {
    Expression node = new Expression.Captured(offset);
    if (startsWithName) {
      node = namedFilter(node);
    }
    while (stream.is(TokenType.PIPE)) {
      node = filter(node);
      nesting.link(stream, 0);
    }
    return node;
  }

  private Expression namedFilter(Expression value) {
    int offset = stream.current().offset();
    String name = dottedName();
    CallArguments arguments =
        stream.is(TokenType.LEFT_PARENTHESIS) ? calls.arguments() : CallArguments.NONE;
    return new Expression.FilterCall(offset, value, name, arguments);
  }

  private String dottedName() {
    StringBuilder name = new StringBuilder(stream.expect(TokenType.NAME).text());
    while (stream.skip(TokenType.DOT)) {
      name.append('.').append(stream.expect(TokenType.NAME).text());
    }
    return name.toString();
  }

  private Expression test(Expression value) {
    stream.next();
    int notOffset = stream.current().offset();
    boolean negated = stream.skipName("not");
    int offset = stream.current().offset();
    String name = dottedName();
    CallArguments arguments = testArguments();
    Expression test = new Expression.TestCall(offset, value, name, arguments);
    return negated ? new Expression.Not(notOffset, test) : test;
  }

  private CallArguments testArguments() {
    return switch (stream.current().type()) {
      case LEFT_PARENTHESIS -> calls.arguments();
      case NAME, STRING, INTEGER, FLOAT, LEFT_BRACKET, LEFT_BRACE -> singleTestArgument();
      default -> CallArguments.NONE;
    };
  }

  private CallArguments singleTestArgument() {
    if (stream.is(TokenType.NAME) && TEST_STOPPERS.contains(stream.current().text())) {
      return CallArguments.NONE;
    }
    if (stream.isName("is")) {
      throw stream.error(stream.current().offset(), "You cannot chain multiple tests with is");
    }
    Expression argument = postfix(primary());
    return new CallArguments(List.of(argument), List.of(), null, null);
  }
}
