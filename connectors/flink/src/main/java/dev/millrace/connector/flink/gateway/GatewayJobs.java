package dev.millrace.connector.flink.gateway;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobFailures;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.connect.TriggerId;
import dev.millrace.engine.connect.TriggerStatus;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Jobs where only the gateway can be reached, by SQL.
 *
 * <p>What SQL does not tell is not made up: tasks are 0 of 0, parameters and checkpoint statistics
 * are empty, a failure has no cause but that only the JobManager knows it.
 */
public final class GatewayJobs implements JobControl, JobEnds, AutoCloseable {
  private final GatewayClient client;
  private final BiFunction<Submission, Bindings, JobId> submitter;
  private final StopRequests stops;
  private final Lane lane;

  /**
   * @param stops remembers what was asked of the gateway, also for the next process
   * @param submitter see {@link #submit}
   */
  public GatewayJobs(
      GatewayClient client, StopRequests stops, BiFunction<Submission, Bindings, JobId> submitter) {
    this.client = requireNonNull(client, "client");
    this.stops = requireNonNull(stops, "stops");
    this.submitter = requireNonNull(submitter, "submitter");
    this.lane = new Lane(client, Map.of(), List.of(), new Redaction(Bindings.NONE));
  }

  @Override
  public List<JobStatus> jobs() {
    List<JobStatus> jobs = new ArrayList<>();
    for (Row row : rows("SHOW JOBS")) {
      List<?> values = row.values();
      jobs.add(
          new JobStatus(
              new JobId(String.valueOf(values.get(0))),
              String.valueOf(values.get(1)),
              JobState.valueOf(String.valueOf(values.get(2))),
              values.get(3) instanceof Instant start ? start : Instant.EPOCH,
              0,
              0,
              0,
              0,
              Map.of()));
    }
    return jobs;
  }

  @Override
  public Optional<JobStatus> job(JobId id) {
    return jobs().stream().filter(job -> job.id().equals(id)).findFirst();
  }

  @Override
  public boolean hasEnded(JobId id) {
    return job(id).map(job -> job.state().isTerminal()).orElse(true);
  }

  @Override
  public Tasks tasks(JobId id) {
    return hasEnded(id) ? Tasks.STARTED : Tasks.UNTOLD;
  }

  @Override
  public JobId submit(Submission submission, Bindings bindings) {
    return submitter.apply(submission, bindings);
  }

  /** Writes a canonical savepoint whatever is asked for: SQL offers no choice of format. */
  @Override
  public void stopWithSavepoint(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    if (stops.find(trigger).isPresent() || hasEnded(id)) {
      return;
    }
    Lane own =
        new Lane(
            client,
            StopRequests.settings(targetDirectory),
            List.of(),
            new Redaction(Bindings.NONE));
    try {
      stops.remember(trigger, own.start("STOP JOB '" + id + "' WITH SAVEPOINT"));
    } catch (StatementException e) {
      throw lane.problem(e);
    }
  }

  @Override
  public void drain(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    throw notSupported("drain a job");
  }

  @Override
  public TriggerStatus savepointStatus(JobId id, TriggerId trigger) {
    Optional<Operation> asked = stops.find(trigger);
    if (asked.isEmpty()) {
      return new TriggerStatus.Unknown();
    }
    try {
      OperationStatus status = client.status(asked.get());
      if (!status.isTerminal()) {
        client.heartbeat(asked.get().session());
        return new TriggerStatus.InProgress();
      }
      return new TriggerStatus.Completed(firstValue(client.fetch(asked.get(), 0)));
    } catch (StatementException e) {
      return new TriggerStatus.Failed(e.causes().rootCause());
    } catch (SessionLostException e) {
      return new TriggerStatus.Unknown();
    }
  }

  @Override
  public void triggerSavepoint(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    throw notSupported("take a savepoint while the job runs on");
  }

  @Override
  public void deleteSavepoint(String path) {
    throw notSupported("delete a savepoint");
  }

  @Override
  public void triggerCheckpoint(JobId id, TriggerId trigger) {
    throw notSupported("ask for a checkpoint");
  }

  @Override
  public TriggerStatus checkpointStatus(JobId id, TriggerId trigger) {
    return new TriggerStatus.Unknown();
  }

  @Override
  public void cancel(JobId id) {
    if (hasEnded(id)) {
      return;
    }
    try {
      client.close(lane.run("STOP JOB '" + id + "'", Map.of()));
    } catch (StatementException e) {
      if (!hasEnded(id)) {
        throw lane.problem(e);
      }
    } catch (SessionLostException e) {
      throw lane.lostMidway();
    }
  }

  @Override
  public Optional<CheckpointReport> checkpoints(JobId id) {
    return Optional.empty();
  }

  @Override
  public JobFailures failures(JobId id) {
    boolean failing =
        job(id)
            .map(JobStatus::state)
            .filter(
                state ->
                    state == JobState.FAILED
                        || state == JobState.FAILING
                        || state == JobState.RESTARTING)
            .isPresent();
    return new JobFailures(
        0,
        failing
            ? List.of("The cause is known to the JobManager alone, whose URL is not in the profile")
            : List.of());
  }

  @Override
  public Optional<CheckpointReport.Snapshot> newestRetainedCheckpoint(JobId id) {
    return Optional.empty();
  }

  @Override
  public void close() {
    lane.close();
  }

  private List<Row> rows(String statement) {
    try {
      return read(statement);
    } catch (SessionLostException e) {
      return read(statement);
    }
  }

  private List<Row> read(String statement) {
    try {
      Operation operation = lane.run(statement, Map.of());
      List<Row> rows = new ArrayList<>();
      Optional<Long> token = Optional.of(0L);
      while (token.isPresent()) {
        ResultPage page = client.fetch(operation, token.get());
        rows.addAll(page.rows());
        token = page.next();
      }
      client.close(operation);
      return rows;
    } catch (StatementException e) {
      throw lane.problem(e);
    }
  }

  private static String firstValue(ResultPage page) {
    return page.rows().stream()
        .map(row -> row.values().getFirst())
        .filter(Objects::nonNull)
        .map(Object::toString)
        .findFirst()
        .orElse("");
  }

  private static MillraceException notSupported(String what) {
    return new MillraceException(
        Problem.error(ProblemCode.NOT_SUPPORTED, "A SQL Gateway alone cannot " + what)
            .remedy("Add `jobmanager: http://...` to the target's profile"));
  }
}
