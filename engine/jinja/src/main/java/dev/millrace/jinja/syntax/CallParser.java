package dev.millrace.jinja.syntax;

import dev.millrace.jinja.StaticCall;
import dev.millrace.jinja.syntax.Expression.CallArguments;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.PyTuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls and their arguments; remembers every call of a plain or dotted name. */
final class CallParser {
  private final TokenStream stream;
  private final ExpressionParser expressions;
  private final List<StaticCall> found = new ArrayList<>();

  CallParser(TokenStream stream, ExpressionParser expressions) {
    this.stream = stream;
    this.expressions = expressions;
  }

  /** The calls seen so far. */
  List<StaticCall> found() {
    return found;
  }

  Expression call(Expression callee) {
    int index = found.size();
    CallArguments arguments = arguments();
    String path = path(callee);
    if (path != null) {
      // Before the calls in its own arguments, which stand behind it in the source.
      found.add(index, staticCall(path, callee.offset(), arguments));
    }
    return new Expression.Call(callee.offset(), callee, arguments);
  }

  CallArguments arguments() {
    stream.expect(TokenType.LEFT_PARENTHESIS);
    List<Expression> positional = new ArrayList<>();
    List<Expression.NamedArgument> named = new ArrayList<>();
    Expression star = null;
    Expression doubleStar = null;
    boolean first = true;
    while (!stream.is(TokenType.RIGHT_PARENTHESIS)) {
      if (!first) {
        stream.expect(TokenType.COMMA);
        if (stream.is(TokenType.RIGHT_PARENTHESIS)) {
          break;
        }
      }
      first = false;
      Token token = stream.current();
      if (token.type() == TokenType.MULTIPLY) {
        ensure(star == null && doubleStar == null, token);
        stream.next();
        star = expressions.expression();
      } else if (token.type() == TokenType.POWER) {
        ensure(doubleStar == null, token);
        stream.next();
        doubleStar = expressions.expression();
      } else if (token.type() == TokenType.NAME && stream.lookAhead().type() == TokenType.ASSIGN) {
        ensure(doubleStar == null, token);
        stream.next();
        stream.next();
        named.add(new Expression.NamedArgument(token.text(), expressions.expression()));
      } else {
        ensure(star == null && doubleStar == null && named.isEmpty(), token);
        positional.add(expressions.expression());
      }
    }
    stream.expect(TokenType.RIGHT_PARENTHESIS);
    if (positional.isEmpty() && named.isEmpty() && star == null && doubleStar == null) {
      return CallArguments.NONE;
    }
    return new CallArguments(List.copyOf(positional), List.copyOf(named), star, doubleStar);
  }

  private void ensure(boolean condition, Token token) {
    if (!condition) {
      throw stream.error(token.offset(), "invalid syntax for function call expression");
    }
  }

  private static @Nullable String path(Expression callee) {
    return switch (callee) {
      case Expression.Name name -> name.name();
      case Expression.Attribute attribute -> {
        String object = path(attribute.object());
        yield object == null ? null : object + "." + attribute.name();
      }
      default -> null;
    };
  }

  private StaticCall staticCall(String function, int offset, CallArguments arguments) {
    List<Object> positional = new ArrayList<>();
    Map<String, Object> named = new LinkedHashMap<>();
    boolean literal = arguments.star() == null && arguments.doubleStar() == null;
    for (Expression argument : arguments.positional()) {
      literal &= literal(argument).map(positional::add).orElse(false);
    }
    for (Expression.NamedArgument argument : arguments.named()) {
      Optional<Object> value = literal(argument.value());
      literal &= value.isPresent();
      value.ifPresent(present -> named.put(argument.name(), present));
    }
    return literal
        ? new StaticCall(function, true, positional, named, stream.source().position(offset))
        : new StaticCall(function, false, List.of(), Map.of(), stream.source().position(offset));
  }

  static Optional<Object> literal(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> Optional.of(constant.value());
      case Expression.Negative negative -> literal(negative.operand()).flatMap(CallParser::negated);
      case Expression.ListLiteral list -> literals(list.elements()).map(values -> values);
      case Expression.TupleLiteral tuple -> literals(tuple.elements()).map(PyTuple::copyOf);
      case Expression.DictLiteral dict -> dict(dict);
      default -> Optional.empty();
    };
  }

  private static Optional<Object> negated(Object value) {
    return switch (value) {
      case Long number when number != Long.MIN_VALUE -> Optional.of(-number);
      case Double number -> Optional.of(-number);
      case BigInteger number -> Optional.of(number.negate());
      default -> Optional.empty();
    };
  }

  private static Optional<List<Object>> literals(List<Expression> expressions) {
    List<Object> values = new ArrayList<>();
    for (Expression expression : expressions) {
      Optional<Object> value = literal(expression);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  private static Optional<Object> dict(Expression.DictLiteral literal) {
    PyDict dict = new PyDict();
    for (Expression.Pair pair : literal.pairs()) {
      Optional<Object> key =
          pair.key() instanceof Expression.Constant constant
              ? Optional.of(constant.value())
              : Optional.empty();
      Optional<Object> value = literal(pair.value());
      if (key.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      dict.put(key.get(), value.get());
    }
    return Optional.of(dict);
  }
}
