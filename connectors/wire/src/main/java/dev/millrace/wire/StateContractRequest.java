package dev.millrace.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ask which state a plan wants: {@link Wire#STATE_CONTRACT}.
 *
 * @param plan plan JSON with placeholders; no table of it is touched
 * @param settings Flink options of planner, graph and job
 * @param against checkpoint or savepoint that it is to be compared with; null for none
 * @param flinkVersion of the cluster that wrote {@code against}; null when it is not known
 */
public record StateContractRequest(
    String plan,
    Map<String, String> settings,
    @Nullable String against,
    @Nullable String flinkVersion) {}
