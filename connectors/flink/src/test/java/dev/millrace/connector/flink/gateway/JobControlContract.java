package dev.millrace.connector.flink.gateway;

import static dev.millrace.connector.flink.gateway.ContractStatements.CREATE_NOWHERE;
import static dev.millrace.connector.flink.gateway.ContractStatements.CREATE_NUMBERS;
import static dev.millrace.connector.flink.gateway.ContractStatements.INSERT_NUMBERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.connector.flink.jobmanager.JobManagerClient;
import dev.millrace.connector.flink.jobmanager.JobManagerJobs;
import dev.millrace.connector.flink.rest.HttpTransport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.connect.Submission.PlainInsert;
import dev.millrace.engine.connect.TriggerId;
import dev.millrace.engine.connect.TriggerStatus;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What job control does everywhere: through the JobManager and through a gateway alone. */
public abstract class JobControlContract {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpTransport transport = new HttpTransport();
  private @TempDir Path folder = Path.of("");
  private @Nullable JobControl jobs;

  protected abstract FlinkUnderTest flink();

  /** Whether jobs are controlled through the JobManager, or through the gateway alone. */
  protected abstract boolean throughJobManager();

  @BeforeEach
  void wire() {
    jobs = throughJobManager() ? throughTheJobManager() : throughTheGateway();
  }

  @AfterEach
  void closeConnections() {
    transport.close();
  }

  protected final JobControl jobs() {
    return required(jobs);
  }

  @Test
  void aJobRunsUnderOurIdAndIsStartedOnce() {
    Submission submission = numbers(Optional.empty());

    assertThat(jobs().submit(submission, Bindings.NONE)).isEqualTo(submission.jobId());
    await(() -> isRunning(submission.jobId()));
    assertThat(jobs().submit(submission, Bindings.NONE)).isEqualTo(submission.jobId());

    assertThat(jobs().jobs())
        .filteredOn(job -> job.name().equals(submission.jobName()))
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.id()).isEqualTo(submission.jobId());
              if (throughJobManager()) {
                assertThat(job.parameters()).containsAllEntriesOf(submission.parameters());
              }
            });
    jobs().cancel(submission.jobId());
  }

  @Test
  void aCancelledJobEndsAndMayBeCancelledAgain() {
    Submission submission = numbers(Optional.empty());
    jobs().submit(submission, Bindings.NONE);

    jobs().cancel(submission.jobId());
    await(() -> state(submission.jobId()) == JobState.CANCELED);

    jobs().cancel(submission.jobId());
    assertThat(state(submission.jobId())).isEqualTo(JobState.CANCELED);
  }

  @Test
  void aStopTellsWhereItsSavepointIs() {
    Submission submission = numbers(Optional.empty());
    jobs().submit(submission, Bindings.NONE);
    await(() -> isRunning(submission.jobId()));
    TriggerId trigger = TriggerId.derive(submission.jobId().hex(), "stop");
    String target = flink().folder() + "/stopped";

    jobs()
        .stopWithSavepoint(
            submission.jobId(), trigger, SavepointFormat.CANONICAL, Optional.of(target));
    jobs()
        .stopWithSavepoint(
            submission.jobId(), trigger, SavepointFormat.CANONICAL, Optional.of(target));

    await(
        () ->
            !(jobs().savepointStatus(submission.jobId(), trigger)
                instanceof TriggerStatus.InProgress));
    assertThat(jobs().savepointStatus(submission.jobId(), trigger))
        .isInstanceOfSatisfying(
            TriggerStatus.Completed.class,
            done -> assertThat(done.location()).contains("/stopped/savepoint-"));
    await(() -> state(submission.jobId()) == JobState.FINISHED);
  }

  @Test
  void aJobDoesNotStartFromStateThatIsNotThere() {
    Submission submission = numbers(Optional.of(flink().folder() + "/no-such-savepoint"));

    assertThatThrownBy(() -> jobs().submit(submission, Bindings.NONE))
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure -> assertThat(failure.problem().code()).isEqualTo(ProblemCode.RESTORE_FAILED));
  }

  @Test
  void anUnknownJobAndAnUnknownRequestAreNoErrors() {
    JobId unknown = JobId.derive(UUID.randomUUID().toString());

    assertThat(jobs().job(unknown)).isEmpty();
    assertThat(jobs().savepointStatus(unknown, TriggerId.derive("never")))
        .isInstanceOf(TriggerStatus.Unknown.class);
    assertThat(jobs().checkpoints(unknown)).isEmpty();
    assertThat(jobs().failures(unknown).causes()).isEmpty();
    jobs().cancel(unknown);
  }

  /** A job of endless numbers with parameters that are hard to quote. */
  private static Submission numbers(Optional<String> restoreFrom) {
    JobId id = JobId.derive(UUID.randomUUID().toString());
    return new PlainInsert(
        id,
        "numbers-" + id,
        List.of(CREATE_NUMBERS, CREATE_NOWHERE),
        List.of(INSERT_NUMBERS),
        Map.of("execution.checkpointing.interval", "1 h"),
        Map.of("millrace.project", "shop", "millrace.model", "it's: a, \"b\""),
        restoreFrom);
  }

  /** Asks the JobManager in any case, for a gateway does not know of tasks. */
  protected final boolean isRunning(JobId id) {
    return throughTheJobManager().job(id).filter(JobStatus::allTasksRunning).isPresent();
  }

  protected final @Nullable JobState state(JobId id) {
    return jobs().job(id).map(job -> job.state()).orElse(null);
  }

  protected static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("it did not happen within " + LIMIT);
      }
      Thread.onSpinWait();
    }
  }

  private JobControl throughTheJobManager() {
    return new JobManagerJobs(
        new JobManagerClient(flink().jobManager(transport)),
        this::submit,
        id -> Optional.empty(),
        Optional.empty());
  }

  private JobControl throughTheGateway() {
    return new GatewayJobs(
        new GatewayClient(flink().gateway(transport)), new StopRequests(folder), this::submit);
  }

  private JobId submit(Submission submission, Bindings bindings) {
    return new GatewaySubmitter(
            new GatewayClient(flink().gateway(transport)),
            id -> jobs().job(id).isPresent(),
            UnaryOperator.identity())
        .submit((PlainInsert) submission, bindings);
  }

  private static JobControl required(@Nullable JobControl control) {
    if (control == null) {
      throw new IllegalStateException("not wired yet");
    }
    return control;
  }
}
