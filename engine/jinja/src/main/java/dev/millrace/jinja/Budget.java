package dev.millrace.jinja;

/** What is left of the {@link Limits} of a render. */
public interface Budget {
  /**
   * Takes {@code units} (characters, or 16 per element) from {@link Limits#maxAllocation}; to be
   * called before something large is made.
   *
   * @throws EvaluationException of kind LIMIT when nothing is left
   */
  void allocate(long units);

  /**
   * Counts steps and looks at the deadline now and then; to be called inside long loops.
   *
   * @throws EvaluationException of kind LIMIT when too many were made or the deadline is over
   */
  void steps(long count);
}
