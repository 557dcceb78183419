package dev.millrace.engine.language;

import dev.millrace.engine.language.TemplateTag.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A template with its tags masked, so that the SQL around them can be read with offsets that stay
 * true: an expression becomes one word of underscores, other tags become blanks. Works on
 * half-typed text, which no template parser would take.
 */
final class TemplateText {
  private final String text;
  private final String masked;
  private final List<TemplateTag> tags;

  private TemplateText(String text, String masked, List<TemplateTag> tags) {
    this.text = text;
    this.masked = masked;
    this.tags = List.copyOf(tags);
  }

  static TemplateText of(String text) {
    StringBuilder masked = new StringBuilder(text);
    List<TemplateTag> tags = new ArrayList<>();
    int at = text.indexOf('{');
    while (at >= 0 && at + 1 < text.length()) {
      Optional<Kind> kind = kind(text.charAt(at + 1));
      if (kind.isEmpty()) {
        at = text.indexOf('{', at + 1);
        continue;
      }
      int end = end(text, at + 2, kind.get());
      tags.add(new TemplateTag(kind.get(), at, end, text.substring(at, end)));
      mask(masked, at, end, kind.get());
      at = text.indexOf('{', end);
    }
    return new TemplateText(text, masked.toString(), tags);
  }

  private static Optional<Kind> kind(char second) {
    return switch (second) {
      case '{' -> Optional.of(Kind.EXPRESSION);
      case '%' -> Optional.of(Kind.STATEMENT);
      case '#' -> Optional.of(Kind.COMMENT);
      default -> Optional.empty();
    };
  }

  /** Where a tag ends; one that nobody has closed yet ends with its line. */
  private static int end(String text, int from, Kind kind) {
    String close =
        switch (kind) {
          case EXPRESSION -> "}}";
          case STATEMENT -> "%}";
          case COMMENT -> "#}";
        };
    char quote = 0;
    for (int at = from; at < text.length(); at++) {
      char here = text.charAt(at);
      if (quote != 0) {
        if (here == '\\') {
          at++;
        } else if (here == quote) {
          quote = 0;
        }
      } else if (text.startsWith(close, at)) {
        return at + close.length();
      } else if (kind != Kind.COMMENT && (here == '\'' || here == '"')) {
        quote = here;
      }
    }
    int line = text.indexOf('\n', from);
    int stop = line < 0 ? text.length() : line;
    int closed = text.indexOf(close, from);
    return closed >= 0 && closed < stop ? closed + close.length() : stop;
  }

  private static void mask(StringBuilder masked, int start, int end, Kind kind) {
    for (int at = start; at < end; at++) {
      switch (kind) {
        case EXPRESSION -> masked.setCharAt(at, '_');
        case STATEMENT, COMMENT -> {
          if (masked.charAt(at) != '\n') {
            masked.setCharAt(at, ' ');
          }
        }
      }
    }
  }

  String text() {
    return text;
  }

  /** As long as the text, with the tags masked. */
  String masked() {
    return masked;
  }

  List<TemplateTag> tags() {
    return tags;
  }

  /** The tag around an offset; the place right behind its end is outside. */
  Optional<TemplateTag> tagAround(int offset) {
    return tags.stream()
        .filter(
            tag ->
                tag.start() < offset
                    && (offset < tag.end() || (offset == tag.end() && !isClosed(tag))))
        .findFirst();
  }

  private static boolean isClosed(TemplateTag tag) {
    return tag.text().length() >= 4
        && (tag.text().endsWith("}}") || tag.text().endsWith("%}") || tag.text().endsWith("#}"));
  }

  /** The tag that begins at an offset. */
  Optional<TemplateTag> tagFrom(int offset) {
    return tags.stream().filter(tag -> tag.start() == offset).findFirst();
  }

  /** The tag an offset is in, its first character included. */
  Optional<TemplateTag> tagOver(int offset) {
    return tags.stream().filter(tag -> tag.start() <= offset && offset < tag.end()).findFirst();
  }
}
