package dev.millrace.jinja.syntax;

import dev.millrace.jinja.TemplateException;
import java.util.Optional;

/** Python's {@code ast.literal_eval}. */
public final class Literals {
  private Literals() {}

  /** The value of a text that is a Python literal; empty when it is anything else. */
  public static Optional<Object> read(String text) {
    try {
      TokenStream stream =
          new TokenStream(new SourceText("literal", "{{" + text.strip() + "\n}}", 1, 1));
      Expression expression = literal(stream);
      return stream.is(TokenType.END) && isPython(text)
          ? CallParser.literal(expression)
          : Optional.empty();
    } catch (TemplateException notALiteral) {
      return Optional.empty();
    }
  }

  private static Expression literal(TokenStream stream) {
    stream.expect(TokenType.PRINT_BEGIN);
    Expression expression = new ExpressionParser(stream, new Nesting()).tuple(true, null);
    stream.expect(TokenType.PRINT_END);
    return expression;
  }

  // Jinja2 also knows its constants in lower case; Python does not.
  private static boolean isPython(String text) {
    TokenStream stream =
        new TokenStream(new SourceText("literal", "{{" + text.strip() + "\n}}", 1, 1));
    while (!stream.is(TokenType.END)) {
      Token token = stream.next();
      if (token.isName("true") || token.isName("false") || token.isName("none")) {
        return false;
      }
    }
    return true;
  }
}
