package dev.millrace.connector.flink.jobmanager;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.rest.CauseChain;
import dev.millrace.connector.flink.rest.Pauses;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobFailures;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.MetricSample;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.connect.TriggerId;
import dev.millrace.engine.connect.TriggerStatus;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Jobs through the JobManager. Thread-safe. */
public final class JobManagerJobs implements JobControl {
  private static final Duration DISPOSAL = Duration.ofMinutes(2);

  private static final int METRIC_ATTEMPTS = 15;
  private static final Duration METRIC_PAUSE = Duration.ofMillis(200);

  private final JobManagerClient client;
  private final TaskMetrics metrics;
  private final BiFunction<Submission, Bindings, JobId> submitter;
  private final Function<JobId, Optional<CheckpointReport.Snapshot>> storage;
  private final Optional<String> savepointFolder;

  /** A job's parameters are fixed at submit, and asking for them is one call per job. */
  private final Map<JobId, Map<String, String>> parameters = new ConcurrentHashMap<>();

  /**
   * @param submitter see {@link #submit}
   * @param storage reads the newest snapshot of a job from its folder; see {@link
   *     #newestRetainedCheckpoint}
   * @param savepointFolder where savepoints go that name no folder of their own; empty for the
   *     cluster's default
   */
  public JobManagerJobs(
      JobManagerClient client,
      BiFunction<Submission, Bindings, JobId> submitter,
      Function<JobId, Optional<CheckpointReport.Snapshot>> storage,
      Optional<String> savepointFolder) {
    this.client = requireNonNull(client, "client");
    this.metrics = new TaskMetrics(client, Clock.systemUTC());
    this.submitter = requireNonNull(submitter, "submitter");
    this.storage = requireNonNull(storage, "storage");
    this.savepointFolder = requireNonNull(savepointFolder, "savepointFolder");
  }

  @Override
  public List<JobStatus> jobs() {
    List<JobStatus> jobs = listed(this::parametersOf);
    parameters.keySet().retainAll(jobs.stream().map(JobStatus::id).collect(Collectors.toSet()));
    return jobs;
  }

  @Override
  public List<JobStatus> overview() {
    return listed(id -> Map.of());
  }

  private List<JobStatus> listed(Function<JobId, Map<String, String>> parametersOf) {
    List<JobStatus> jobs = new ArrayList<>();
    for (JsonNode job : client.jobs()) {
      JobId id = new JobId(job.path("jid").asText());
      JsonNode tasks = job.path("tasks");
      jobs.add(
          status(
              id,
              job,
              tasks.path("total").asInt(),
              tasks.path("running").asInt(),
              tasks.path("finished").asInt(),
              tasks.path("deploying").asInt() + tasks.path("initializing").asInt(),
              parametersOf.apply(id)));
    }
    return jobs;
  }

  @Override
  public Optional<JobStatus> job(JobId id) {
    return client
        .job(id, "")
        .map(
            job -> {
              int total = 0;
              int running = 0;
              int finished = 0;
              int starting = 0;
              for (JsonNode vertex : job.path("vertices")) {
                total += vertex.path("parallelism").asInt();
                JsonNode tasks = vertex.path("tasks");
                running += tasks.path("RUNNING").asInt();
                finished += tasks.path("FINISHED").asInt();
                starting += tasks.path("DEPLOYING").asInt() + tasks.path("INITIALIZING").asInt();
              }
              return status(id, job, total, running, finished, starting, parametersOf(id));
            });
  }

  @Override
  public JobId submit(Submission submission, Bindings bindings) {
    return submitter.apply(submission, bindings);
  }

  @Override
  public void stopWithSavepoint(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    client.stop(id, trigger, format, targetDirectory.or(() -> savepointFolder), false);
  }

  @Override
  public void drain(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    client.stop(id, trigger, format, targetDirectory.or(() -> savepointFolder), true);
  }

  @Override
  public Optional<String> savepointFolder() {
    return savepointFolder.or(
        () ->
            client
                .setting("execution.checkpointing.savepoint-dir")
                .or(() -> client.setting("state.savepoints.dir")));
  }

  @Override
  public TriggerStatus savepointStatus(JobId id, TriggerId trigger) {
    return client
        .triggered(id, "savepoints", trigger)
        .map(answer -> TriggerAnswers.read(answer, "location"))
        .orElseGet(TriggerStatus.Unknown::new);
  }

  @Override
  public void triggerSavepoint(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    client.savepoint(id, trigger, format, targetDirectory.or(() -> savepointFolder));
  }

  @Override
  public List<Vertex> vertices(JobId id) {
    List<Vertex> vertices = new ArrayList<>();
    client
        .job(id, "/plan")
        .ifPresent(
            plan ->
                plan.path("plan")
                    .path("nodes")
                    .forEach(
                        node ->
                            vertices.add(
                                new Vertex(
                                    node.path("id").asText(), node.path("description").asText()))));
    return vertices;
  }

