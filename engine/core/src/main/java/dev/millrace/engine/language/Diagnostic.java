package dev.millrace.engine.language;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;

/**
 * Something wrong in a document.
 *
 * @param problem what, with its place; the place may be in another file that is inlined here
 * @param span what to mark in the document itself: the fault, or what leads to it
 */
public record Diagnostic(Problem problem, TextSpan span) {
  public Diagnostic {
    requireNonNull(problem, "problem");
    requireNonNull(span, "span");
  }
}
