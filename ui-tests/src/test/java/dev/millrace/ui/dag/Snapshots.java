package dev.millrace.ui.dag;

import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.JobHealth;
import dev.millrace.app.watch.ModelStatus;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.observe.Lag;
import dev.millrace.engine.observe.ModelLag;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Snapshots of a cluster on which every streaming table of a project has a job. */
public final class Snapshots {
  private static final List<JobState> STATES =
      List.of(
          JobState.RUNNING,
          JobState.RUNNING,
          JobState.RUNNING,
          JobState.RESTARTING,
          JobState.RUNNING,
          JobState.FAILED);

  private Snapshots() {}

  /** States go round among the models; lags and rates differ with each number. */
  public static ClusterSnapshot of(Project project, int number) {
    Map<String, ModelStatus> models = new LinkedHashMap<>();
    int count = 0;
    for (Node node : project.nodes().values()) {
      if (node.materialization().dbtName().equals("streaming_table")) {
        JobState state = STATES.get(count % STATES.size());
        models.put(node.uniqueId(), status(node, state, count, number));
        count++;
      }
    }
    return new ClusterSnapshot(
        new ClusterState.Answers(), project.target().name(), models, Instant.now());
  }

  /** Every streaming table runs and none has a watermark. */
  public static ClusterSnapshot withoutWatermarks(Project project) {
    Map<String, ModelStatus> models = new LinkedHashMap<>();
    of(project, 1)
        .models()
        .forEach(
            (model, status) ->
                status
                    .lag()
                    .ifPresent(
                        lag ->
                            models.put(
                                model,
                                new ModelStatus(
                                    status.health(),
                                    status.deployment(),
                                    Optional.of(withoutWatermark(lag))))));
    return new ClusterSnapshot(
        new ClusterState.Answers(), project.target().name(), models, Instant.EPOCH);
  }

  private static ModelLag withoutWatermark(ModelLag lag) {
    return new ModelLag(
        lag.model(),
        lag.job(),
        new Lag.NoWatermarkYet(),
        lag.sampledAt(),
        lag.recordsInPerSecond(),
        lag.recordsOutPerSecond(),
        lag.pendingRecords(),
        List.of(),
        "rows come in but carry no watermark: the input declares none");
  }

  private static ModelStatus status(Node node, JobState state, int count, int number) {
    JobId job = JobId.derive(node.uniqueId(), "1");
    Instant since = Instant.parse("2026-11-20T08:00:00Z");
    boolean runs = state == JobState.RUNNING;
    DeploymentStatus deployment =
        new DeploymentStatus(
            node.uniqueId(),
            List.of(node.uniqueId()),
            node.name(),
            new RelationName("default_catalog", "default_database", node.name()),
            node.name(),
            true,
            Optional.of(job),
            Optional.of(
                new JobStatus(job, node.name(), state, since, 2, runs ? 2 : 1, 0, 0, Map.of())),
            Optional.empty(),
            Optional.empty(),
            Optional.of(since),
            Optional.empty(),
            state.name());
    Duration lag = Duration.ofMillis(900 + 700L * count + 100L * number);
    ModelLag measured =
        new ModelLag(
            node.uniqueId(),
            job,
            new Lag.Behind(since, lag),
            Optional.of(since),
            OptionalDouble.of(12.5 + count * 37 + number),
            OptionalDouble.of(10 + count * 31 + number),
            OptionalLong.of(0),
            List.of(),
            "rows are late when the source reads them");
    return new ModelStatus(
        JobHealth.of(deployment, true),
        deployment,
        runs ? Optional.of(measured) : Optional.empty());
  }
}
