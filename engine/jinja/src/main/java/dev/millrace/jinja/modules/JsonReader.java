package dev.millrace.jinja.modules;

import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyDict;
import dev.millrace.jinja.values.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's {@code json.loads}. */
public final class JsonReader {
  private static final int MAX_DEPTH = 200;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /** The value of a JSON text; an error of kind TYPE when it is none. */
  public static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    reader.space();
    Object value = reader.value();
    reader.space();
    if (reader.at < text.length()) {
      throw reader.error("Extra data");
    }
    return value;
  }

  private EvaluationException error(String message) {
    return EvaluationException.type(message + ": char " + at);
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(String word) {
    if (text.startsWith(word, at)) {
      at += word.length();
      return true;
    }
    return false;
  }

  private Object value() {
    if (at >= text.length()) {
      throw error("Expecting value");
    }
    if (++depth > MAX_DEPTH) {
      throw EvaluationException.limit("the JSON is nested too deeply");
    }
    Object value =
        switch (text.charAt(at)) {
          case '"' -> string();
          case '{' -> object();
          case '[' -> array();
          default -> scalar();
        };
    depth--;
    return value;
  }

  private Object scalar() {
    if (skip("true")) {
      return true;
    }
    if (skip("false")) {
      return false;
    }
    if (skip("null")) {
      return None.NONE;
    }
    if (skip("NaN")) {
      return Double.NaN;
    }
    if (skip("Infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    if (skip("-Infinity")) {
      return Double.NEGATIVE_INFINITY;
    }
    return number();
  }

  private Object number() {
    int begin = at;
    skip("-");
    int digits = digits();
    if (digits == 0 || (digits > 1 && text.charAt(at - digits) == '0')) {
      at = begin;
      throw error("Expecting value");
    }
    boolean real = false;
    if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(at + 1)) {
      at++;
      digits();
      real = true;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int mark = at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      if (digits() == 0) {
        at = mark;
      } else {
        real = true;
      }
    }
    String number = text.substring(begin, at);
    if (real) {
      return Double.valueOf(number);
    }
    if (number.length() > 4300) {
      throw EvaluationException.type("Exceeds the limit (4300 digits) for integer string");
    }
    return Values.ofInteger(new BigInteger(number));
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private int digits() {
    int begin = at;
    while (isDigit(at)) {
      at++;
    }
    return at - begin;
  }

  private String string() {
    at++;
    StringBuilder out = new StringBuilder();
    while (at < text.length()) {
      char character = text.charAt(at++);
      if (character == '"') {
        return out.toString();
      }
      if (character < ' ') {
        at--;
        throw error("Invalid control character at");
      }
      out.append(character == '\\' ? escape() : character);
    }
    throw error("Unterminated string");
  }

  private char escape() {
    if (at >= text.length()) {
      throw error("Unterminated string");
    }
    return switch (text.charAt(at++)) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw error("Invalid \\escape");
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw error("Invalid \\uXXXX escape");
      }
      value = value * 16 + digit;
      at++;
    }
    return (char) value;
  }

  private Object array() {
    at++;
    List<Object> elements = new ArrayList<>();
    space();
    if (skip("]")) {
      return elements;
    }
    while (true) {
      space();
      elements.add(value());
      space();
      if (skip("]")) {
        return elements;
      }
      if (!skip(",")) {
        throw error("Expecting ',' delimiter");
      }
    }
  }

  private Object object() {
    at++;
    PyDict dict = new PyDict();
    space();
    if (skip("}")) {
      return dict;
    }
    while (true) {
      space();
      if (at >= text.length() || text.charAt(at) != '"') {
        throw error("Expecting property name enclosed in double quotes");
      }
      String key = string();
      space();
      if (!skip(":")) {
        throw error("Expecting ':' delimiter");
      }
      space();
      dict.put(key, value());
      space();
      if (skip("}")) {
        return dict;
      }
      if (!skip(",")) {
        throw error("Expecting ',' delimiter");
      }
    }
  }
}
