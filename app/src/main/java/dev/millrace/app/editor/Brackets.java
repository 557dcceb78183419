package dev.millrace.app.editor;

import java.util.List;

/** Finds the partner of a bracket; those in texts and comments do not count. */
final class Brackets {
  private static final String OPEN = "([{";
  private static final String CLOSE = ")]}";

  /** Farther than anybody sees. */
  private static final int FARTHEST = 50_000;

  private Brackets() {}

  /**
   * The bracket beside the caret and its partner.
   *
   * @return two offsets, or none
   */
  static List<Integer> around(String text, int caret, Tokens tokens) {
    for (int at : new int[] {caret - 1, caret}) {
      if (at >= 0 && at < text.length() && counts(at, tokens)) {
        char here = text.charAt(at);
        int partner =
            OPEN.indexOf(here) >= 0
                ? find(text, at, 1, here, CLOSE.charAt(OPEN.indexOf(here)), tokens)
                : CLOSE.indexOf(here) >= 0
                    ? find(text, at, -1, here, OPEN.charAt(CLOSE.indexOf(here)), tokens)
                    : -1;
        if (partner >= 0) {
          return List.of(at, partner);
        }
      }
    }
    return List.of();
  }

  private static boolean counts(int offset, Tokens tokens) {
    return switch (tokens.styleAt(offset)) {
      case STRING, COMMENT, QUOTED, TAG_STRING -> false;
      case PLAIN, KEYWORD, FUNCTION, NUMBER, TAG, TAG_NAME -> true;
    };
  }

  private static int find(String text, int from, int step, char same, char other, Tokens tokens) {
    int level = 0;
    int end = step > 0 ? Math.min(text.length(), from + FARTHEST) : Math.max(-1, from - FARTHEST);
    for (int at = from; at != end; at += step) {
      char here = text.charAt(at);
      if ((here == same || here == other) && counts(at, tokens)) {
        level += here == same ? 1 : -1;
        if (level == 0) {
          return at;
        }
      }
    }
    return -1;
  }
}
