package dev.millrace.jinja.runtime;

/** A compiled expression. */
@FunctionalInterface
interface Evaluator {
  /** The value; errors are positioned. */
  Object evaluate(Frame frame);
}
