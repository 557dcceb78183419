package dev.millrace.jinja.syntax;

import dev.millrace.jinja.syntax.Statement.Parameter;
import dev.millrace.jinja.syntax.Statement.Signature;
import dev.millrace.jinja.syntax.Statement.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What assignments fill, and the parameters of macros. */
final class TargetParser {
  private static final Set<String> CONSTANTS =
      Set.of("true", "True", "false", "False", "none", "None");

  private final TokenStream stream;
  private final ExpressionParser expressions;
  private final Nesting nesting;
  private int callsInSignature;

  TargetParser(TokenStream stream, ExpressionParser expressions, Nesting nesting) {
    this.stream = stream;
    this.expressions = expressions;
    this.nesting = nesting;
  }

  /** A plain name. */
  String name() {
    Token token = stream.expect(TokenType.NAME);
    return assignable(token);
  }

  private String assignable(Token token) {
    if (CONSTANTS.contains(token.text())) {
      throw stream.error(token.offset(), "can't assign to 'const'");
    }
    return token.text();
  }

  /** Names, attributes of namespaces, and tuples of them. */
  Target target() {
    int offset = stream.current().offset();
    Target first = single();
    if (!stream.is(TokenType.COMMA)) {
      return first;
    }
    return new Target.TupleTarget(offset, rest(first));
  }

  private List<Target> rest(Target first) {
    List<Target> all = new ArrayList<>(List.of(first));
    while (stream.skip(TokenType.COMMA)) {
      boolean more = stream.is(TokenType.NAME) && !stream.isName("in");
      if (!more && !stream.is(TokenType.LEFT_PARENTHESIS)) {
        break;
      }
      all.add(single());
    }
    return List.copyOf(all);
  }

  private Target single() {
    Token token = stream.next();
    if (token.type() == TokenType.LEFT_PARENTHESIS) {
      nesting.enter(stream);
      Target inner = single();
      Target result = inner;
      if (stream.is(TokenType.COMMA)) {
        result = new Target.TupleTarget(token.offset(), rest(inner));
      }
      stream.expect(TokenType.RIGHT_PARENTHESIS);
      nesting.leave();
      return result;
    }
    return switch (token.type()) {
      case NAME -> {
        String name = assignable(token);
        if (stream.skip(TokenType.DOT)) {
          String attribute = stream.expect(TokenType.NAME).text();
          yield new Target.AttributeTarget(token.offset(), name, attribute);
        }
        yield new Target.NameTarget(token.offset(), name);
      }
      case STRING, INTEGER, FLOAT -> throw stream.error(token.offset(), "can't assign to 'const'");
      default ->
          throw stream.error(
              token.offset(), "unexpected " + TokenStream.quoted(token.description()));
    };
  }

  /** How many calls stand in the defaults of the signature read last. */
  int callsInSignature() {
    return callsInSignature;
  }

  /** The signature of what takes no parameters. */
  Signature none() {
    callsInSignature = 0;
    return new Signature(List.of());
  }

  Signature signature() {
    int before = expressions.calls().found().size();
    stream.expect(TokenType.LEFT_PARENTHESIS);
    List<Parameter> parameters = new ArrayList<>();
    boolean defaults = false;
    while (!stream.is(TokenType.RIGHT_PARENTHESIS)) {
      if (!parameters.isEmpty()) {
        stream.expect(TokenType.COMMA);
      }
      Token token = stream.expect(TokenType.NAME);
      String name = assignable(token);
      if (stream.skip(TokenType.COLON)) {
        type();
      }
      if (stream.skip(TokenType.ASSIGN)) {
        defaults = true;
        parameters.add(new Parameter(token.offset(), name, expressions.expression()));
      } else if (defaults) {
        throw stream.error(token.offset(), "non-default argument follows default argument");
      } else {
        parameters.add(new Parameter(token.offset(), name, null));
      }
    }
    stream.expect(TokenType.RIGHT_PARENTHESIS);
    callsInSignature = expressions.calls().found().size() - before;
    return new Signature(List.copyOf(parameters));
  }

  // dbt's typed parameters, such as list[dict[str, int]]: documentation only.
  private void type() {
    nesting.enter(stream);
    stream.expect(TokenType.NAME);
    if (stream.skip(TokenType.LEFT_BRACKET)) {
      type();
      while (stream.skip(TokenType.COMMA)) {
        type();
      }
      stream.expect(TokenType.RIGHT_BRACKET);
    }
    nesting.leave();
  }
}
