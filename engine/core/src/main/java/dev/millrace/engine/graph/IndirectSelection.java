package dev.millrace.engine.graph;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.Arrays;
import java.util.Locale;

/** Which tests come along when what they test is selected. */
public enum IndirectSelection {
  /** Those that read any selected node. */
  EAGER,
  /** Those that read selected nodes alone. */
  CAUTIOUS,
  /** Those that read selected nodes and what those read, however far up. */
  BUILDABLE,
  /** None. */
  EMPTY;

  /**
   * The mode of dbt's name.
   *
   * @throws MillraceException SELECTION_INVALID
   */
  public static IndirectSelection named(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new MillraceException(
                    Problem.error(
                            ProblemCode.SELECTION_INVALID,
                            "`" + name + "` is no way to select tests indirectly")
                        .remedy("Use eager, cautious, buildable or empty")));
  }
}
