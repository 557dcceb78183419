package dev.millrace.jinja.syntax;

import dev.millrace.jinja.TemplateException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a template into tokens after the rules of Jinja2 3.1 with {@code trim_blocks} and {@code
 * lstrip_blocks} off.
 */
final class Lexer {
  private final SourceText source;
  private final String text;
  // The one line end that is dropped at the end of a template stays outside.
  private final int end;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Character> open = new ArrayDeque<>();
  private final LiteralReader literals;
  private int at;

  private Lexer(SourceText source) {
    this.source = source;
    this.text = source.text();
    this.end = text.endsWith("\n") ? text.length() - 1 : text.length();
    this.literals = new LiteralReader(source, end);
  }

  static List<Token> tokens(SourceText source) {
    Lexer lexer = new Lexer(source);
    lexer.root();
    return lexer.tokens;
  }

  private void root() {
    while (at < end) {
      int begin = nextTag(at);
      if (begin < 0) {
        data(at, end);
        break;
      }
      char kind = text.charAt(begin + 1);
      int inside = begin + 2;
      boolean strip = inside < end && text.charAt(inside) == '-';
      data(at, strip ? Characters.skipSpaceBack(text, at, begin) : begin);
      if (strip || (inside < end && text.charAt(inside) == '+')) {
        inside++;
      }
      at = inside;
      switch (kind) {
        case '#' -> comment(begin);
        case '{' -> tag(begin, TokenType.PRINT_BEGIN, TokenType.PRINT_END);
        default -> {
          int behindRaw = rawBegin(inside);
          if (behindRaw >= 0) {
            at = behindRaw;
            raw(begin);
          } else {
            tag(begin, TokenType.BLOCK_BEGIN, TokenType.BLOCK_END);
          }
        }
      }
    }
    tokens.add(new Token(TokenType.END, "", "", end, end));
  }

  private int nextTag(int from) {
    for (int i = text.indexOf('{', from); i >= 0 && i + 1 < end; i = text.indexOf('{', i + 1)) {
      char next = text.charAt(i + 1);
      if (next == '{' || next == '%' || next == '#') {
        return i;
      }
    }
    return -1;
  }

  private void data(int from, int to) {
    if (to > from) {
      String data = text.substring(from, to);
      tokens.add(new Token(TokenType.DATA, data, data, from, to));
    }
  }

  private void comment(int begin) {
    if (at >= end) {
      return;
    }
    int close = text.indexOf("#}", at);
    if (close < 0 || close + 2 > end) {
      throw error(begin, "Missing end of comment tag");
    }
    boolean strip = close > at && text.charAt(close - 1) == '-';
    at = strip ? skip(close + 2) : close + 2;
  }

  private int skip(int from) {
    return Math.min(end, Characters.skipSpace(text, from));
  }

  /** The offset behind the opening raw tag, or -1 when the tag is another one. */
  private int rawBegin(int inside) {
    int word = skip(inside);
    if (!text.startsWith("raw", word)) {
      return -1;
    }
    int close = skip(word + 3);
    if (text.startsWith("-%}", close)) {
      return skip(close + 3);
    }
    return text.startsWith("%}", close) ? close + 2 : -1;
  }

  private void raw(int begin) {
    if (at >= end) {
      return;
    }
    for (int tag = text.indexOf("{%", at);
        tag >= 0 && tag < end;
        tag = text.indexOf("{%", tag + 2)) {
      int inside = tag + 2;
      boolean strip = text.startsWith("-", inside);
      if (strip || text.startsWith("+", inside)) {
        inside++;
      }
      int word = skip(inside);
      if (!text.startsWith("endraw", word)) {
        continue;
      }
      int close = skip(word + 6);
      int behind;
      if (text.startsWith("-%}", close)) {
        behind = skip(close + 3);
      } else if (text.startsWith("+%}", close)) {
        behind = close + 3;
      } else if (text.startsWith("%}", close)) {
        behind = close + 2;
      } else {
        continue;
      }
      data(at, strip ? Characters.skipSpaceBack(text, at, tag) : tag);
      at = behind;
      return;
    }
    throw error(begin, "Missing end of raw directive");
  }

