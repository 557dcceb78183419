package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

/**
 * The text of a render and where each character of it came from.
 *
 * @param text the text
 * @param map its origins
 */
public record Rendered(String text, SourceMap map) {
  public Rendered {
    requireNonNull(text, "text");
    requireNonNull(map, "map");
  }
}
