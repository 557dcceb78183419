package dev.millrace.wire;

import org.jspecify.annotations.Nullable;

/**
 * Count the entries of one operator: {@link Wire#STATE_COUNT}.
 *
 * @param path as in {@link StateRequest}
 * @param operatorId 32 hexadecimal digits
 */
public record StateCountRequest(String path, @Nullable String flinkVersion, String operatorId) {}
