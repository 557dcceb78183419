/**
 * The sidecar's control port: planner, unit tests, submit, topics and collected metrics.
 *
 * <p>May depend on {@code rest}, {@code types} and {@code local} of this connector, on no other.
 */
@NullMarked
package dev.millrace.connector.flink.sidecar;

import org.jspecify.annotations.NullMarked;
