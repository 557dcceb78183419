package dev.millrace.wire;

import org.jspecify.annotations.Nullable;

/**
 * Read a checkpoint or savepoint: {@link Wire#STATE}.
 *
 * @param path its folder or its metadata file, as Flink names it
 * @param flinkVersion of the cluster that wrote it; null when it is not known
 * @param files whether every file that it refers to is to be looked up
 */
public record StateRequest(String path, @Nullable String flinkVersion, boolean files) {}
