/**
 * Type-checks projects and compiles plans with Flink's own planner, with no cluster.
 *
 * <p>Flink's planner keeps facts of the thread that made it, so an environment is made, used and
 * dropped on one thread ({@link dev.millrace.sidecar.planner.PlannerLane}); each request has a
 * fresh one, which costs milliseconds and leaves nothing behind for the next.
 *
 * <p>May not depend on {@code submit}, {@code unittest} or {@code topics}, nor on the process
 * around it beyond {@code control}.
 */
@NullMarked
package dev.millrace.sidecar.planner;

import org.jspecify.annotations.NullMarked;
