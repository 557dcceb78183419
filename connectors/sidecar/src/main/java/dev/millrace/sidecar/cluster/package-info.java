/**
 * Flink on this machine: JobManager, TaskManager and SQL Gateway in this JVM, each started as the
 * stock scripts start them, so that what holds here holds on a real cluster.
 *
 * <p>May depend on {@code guard} only, whose factories Flink finds by itself.
 */
@NullMarked
package dev.millrace.sidecar.cluster;

import org.jspecify.annotations.NullMarked;
