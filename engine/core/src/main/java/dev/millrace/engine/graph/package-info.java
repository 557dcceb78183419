/**
 * The graph of a project's nodes and dbt's grammar for choosing some of them.
 *
 * <p>Knows nodes only as {@link dev.millrace.engine.graph.GraphNode}: may depend on {@code problem}
 * only, so that loading, compiling and planning can all stand on it.
 */
@NullMarked
package dev.millrace.engine.graph;

import org.jspecify.annotations.NullMarked;
