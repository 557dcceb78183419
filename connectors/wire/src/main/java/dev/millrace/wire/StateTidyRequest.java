package dev.millrace.wire;

import org.jspecify.annotations.Nullable;

/**
 * Delete what rewriting has left beside a savepoint: {@link Wire#STATE_TIDY}.
 *
 * @param path folder of the savepoint
 * @param flinkVersion of the cluster that wrote it; null when it is not known
 */
public record StateTidyRequest(String path, @Nullable String flinkVersion) {}
