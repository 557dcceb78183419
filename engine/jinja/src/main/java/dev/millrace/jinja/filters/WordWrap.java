package dev.millrace.jinja.filters;

import dev.millrace.jinja.Arguments;
import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.methods.StringSplit;
import dev.millrace.jinja.syntax.Characters;
import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Jinja2's {@code wordwrap}: lines of at most a width, broken at blanks and behind hyphens. */
final class WordWrap {
  private WordWrap() {}

  static Object filter(Object value, Arguments arguments) {
    arguments.bind("wordwrap", 0, "width", "break_long_words", "wrapstring", "break_on_hyphens");
    int width = arguments.integer(0, "width", 79);
    if (width < 1) {
      throw EvaluationException.type("invalid width " + width + " (must be > 0)");
    }
    boolean breakLong = arguments.flag(1, "break_long_words", true);
    boolean hyphens = arguments.flag(3, "break_on_hyphens", true);
    Object given = arguments.get(2, "wrapstring", None.NONE);
    String end = given == None.NONE ? "\n" : Python.str(given);
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (!(value instanceof String text)) {
      throw EvaluationException.type(
          "'" + Python.typeName(value) + "' object has no attribute 'splitlines'");
    }
    arguments.context().allocate(text.length() * 2L);
    List<String> lines = new ArrayList<>();
    for (Object line : StringSplit.lines(text, false)) {
      arguments.context().steps(1);
      List<String> wrapped = wrap(chunks(Python.str(line), hyphens), width, breakLong);
      lines.add(String.join(end, wrapped));
    }
    return String.join(end, lines);
  }

  private static Deque<String> chunks(String line, boolean hyphens) {
    Deque<String> chunks = new ArrayDeque<>();
    int begin = 0;
    for (int i = 1; i <= line.length(); i++) {
      boolean cut =
          i == line.length()
              || Characters.isSpace(line.charAt(i)) != Characters.isSpace(line.charAt(i - 1))
              || (hyphens && isHyphenated(line, i));
      if (cut) {
        chunks.add(line.substring(begin, i));
        begin = i;
      }
    }
    return chunks;
  }

  private static boolean isHyphenated(String line, int at) {
    return at >= 2
        && line.charAt(at - 1) == '-'
        && Character.isLetter(line.charAt(at - 2))
        && Character.isLetter(line.charAt(at));
  }

  private static List<String> wrap(Deque<String> chunks, int width, boolean breakLong) {
    List<String> lines = new ArrayList<>();
    while (!chunks.isEmpty()) {
      if (!lines.isEmpty() && chunks.getFirst().isBlank()) {
        chunks.removeFirst();
        continue;
      }
      StringBuilder line = new StringBuilder();
      while (!chunks.isEmpty() && line.length() + chunks.getFirst().length() <= width) {
        line.append(chunks.removeFirst());
      }
      // Python drops the last part of a line when it is blank, which may be a broken word's
      // nothing.
      boolean full = line.length() == width;
      boolean broken = !chunks.isEmpty() && chunks.getFirst().length() > width;
      if (broken) {
        breakWord(chunks, line, width, breakLong);
      }
      String text = line.toString();
      String kept = broken && full && breakLong ? text : text.stripTrailing();
      if (!kept.isEmpty()) {
        lines.add(kept);
      }
    }
    return lines;
  }

  private static void breakWord(
      Deque<String> chunks, StringBuilder line, int width, boolean breakLong) {
    String word = chunks.removeFirst();
    int space = width - line.length();
    if (breakLong) {
      line.append(word, 0, space);
      // All pieces at once: cutting them off one by one takes quadratic time.
      int first = Math.max(space, 0);
      int last = first + (word.length() - first - 1) / width * width;
      for (int begin = last; begin >= first; begin -= width) {
        chunks.addFirst(word.substring(begin, Math.min(word.length(), begin + width)));
      }
    } else if (line.isEmpty()) {
      line.append(word);
    } else {
      chunks.addFirst(word);
    }
  }
}
