package dev.millrace.jinja.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows an object to reach into it: names, indices and slices. */
final class SubscriptParser {
  private final TokenStream stream;
  private final ExpressionParser expressions;

  SubscriptParser(TokenStream stream, ExpressionParser expressions) {
    this.stream = stream;
    this.expressions = expressions;
  }

  /** {@code object.name} or {@code object.0}, beginning at the dot. */
  Expression dot(Expression object) {
    stream.next();
    Token token = stream.next();
    if (token.type() == TokenType.NAME) {
      return new Expression.Attribute(object.offset(), object, token.text());
    }
    if (token.type() != TokenType.INTEGER) {
      throw stream.error(token.offset(), "expected name or number");
    }
    Expression index = new Expression.Constant(token.offset(), token.value());
    return new Expression.Item(object.offset(), object, index);
  }

  /** {@code object[key]}, beginning at the bracket. */
  Expression brackets(Expression object) {
    int offset = stream.next().offset();
    List<Expression> keys = new ArrayList<>();
    while (!stream.is(TokenType.RIGHT_BRACKET)) {
      if (!keys.isEmpty()) {
        stream.expect(TokenType.COMMA);
      }
      keys.add(subscriptKey());
    }
    stream.expect(TokenType.RIGHT_BRACKET);
    Expression key =
        keys.size() == 1 ? keys.getFirst() : new Expression.TupleLiteral(offset, List.copyOf(keys));
    return new Expression.Item(object.offset(), object, key);
  }

  private Expression subscriptKey() {
    int offset = stream.current().offset();
    Expression start = null;
    if (!stream.is(TokenType.COLON)) {
      start = expressions.expression();
      if (!stream.is(TokenType.COLON)) {
        return start;
      }
    }
    stream.expect(TokenType.COLON);
    Expression stop = slicePart();
    Expression step = stream.skip(TokenType.COLON) ? slicePart() : null;
    return new Expression.Slice(offset, start, stop, step);
  }

  private @Nullable Expression slicePart() {
    return switch (stream.current().type()) {
      case COLON, RIGHT_BRACKET, COMMA -> null;
      default -> expressions.expression();
    };
  }
}
