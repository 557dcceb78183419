package dev.millrace.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Submit a compiled plan: {@link Wire#SUBMIT}.
 *
 * @param plan plan JSON with placeholders
 * @param bindings values by placeholder key ({@code secret:NAME}, {@code local:NAME}); kept in
 *     memory only
 * @param jobId 32 hexadecimal digits
 * @param settings Flink options of planner, graph and job
 * @param parameters global job parameters
 * @param jobManager base URL of the JobManager; null for the sidecar's own
 * @param restoreFrom checkpoint or savepoint; null to start without state
 */
public record SubmitRequest(
    String plan,
    Map<String, String> bindings,
    String jobId,
    String jobName,
    Map<String, String> settings,
    Map<String, String> parameters,
    @Nullable String jobManager,
    @Nullable String restoreFrom) {
  /** Without the values of the bindings. */
  @Override
  public String toString() {
    return "SubmitRequest[" + jobId + ", " + jobName + "]";
  }
}
