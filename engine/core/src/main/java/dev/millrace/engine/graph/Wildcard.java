package dev.millrace.engine.graph;

import java.util.regex.Pattern;

/** Python's fnmatch: {@code *}, {@code ?}, {@code [abc]}, {@code [!abc]} over the whole text. */
final class Wildcard {
  private final Pattern pattern;

  private Wildcard(Pattern pattern) {
    this.pattern = pattern;
  }

  static boolean present(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
  }

  static Wildcard of(String text) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char next = text.charAt(at++);
      switch (next) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> {
          int end = text.indexOf(']', at + 1);
          if (end < 0) {
            regex.append("\\[");
          } else {
            String members = text.substring(at, end).replace("\\", "\\\\").replace("[", "\\[");
            regex.append('[').append(members.replaceFirst("^!", "^")).append(']');
            at = end + 1;
          }
        }
        default -> regex.append(Pattern.quote(String.valueOf(next)));
      }
    }
    return new Wildcard(Pattern.compile(regex.toString(), Pattern.DOTALL));
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }
}
