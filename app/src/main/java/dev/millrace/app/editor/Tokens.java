package dev.millrace.app.editor;

import java.util.Arrays;

/** Coloured pieces of a text, in order; what lies between them is plain. Immutable once built. */
final class Tokens {
  static final Tokens NONE = new Builder().build();

  private final int[] starts;
  private final int[] ends;
  private final TokenStyle[] styles;

  private Tokens(int[] starts, int[] ends, TokenStyle[] styles) {
    this.starts = starts;
    this.ends = ends;
    this.styles = styles;
  }

  int size() {
    return starts.length;
  }

  int start(int index) {
    return starts[index];
  }

  int end(int index) {
    return ends[index];
  }

  TokenStyle style(int index) {
    return styles[index];
  }

  /** The index of the first token that ends behind an offset; the size when there is none. */
  int firstEndingAfter(int offset) {
    int found = Arrays.binarySearch(ends, offset + 1);
    return found >= 0 ? found : -found - 1;
  }

  TokenStyle styleAt(int offset) {
    int index = firstEndingAfter(offset);
    return index < size() && starts[index] <= offset ? styles[index] : TokenStyle.PLAIN;
  }

  /** Collects tokens; arrays, since a file has hundreds of thousands. */
  static final class Builder {
    private int[] starts = new int[256];
    private int[] ends = new int[256];
    private TokenStyle[] styles = new TokenStyle[256];
    private int count;

    void add(int start, int end, TokenStyle style) {
      if (end <= start || style == TokenStyle.PLAIN) {
        return;
      }
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
        ends = Arrays.copyOf(ends, count * 2);
        styles = Arrays.copyOf(styles, count * 2);
      }
      starts[count] = start;
      ends[count] = end;
      styles[count++] = style;
    }

    Tokens build() {
      return new Tokens(
          Arrays.copyOf(starts, count), Arrays.copyOf(ends, count), Arrays.copyOf(styles, count));
    }
  }
}
