/**
 * Makes, finds and deletes the topics behind tables, on whatever broker a table names.
 *
 * <p>May depend on {@code bindings} and {@code control}; not on Flink, which brings a Kafka client
 * of its own under other names.
 */
@NullMarked
package dev.millrace.sidecar.topics;

import org.jspecify.annotations.NullMarked;
