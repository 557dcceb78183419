package dev.millrace.jinja.syntax;

import dev.millrace.jinja.TemplateException;
import java.util.List;

/** The tokens of a template, read one after the other. */
final class TokenStream {
  private final SourceText source;
  private final List<Token> tokens;
  private int at;

  TokenStream(SourceText source) {
    this.source = source;
    this.tokens = Lexer.tokens(source);
  }

  SourceText source() {
    return source;
  }

  Token current() {
    return tokens.get(at);
  }

  Token lookAhead() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  boolean is(TokenType type) {
    return current().type() == type;
  }

  boolean isName(String name) {
    return current().isName(name);
  }

  /** The current token, stepping behind it. */
  Token next() {
    Token token = current();
    if (token.type() != TokenType.END) {
      at++;
    }
    return token;
  }

  boolean skip(TokenType type) {
    if (is(type)) {
      next();
      return true;
    }
    return false;
  }

  boolean skipName(String name) {
    if (isName(name)) {
      next();
      return true;
    }
    return false;
  }

  Token expect(TokenType type) {
    if (is(type)) {
      return next();
    }
    throw unexpected(type.description());
  }

  Token expectName(String name) {
    if (isName(name)) {
      return next();
    }
    throw unexpected(name);
  }

  private TemplateException unexpected(String wanted) {
    Token token = current();
    if (token.type() == TokenType.END) {
      return error(token.offset(), "unexpected end of template, expected " + quoted(wanted) + ".");
    }
    return error(
        token.offset(),
        "expected token " + quoted(wanted) + ", got " + quoted(token.description()));
  }

  static String quoted(String text) {
    return "'" + text + "'";
  }

  TemplateException error(int offset, String message) {
    return SyntaxErrors.at(source, offset, message);
  }
}
