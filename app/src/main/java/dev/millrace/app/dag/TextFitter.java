package dev.millrace.app.dag;

import java.text.BreakIterator;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/**
 * Shortens names to a width: the middle goes, since both ends tell models apart. Remembers its
 * answers; on the FX thread only.
 */
final class TextFitter {
  private static final int MOST_REMEMBERED = 20_000;

  private record Question(String text, Font font, double width) {}

  private final Text measure = new Text();
  private final Map<Question, String> answers = new HashMap<>();

  /** The text, or as much of both its ends as fits. */
  String fit(String text, Font font, double width) {
    if (answers.size() > MOST_REMEMBERED) {
      answers.clear();
    }
    return answers.computeIfAbsent(new Question(text, font, width), this::answer);
  }

  double width(String text, Font font) {
    measure.setFont(font);
    measure.setText(text);
    return measure.getLayoutBounds().getWidth();
  }

  private String answer(Question question) {
    String text = question.text();
    if (width(text, question.font()) <= question.width()) {
      return text;
    }
    int low = 0;
    int high = text.length();
    while (low < high) {
      int kept = (low + high + 1) / 2;
      if (width(shortened(text, kept), question.font()) <= question.width()) {
        low = kept;
      } else {
        high = kept - 1;
      }
    }
    return shortened(text, low);
  }

  /** At most so many units of the text, cut between letters as people see them. */
  private static String shortened(String text, int kept) {
    BreakIterator letters = BreakIterator.getCharacterInstance();
    letters.setText(text);
    int head = kept * 3 / 5;
    int tail = text.length() - (kept - head);
    int from = letters.isBoundary(head) ? head : Math.max(0, letters.preceding(head));
    int to =
        tail >= text.length() || letters.isBoundary(tail)
            ? Math.min(tail, text.length())
            : letters.following(tail);
    return text.substring(0, from) + "\u2026" + text.substring(to);
  }
}
