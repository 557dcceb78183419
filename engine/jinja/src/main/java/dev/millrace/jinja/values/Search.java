package dev.millrace.jinja.values;

/** Substring search that stays linear where Java's own would take quadratic time. */
public final class Search {
  private static final long SMALL = 20_000_000L;

  private Search() {}

  /** As {@link String#indexOf(String, int)}. */
  public static int indexOf(String text, String part, int from) {
    if ((long) text.length() * part.length() < SMALL) {
      return text.indexOf(part, from);
    }
    int[] fallback = fallback(part);
    int matched = 0;
    for (int i = Math.max(from, 0); i < text.length(); i++) {
      while (matched > 0 && text.charAt(i) != part.charAt(matched)) {
        matched = fallback[matched - 1];
      }
      if (text.charAt(i) == part.charAt(matched)) {
        matched++;
      }
      if (matched == part.length()) {
        return i - matched + 1;
      }
    }
    return -1;
  }

  // Knuth, Morris and Pratt: the longest border of each prefix.
  private static int[] fallback(String part) {
    int[] borders = new int[part.length()];
    int matched = 0;
    for (int i = 1; i < part.length(); i++) {
      while (matched > 0 && part.charAt(i) != part.charAt(matched)) {
        matched = borders[matched - 1];
      }
      if (part.charAt(i) == part.charAt(matched)) {
        matched++;
      }
      borders[i] = matched;
    }
    return borders;
  }
}