  private void tag(int begin, TokenType beginType, TokenType endType) {
    tokens.add(new Token(beginType, text.substring(begin, begin + 2), "", begin, at));
    open.clear();
    char closing = endType == TokenType.PRINT_END ? '}' : '%';
    while (true) {
      at = skip(at);
      if (at >= end) {
        return;
      }
      if (open.isEmpty() && closes(closing)) {
        boolean strip = text.charAt(at) == '-';
        int behind = text.charAt(at) == closing ? at + 2 : at + 3;
        tokens.add(new Token(endType, text.substring(at, behind), "", at, behind));
        at = strip ? skip(behind) : behind;
        return;
      }
      token();
    }
  }

  private boolean closes(char closing) {
    char first = text.charAt(at);
    int from = at;
    if (first == '-' || (first == '+' && closing == '%')) {
      from++;
    }
    return from + 1 < end && text.charAt(from) == closing && text.charAt(from + 1) == '}';
  }

  private void token() {
    char first = text.charAt(at);
    int begin = at;
    if (first == '\'' || first == '"') {
      Token token = literals.string(begin);
      tokens.add(token);
      at = token.end();
    } else if (Characters.isDigit(first)) {
      Token token = literals.number(begin, begin > 0 && text.charAt(begin - 1) == '.');
      tokens.add(token);
      at = token.end();
    } else if (Characters.isNameStart(text.codePointAt(begin))) {
      while (at < end && Characters.isNamePart(text.codePointAt(at))) {
        at += Character.charCount(text.codePointAt(at));
      }
      String name = text.substring(begin, at).intern();
      tokens.add(new Token(TokenType.NAME, name, name, begin, at));
    } else {
      operator(begin, first);
    }
  }

  private void operator(int begin, char first) {
    char second = begin + 1 < end ? text.charAt(begin + 1) : '\0';
    TokenType type =
        switch (first) {
          case '+' -> TokenType.ADD;
          case '-' -> TokenType.SUBTRACT;
          case '/' -> second == '/' ? TokenType.FLOOR_DIVIDE : TokenType.DIVIDE;
          case '*' -> second == '*' ? TokenType.POWER : TokenType.MULTIPLY;
          case '%' -> TokenType.MODULO;
          case '~' -> TokenType.TILDE;
          case '[' -> TokenType.LEFT_BRACKET;
          case ']' -> TokenType.RIGHT_BRACKET;
          case '(' -> TokenType.LEFT_PARENTHESIS;
          case ')' -> TokenType.RIGHT_PARENTHESIS;
          case '{' -> TokenType.LEFT_BRACE;
          case '}' -> TokenType.RIGHT_BRACE;
          case '>' -> second == '=' ? TokenType.GREATER_OR_EQUAL : TokenType.GREATER;
          case '<' -> second == '=' ? TokenType.LESS_OR_EQUAL : TokenType.LESS;
          case '=' -> second == '=' ? TokenType.EQUAL : TokenType.ASSIGN;
          case '.' -> TokenType.DOT;
          case ':' -> TokenType.COLON;
          case '|' -> TokenType.PIPE;
          case ',' -> TokenType.COMMA;
          case ';' -> TokenType.SEMICOLON;
          case '!' -> second == '=' ? TokenType.NOT_EQUAL : unexpected(begin);
          default -> unexpected(begin);
        };
    balance(begin, first);
    at = begin + type.description().length();
    String written = type.description();
    tokens.add(new Token(type, written, written, begin, at));
  }

  private TokenType unexpected(int offset) {
    String character = Character.toString(text.codePointAt(offset));
    throw error(offset, "unexpected char '" + character + "' at " + offset);
  }

  private void balance(int begin, char character) {
    switch (character) {
      case '(' -> open.push(')');
      case '[' -> open.push(']');
      case '{' -> open.push('}');
      case ')', ']', '}' -> {
        if (open.isEmpty()) {
          throw error(begin, "unexpected '" + character + "'");
        }
        char expected = open.pop();
        if (expected != character) {
          throw error(begin, "unexpected '" + character + "', expected '" + expected + "'");
        }
      }
      default -> {
        // Other operators do not nest.
      }
    }
  }

  private TemplateException error(int offset, String message) {
    return SyntaxErrors.at(source, offset, message);
  }
}
