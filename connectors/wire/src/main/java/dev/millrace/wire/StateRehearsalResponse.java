package dev.millrace.wire;

import org.jspecify.annotations.Nullable;

/**
 * How it went.
 *
 * @param failure why Flink would not start the job, in its words; null when all tasks ran
 * @param millis until they did, or until it failed
 */
public record StateRehearsalResponse(@Nullable String failure, long millis) {}
