/**
 * The state tools: what checkpoints and savepoints hold, read from their files without a cluster,
 * what state a plan wants, and whether the one fits the other.
 *
 * <p>Built on Flink's internal formats and therefore bound to its minor version. Nothing here
 * changes a file that Flink wrote; new metadata stands beside the old. May depend on {@code
 * control}, {@code planner}, {@code submit} and {@code unittest}, whose small Flink runs plans dry.
 */
@NullMarked
package dev.millrace.sidecar.state;

import org.jspecify.annotations.NullMarked;
