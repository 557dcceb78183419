package dev.millrace.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the demonstration found, for scripts.
 *
 * @param firstRowSeconds from the start of the command to the first live row
 * @param lag milliseconds by model; null where a model has no watermark
 * @param allStopped whether no process of the demonstration is left
 */
record DemoAnswer(
    int models,
    @JsonProperty("jobs_running") long jobsRunning,
    @JsonProperty("unit_tests_passed") long unitTestsPassed,
    @JsonProperty("first_row_seconds") double firstRowSeconds,
    Map<String, @Nullable Long> lag,
    Upgrade upgrade,
    @JsonProperty("all_stopped") boolean allStopped,
    @JsonProperty("total_seconds") double totalSeconds) {
  /**
   * The upgrade of one running model.
   *
   * @param recordsReadSinceSavepoint orders the new job has read; a job that had started over would
   *     have read all
   */
  record Upgrade(
      String model,
      @Nullable String savepoint,
      @JsonProperty("restored_from_savepoint") boolean restoredFromSavepoint,
      @JsonProperty("records_read_since_savepoint") long recordsReadSinceSavepoint,
      @JsonProperty("totals_equal_uninterrupted") boolean totalsEqualUninterrupted,
      @JsonProperty("downtime_ms") @Nullable Long downtimeMillis) {}
}
