package dev.millrace.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.cli.output.ProblemText;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.ModelReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The answer of commands that deploy, stop or bring back jobs. */
record DeployAnswer(boolean succeeded, List<Model> models) {
  static DeployAnswer of(List<DeployReport> reports) {
    return new DeployAnswer(
        reports.stream().allMatch(DeployReport::succeeded),
        reports.stream().flatMap(report -> report.models().stream()).map(Model::of).toList());
  }

  /** How it ended for one job. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Model(
      @JsonProperty("unique_id") String uniqueId,
      List<String> models,
      String operation,
      String outcome,
      String message,
      @JsonProperty("job_id") @Nullable String jobId,
      @JsonProperty("restored_from") @Nullable String restoredFrom,
      @Nullable String savepoint,
      @JsonProperty("downtime_ms") @Nullable Long downtimeMillis,
      @JsonProperty("took_ms") long tookMillis,
      @JsonProperty("weak_gate") boolean weakGate,
      ProblemText.@Nullable Json problem,
      @JsonProperty("ways_out") List<String> waysOut) {
    static Model of(ModelReport report) {
      return new Model(
          report.model(),
          report.models(),
          report.operation(),
          report.outcome().name().toLowerCase(Locale.ROOT),
          report.message(),
          report.job().map(JobId::hex).orElse(null),
          report.restoredFrom().orElse(null),
          report.savepoint().orElse(null),
          report.downtime().map(Duration::toMillis).orElse(null),
          report.took().toMillis(),
          report.weakGate(),
          report.problem().map(ProblemText.Json::of).orElse(null),
          report.waysOut());
    }
  }
}
