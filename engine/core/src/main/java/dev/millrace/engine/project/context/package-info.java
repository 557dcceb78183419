/**
 * What templates of a dbt project see: macros of all packages, variables, environment, relations,
 * and dbt's functions.
 *
 * <p>Used while loading (effects count, text does not) and while compiling. May depend on {@code
 * problem}, {@code trust}, {@code connect} (names) and {@code dev.millrace.jinja}; never on what
 * loads or compiles.
 */
@NullMarked
package dev.millrace.engine.project.context;

import org.jspecify.annotations.NullMarked;
