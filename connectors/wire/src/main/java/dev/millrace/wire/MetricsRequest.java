package dev.millrace.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Read collected metrics: {@link Wire#METRICS}.
 *
 * @param jobs job ids; empty for all
 * @param metrics names without scope; empty for all
 * @param sinceMillis epoch milliseconds; null for the newest sample of each series
 */
public record MetricsRequest(List<String> jobs, List<String> metrics, @Nullable Long sinceMillis) {}
