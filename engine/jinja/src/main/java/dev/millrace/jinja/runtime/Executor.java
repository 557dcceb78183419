package dev.millrace.jinja.runtime;

/** A compiled statement. */
@FunctionalInterface
interface Executor {
  /** Runs it; errors are positioned. */
  Completion execute(Frame frame);
}
