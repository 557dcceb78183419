/**
 * Files that tools around dbt read, in dbt's shapes.
 *
 * <p>May depend on {@code project}, {@code compile}, {@code connect} (names) and {@code problem};
 * never on what deploys or runs.
 */
@NullMarked
package dev.millrace.engine.artifact;

import org.jspecify.annotations.NullMarked;
