package dev.millrace.app.editor;

import dev.millrace.engine.problem.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fxmisc.richtext.model.StyleSpans;
import org.fxmisc.richtext.model.StyleSpansBuilder;

/** Joins colours, problems and brackets to style classes for a stretch of text. */
final class Styling {
  static final String ERROR = "squiggle-error";
  static final String WARNING = "squiggle-warning";
  static final String BRACKET = "bracket-match";

  private final Map<TokenStyle, List<String>> plain = new EnumMap<>(TokenStyle.class);

  Styling() {
    for (TokenStyle style : TokenStyle.values()) {
      plain.put(style, List.of(style.styleClass()));
    }
  }

  /**
   * Styles from one offset up to another, which must not be equal.
   *
   * @param brackets offsets of single characters
   */
  StyleSpans<Collection<String>> spans(
      Tokens tokens, List<Mark> marks, List<Integer> brackets, int from, int to) {
    StyleSpansBuilder<Collection<String>> spans = new StyleSpansBuilder<>();
    List<Mark> near =
        marks.stream().filter(mark -> mark.start() < to && mark.end() > from).toList();
    TreeSet<Integer> cuts = new TreeSet<>();
    near.forEach(
        mark -> {
          cuts.add(mark.start());
          cuts.add(mark.end());
        });
    brackets.forEach(
        bracket -> {
          cuts.add(bracket);
          cuts.add(bracket + 1);
        });
    int at = from;
    int index = tokens.firstEndingAfter(from);
    while (at < to) {
      boolean inside = index < tokens.size() && tokens.start(index) <= at;
      int end = index < tokens.size() ? (inside ? tokens.end(index) : tokens.start(index)) : to;
      end = Math.min(end, to);
      Integer cut = cuts.isEmpty() ? null : cuts.higher(at);
      if (cut != null) {
        end = Math.min(end, cut);
      }
      TokenStyle style = inside ? tokens.style(index) : TokenStyle.PLAIN;
      spans.add(classes(style, near, brackets, at), end - at);
      at = end;
      if (inside && at >= tokens.end(index)) {
        index++;
      }
    }
    return spans.create();
  }

  private Collection<String> classes(
      TokenStyle style, List<Mark> marks, List<Integer> brackets, int at) {
    List<String> base = plain.getOrDefault(style, List.of());
    if (marks.isEmpty() && brackets.isEmpty()) {
      return base;
    }
    boolean error = false;
    boolean warning = false;
    for (Mark mark : marks) {
      if (mark.start() <= at && at < mark.end()) {
        error |= mark.severity() == Severity.ERROR;
        warning |= mark.severity() == Severity.WARNING;
      }
    }
    boolean bracket = brackets.contains(at);
    if (!error && !warning && !bracket) {
      return base;
    }
    List<String> all = new ArrayList<>(base);
    if (error) {
      all.add(ERROR);
    } else if (warning) {
      all.add(WARNING);
    }
    if (bracket) {
      all.add(BRACKET);
    }
    return List.copyOf(all);
  }
}
