/**
 * The ports through which the engine reaches a place that runs SQL. A connector implements them and
 * is found by {@link java.util.ServiceLoader}.
 *
 * <p>May depend on {@code problem} and {@code trust} only; nothing here knows HTTP, Flink or Kafka.
 */
@NullMarked
package dev.millrace.engine.connect;

import org.jspecify.annotations.NullMarked;
