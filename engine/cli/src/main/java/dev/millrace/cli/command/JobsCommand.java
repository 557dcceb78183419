package dev.millrace.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.deploy.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Lists the jobs of this project and target. */
@Command(
    name = "jobs",
    description = "List the jobs of this target: state, tasks, newest checkpoint.",
    mixinStandardHelpOptions = true)
final class JobsCommand extends EngineCommand {
  JobsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    List<DeploymentStatus> statuses = engine.statuses();
    if (statuses.isEmpty()) {
      console.progress("Nothing is deployed on this target; `millrace run` deploys it");
    } else {
      Instant now = Instant.now();
      console.text(
          Tables.of(
              List.of("model", "state", "tasks", "runs for", "checkpoint", "job id"),
              statuses.stream().map(status -> row(status, now)).toList()));
    }
    console.json(Map.of("jobs", statuses.stream().map(Json::of).toList()));
    return 0;
  }

  private static List<@Nullable Object> row(DeploymentStatus status, Instant now) {
    return java.util.Arrays.asList(
        DeployProgress.name(status.model()),
        status.state(),
        status.observed().map(JobsCommand::tasks).orElse(null),
        status.runsSince().map(since -> ago(Duration.between(since, now))).orElse(null),
        status
            .checkpoints()
            .flatMap(report -> report.latestCompleted())
            .map(snapshot -> ago(Duration.between(snapshot.time(), now)) + " ago")
            .orElse(null),
        status.job().map(JobId::hex).orElse(null));
  }

  private static String tasks(JobStatus job) {
    return job.tasksToRun() == 0 ? "" : job.tasksRunning() + "/" + job.tasksToRun();
  }

  static String ago(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }

  /** A job for scripts. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Json(
      @JsonProperty("unique_id") String uniqueId,
      List<String> models,
      String relation,
      @JsonProperty("job_name") String jobName,
      @JsonProperty("job_id") @Nullable String jobId,
      boolean wanted,
      String state,
      @JsonProperty("tasks_running") @Nullable Integer tasksRunning,
      @JsonProperty("tasks_finished") @Nullable Integer tasksFinished,
      @JsonProperty("tasks_total") @Nullable Integer tasksTotal,
      @JsonProperty("started_at") @Nullable Instant startedAt,
      @JsonProperty("last_checkpoint") @Nullable Instant lastCheckpoint,
      @JsonProperty("restored_from") @Nullable String restoredFrom,
      @JsonProperty("unfinished") @Nullable String unfinished,
      String verdict) {
    static Json of(DeploymentStatus status) {
      return new Json(
          status.model(),
          status.models(),
          status.relation().toString(),
          status.jobName(),
          status.job().map(JobId::hex).orElse(null),
          status.wanted(),
          status.state(),
          status.observed().map(JobStatus::tasksRunning).orElse(null),
          status.observed().map(JobStatus::tasksFinished).orElse(null),
          status.observed().map(JobStatus::tasksTotal).orElse(null),
          status.observed().map(JobStatus::startTime).orElse(null),
          status
              .checkpoints()
              .flatMap(report -> report.latestCompleted())
              .map(snapshot -> snapshot.time())
              .orElse(null),
          status
              .checkpoints()
              .flatMap(report -> report.restored())
              .map(snapshot -> snapshot.path())
              .orElse(null),
          status.unfinished().map(state -> state.name().toLowerCase(Locale.ROOT)).orElse(null),
          status.verdict());
    }
  }
}
