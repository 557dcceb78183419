/**
 * The whole of Millrace against real Flink and real Kafka, as a user would call it.
 *
 * <p>{@code story} holds what users do, {@code remote} clusters that are not ours, {@code local}
 * the processes of the local cluster.
 */
@NullMarked
package dev.millrace.it;

import org.jspecify.annotations.NullMarked;