  @Override
  public List<String> writtenTables(JobId id) {
    return client.job(id, "/plan").map(WrittenTables::in).orElse(List.of());
  }

  @Override
  public void deleteSavepoint(String path) {
    String request = client.dispose(path);
    Instant until = Instant.now().plus(DISPOSAL);
    while (Instant.now().isBefore(until)) {
      JsonNode answer = client.disposal(request).orElseThrow(() -> notDeleted(path, "unknown"));
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode failure = answer.path("operation").path("failure-cause");
        String cause =
            failure.isMissingNode() || failure.isNull()
                ? ""
                : CauseChain.of(failure.path("stack-trace").asText()).rootCause();
        // Somebody else has deleted it.
        if (cause.isEmpty() || cause.contains("Cannot find")) {
          return;
        }
        throw notDeleted(path, cause);
      }
      pause();
    }
    throw notDeleted(path, "the cluster does not come to an end with it");
  }

  private static MillraceException notDeleted(String path, String why) {
    return new MillraceException(
        Problem.error(
            ProblemCode.SAVEPOINT_FAILED, "The savepoint " + path + " cannot be deleted: " + why));
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("it was cut off");
    }
  }

  @Override
  public void triggerCheckpoint(JobId id, TriggerId trigger) {
    client.checkpoint(id, trigger);
  }

  @Override
  public TriggerStatus checkpointStatus(JobId id, TriggerId trigger) {
    return client
        .triggered(id, "checkpoints", trigger)
        .map(answer -> TriggerAnswers.read(answer, "checkpointId"))
        .orElseGet(TriggerStatus.Unknown::new);
  }

  @Override
  public void cancel(JobId id) {
    client.cancel(id);
  }

  /** May be some seconds old: the JobManager caches it, 3 s unless configured otherwise. */
  @Override
  public Optional<CheckpointReport> checkpoints(JobId id) {
    return client.job(id, "/checkpoints").map(CheckpointStatistics::read);
  }

  @Override
  public JobFailures failures(JobId id) {
    List<String> causes =
        client.job(id, "/exceptions").map(ExceptionHistory::read).orElseGet(List::of);
    // Nothing is restarted without a cause in the history, and asking for one metric makes the
    // JobManager collect those of all jobs.
    return new JobFailures(causes.isEmpty() ? 0 : restarts(id), causes);
  }

  @Override
  public Optional<CheckpointReport.Snapshot> newestRetainedCheckpoint(JobId id) {
    return storage.apply(id);
  }

  /** Of the tasks that run now: Flink counts from zero again when a task is restarted. */
  @Override
  public OptionalLong recordsRead(JobId id) {
    for (int attempt = 0; attempt < METRIC_ATTEMPTS; attempt++) {
      List<MetricSample> samples =
          metrics.poll(id, Set.of("numRecordsIn", "numRecordsOut")).stream()
              .filter(sample -> sample.operator().filter(JobManagerJobs::isSource).isPresent())
              .toList();
      if (!samples.isEmpty()) {
        return OptionalLong.of(SourceRecords.total(samples));
      }
      if (job(id).map(JobStatus::state).filter(JobState.RUNNING::equals).isEmpty()) {
        return OptionalLong.empty();
      }
      // The JobManager begins to collect when it is first asked.
      Pauses.sleep(METRIC_PAUSE);
    }
    return OptionalLong.empty();
  }

  private static boolean isSource(String operator) {
    return operator.startsWith("Source__");
  }

  private long restarts(JobId id) {
    // The first answer is empty: the JobManager begins to collect when it is asked.
    for (JsonNode metric : client.metrics("/jobs/" + id + "/metrics?get=numRestarts")) {
      if (metric.path("id").asText().equals("numRestarts")) {
        return metric.path("value").asLong();
      }
    }
    return 0;
  }

  private static JobStatus status(
      JobId id,
      JsonNode job,
      int tasksTotal,
      int tasksRunning,
      int tasksFinished,
      int tasksStarting,
      Map<String, String> parameters) {
    return new JobStatus(
        id,
        job.path("name").asText(),
        JobState.valueOf(job.path("state").asText()),
        Instant.ofEpochMilli(Math.max(0, job.path("start-time").asLong())),
        tasksTotal,
        tasksRunning,
        tasksFinished,
        tasksStarting,
        parameters);
  }

  private Map<String, String> parametersOf(JobId id) {
    Map<String, String> known = parameters.get(id);
    if (known == null) {
      Optional<JsonNode> config =
          client.job(id, "/config").map(node -> node.path("execution-config"));
      if (config.isEmpty() || config.get().isMissingNode()) {
        // A job that is still initialising has none yet.
        return Map.of();
      }
      Map<String, String> read = new LinkedHashMap<>();
      config
          .get()
          .path("user-config")
          .properties()
          .forEach(entry -> read.put(entry.getKey(), entry.getValue().asText()));
      known = Map.copyOf(read);
      parameters.put(id, known);
    }
    return known;
  }
}
