/**
 * A folder becomes an immutable {@link dev.millrace.engine.project.Project}: YAML with positions,
 * configuration, nodes, sources, unit tests.
 *
 * <p>May depend on {@code problem}, {@code trust}, {@code connect} (names and storage) and on
 * {@code dev.millrace.jinja}; never on what compiles, plans or deploys.
 */
@NullMarked
package dev.millrace.engine.project;

import org.jspecify.annotations.NullMarked;
