package dev.millrace.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Start a plan from a savepoint without its tables, and see whether Flink hands the state over:
 * {@link Wire#STATE_REHEARSAL}.
 *
 * @param path of a metadata file that holds nothing of sources and sinks
 * @param flinkVersion of the cluster that wrote it; null when it is not known
 * @param plan plan JSON with operator UIDs; placeholders stay as they are
 * @param settings Flink options of the job
 */
public record StateRehearsalRequest(
    String path, @Nullable String flinkVersion, String plan, Map<String, String> settings) {}
