package dev.millrace.jinja.methods;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.syntax.Characters;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Search;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Cutting strings into pieces. */
public final class StringSplit {
  private StringSplit() {}

  static List<Object> split(String text, boolean fromRight, Arguments arguments) {
    arguments.bind(fromRight ? "rsplit" : "split", 0, "sep", "maxsplit");
    Object separator = arguments.get(0, "sep", None.NONE);
    int most = arguments.integer(1, "maxsplit", -1);
    arguments.context().allocate(text.length());
    int limit = most < 0 ? Integer.MAX_VALUE : most;
    if (separator == None.NONE) {
      return fromRight ? wordsFromRight(text, limit) : words(text, limit);
    }
    if (!(separator instanceof String given)) {
      throw EvaluationException.type("must be str or None, not " + Python.typeName(separator));
    }
    if (given.isEmpty()) {
      throw EvaluationException.type("empty separator");
    }
    return fromRight ? splitFromRight(text, given, limit) : split(text, given, limit, arguments);
  }

  private static List<Object> words(String text, int limit) {
    List<Object> words = new ArrayList<>();
    int at = 0;
    while (true) {
      while (at < text.length() && Characters.isSpace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        return words;
      }
      int begin = at;
      if (words.size() == limit) {
        words.add(text.substring(begin));
        return words;
      }
      while (at < text.length() && !Characters.isSpace(text.charAt(at))) {
        at++;
      }
      words.add(text.substring(begin, at));
    }
  }

  private static List<Object> wordsFromRight(String text, int limit) {
    List<Object> words = new ArrayList<>();
    int at = text.length();
    while (true) {
      while (at > 0 && Characters.isSpace(text.charAt(at - 1))) {
        at--;
      }
      if (at == 0) {
        break;
      }
      int end = at;
      if (words.size() == limit) {
        words.add(text.substring(0, end));
        break;
      }
      while (at > 0 && !Characters.isSpace(text.charAt(at - 1))) {
        at--;
      }
      words.add(text.substring(at, end));
    }
    Collections.reverse(words);
    return words;
  }

  private static List<Object> split(String text, String separator, int limit, Arguments arguments) {
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int at = Search.indexOf(text, separator, 0);
        at >= 0 && parts.size() < limit;
        at = Search.indexOf(text, separator, from)) {
      arguments.context().steps(1);
      arguments.context().allocate(16);
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static List<Object> splitFromRight(String text, String separator, int limit) {
    List<Object> parts = new ArrayList<>();
    int to = text.length();
    for (int at = text.lastIndexOf(separator);
        at >= 0 && parts.size() < limit;
        at = to < separator.length() ? -1 : text.lastIndexOf(separator, to - separator.length())) {
      parts.add(text.substring(at + separator.length(), to));
      to = at;
    }
    parts.add(text.substring(0, to));
    Collections.reverse(parts);
    return parts;
  }

  static List<Object> lines(String text, Arguments arguments) {
    boolean keepEnds = arguments.flag(0, "keepends", false);
    arguments.context().allocate(text.length());
    return lines(text, keepEnds);
  }

  /** Python's lines: cut at every kind of line end, none after a last one. */
  public static List<Object> lines(String text, boolean keepEnds) {
    List<Object> lines = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < text.length(); ) {
      int end = at;
      char character = text.charAt(at++);
      if (!isLineEnd(character)) {
        continue;
      }
      if (character == '\r' && at < text.length() && text.charAt(at) == '\n') {
        at++;
      }
      lines.add(text.substring(from, keepEnds ? at : end));
      from = at;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  private static boolean isLineEnd(char character) {
    return switch (character) {
      case '\n', '\r', 0x0b, '\f', 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029 -> true;
      default -> false;
    };
  }

  static PyTuple partition(String text, String separator, boolean fromRight) {
    int at = fromRight ? text.lastIndexOf(separator) : Search.indexOf(text, separator, 0);
    if (at < 0) {
      return fromRight ? PyTuple.of("", "", text) : PyTuple.of(text, "", "");
    }
    return PyTuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
  }

  static String expandTabs(String text, Arguments arguments) {
    int size = arguments.integer(0, "tabsize", 8);
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\t') {
        int blanks = size <= 0 ? 0 : size - column % size;
        arguments.context().allocate(blanks);
        out.repeat(" ", blanks);
        column += blanks;
      } else {
        out.append(character);
        column = character == '\n' || character == '\r' ? 0 : column + 1;
      }
    }
    return out.toString();
  }
}
