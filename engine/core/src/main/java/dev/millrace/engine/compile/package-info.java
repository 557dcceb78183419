/**
 * Jinja becomes SQL, with a map from every place of the compiled text back to file, line and
 * column; then Flink's planner says what it means.
 *
 * <p>May depend on {@code project}, {@code sql}, {@code graph} and below; never on {@code plan} or
 * {@code deploy}.
 */
@NullMarked
package dev.millrace.engine.compile;

import org.jspecify.annotations.NullMarked;
