/**
 * Flink's SQL as text: tokens, statements, syntax errors with places, names of types.
 *
 * <p>The one package that may use {@code flink-sql-parser} and Calcite. May depend on {@code
 * problem} and {@code connect} (names and ranges) only.
 */
@NullMarked
package dev.millrace.engine.sql;

import org.jspecify.annotations.NullMarked;
