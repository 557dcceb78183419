package dev.millrace.jinja.runtime;

/** How a statement ended. */
enum Completion {
  NORMAL,
  BREAK,
  CONTINUE,
  /** {@link Frame#returned} holds the value. */
  RETURN
}
