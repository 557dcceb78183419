package dev.millrace.jinja.syntax;

/**
 * Keeps hostile templates from growing syntax trees too deep for Java's stack: how deep brackets
 * and blocks are open, and how high the tree of the expression just parsed is.
 */
final class Nesting {
  private static final int MAX_OPEN = 120;
  private static final int MAX_HEIGHT = 800;

  private int open;
  private int height;

  void enter(TokenStream stream) {
    if (++open > MAX_OPEN) {
      throw stream.error(stream.current().offset(), "nested too deeply");
    }
  }

  void leave() {
    open--;
  }

  /** The height of the last expression parsed. */
  int height() {
    return height;
  }

  void height(TokenStream stream, int value) {
    if (value > MAX_HEIGHT) {
      throw stream.error(stream.current().offset(), "the expression is nested too deeply");
    }
    height = value;
  }

  /** One more level over the last expression and another one of the given height. */
  void link(TokenStream stream, int otherHeight) {
    height(stream, Math.max(height, otherHeight) + 1);
  }
}
