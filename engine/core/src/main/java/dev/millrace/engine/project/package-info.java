/**
 * A folder becomes an immutable {@link dev.millrace.engine.project.Project}: YAML with positions,
 * configuration, nodes, sources, unit tests.
 *
 * <p>May depend on {@code problem}, {@code trust}, {@code connect} (names and storage), {@code sql}
 * (rows of unit tests written as SQL) and on {@code dev.millrace.jinja}; never on what compiles,
 * plans or deploys.
 */
@NullMarked
package dev.millrace.engine.project;

import org.jspecify.annotations.NullMarked;
