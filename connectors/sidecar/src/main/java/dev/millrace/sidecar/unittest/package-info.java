/**
 * Runs a query once over given rows, in a small Flink of this JVM, with no broker and no clock.
 *
 * <p>A run must give the same rows each time. At parallelism 1 Flink does so by itself as long as
 * no operator has two inputs; where one has, which input it hears first is a race between threads.
 * Then the rows are let in one at a time, in the order of their event time, and a checkpoint
 * between them proves that every operator is done with the row before ({@link
 * dev.millrace.sidecar.unittest.Turns}).
 *
 * <p>May use {@code planner} and {@code control}.
 */
@NullMarked
package dev.millrace.sidecar.unittest;

import org.jspecify.annotations.NullMarked;
