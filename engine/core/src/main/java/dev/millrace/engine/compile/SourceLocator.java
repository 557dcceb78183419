package dev.millrace.engine.compile;

import dev.millrace.engine.problem.SourcePosition;
import java.util.Optional;

/** Finds the place in the project's files that a place of compiled SQL came from. */
@FunctionalInterface
public interface SourceLocator {
  /**
   * @param line 1-based, in the compiled text
   * @param column 1-based
   */
  SourcePosition locate(int line, int column);

  /** The whole map, where it is kept. */
  default Optional<CompiledText> text() {
    return Optional.empty();
  }
}
