package dev.millrace.connector.flink.gateway;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.rest.CauseChain;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.Submission.PlainInsert;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Starts jobs by an INSERT through the gateway, in a session of its own each.
 *
 * <p>Everything that concerns the job goes with the statement and never into the session: a restore
 * path that is SET there would be applied to the next INSERT too.
 */
public final class GatewaySubmitter {
  private static final String JOB_ID = "$internal.pipeline.job-id";

  /** On a cluster without a free slot the one row does not come. */
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

  private static final Duration PROBE_PAGE = Duration.ofSeconds(1);

  private final GatewayClient client;
  private final Predicate<JobId> known;
  private final UnaryOperator<String> located;

  /**
   * @param known whether the cluster knows a job of this id
   * @param located a statement with its jars named by the places where they lie
   */
  public GatewaySubmitter(
      GatewayClient client, Predicate<JobId> known, UnaryOperator<String> located) {
    this.client = requireNonNull(client, "client");
    this.known = requireNonNull(known, "known");
    this.located = requireNonNull(located, "located");
  }

  /**
   * Submits and returns when the cluster has initialised the job.
   *
   * @return the id the job has: the one asked for, unless the gateway takes no ids
   * @throws MillraceException SQL_INVALID, RESTORE_FAILED, CLUSTER_REFUSED or CLUSTER_UNREACHABLE
   */
  public JobId submit(PlainInsert submission, Bindings bindings) {
    if (known.test(submission.jobId())) {
      return submission.jobId();
    }
    Redaction redaction = new Redaction(bindings);
    Lane lane =
        new Lane(client, Map.of(), submission.setup().stream().map(located).toList(), redaction);
    try {
      lane.open();
      Operation operation = lane.run(submission.statement(), settings(submission, redaction));
      return startedJob(client.fetch(operation, 0)).orElse(submission.jobId());
    } catch (StatementException e) {
      if (isDuplicate(e.causes())) {
        return submission.jobId();
      }
      throw refused(submission, e.causes(), redaction);
    } catch (SessionLostException e) {
      if (known.test(submission.jobId())) {
        return submission.jobId();
      }
      throw lane.lostMidway();
    } finally {
      lane.close();
    }
  }

  /**
   * Whether the gateway lets us choose the id of a job: runs a query of one row under an id of ours
   * and looks which id it got.
   *
   * <p>It is read to its end and not cancelled: see {@link CancelGuard}.
   */
  public boolean takesJobIds(JobId probe, JobEnds jobs) {
    Lane lane = new Lane(client, Map.of(), List.of(), new Redaction(Bindings.NONE));
    try {
      Map<String, String> settings = Map.of(JOB_ID, probe.hex(), "pipeline.name", "millrace probe");
      try (GatewayQuery query =
          new GatewayQuery(client, lane, jobs, () -> lane.run("SELECT 1", settings))) {
        Instant deadline = Instant.now().plus(PROBE_LIMIT);
        boolean ended = false;
        while (!ended && Instant.now().isBefore(deadline)) {
          ended = query.next(PROBE_PAGE).last();
        }
        return query.job().filter(probe::equals).isPresent();
      }
    } catch (StatementException | SessionLostException e) {
      return false;
    } catch (MillraceException e) {
      // The query itself was refused; that nobody answers is told.
      if (e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE) {
        throw e;
      }
      return false;
    } finally {
      lane.close();
    }
  }

  private static Optional<JobId> startedJob(ResultPage page) {
    return page.job();
  }

  private static Map<String, String> settings(PlainInsert submission, Redaction redaction) {
    Map<String, String> settings = new LinkedHashMap<>();
    submission
        .settings()
        .forEach((key, value) -> settings.put(key, redaction.resolveSetting(value)));
    settings.put("pipeline.name", submission.jobName());
    settings.put(JOB_ID, submission.jobId().hex());
    // The statement is done when the job has started, not when it ends.
    settings.put("table.dml-sync", "false");
    if (!submission.parameters().isEmpty()) {
      settings.put("pipeline.global-job-parameters", JobParameters.text(submission.parameters()));
    }
    submission
        .restoreFrom()
        .ifPresent(
            path -> {
              settings.put("execution.state-recovery.path", path);
              settings.put("execution.state-recovery.claim-mode", "NO_CLAIM");
            });
    return settings;
  }

  /** The cluster knows the job: the answer to an earlier submission was lost. */
  private static boolean isDuplicate(CauseChain causes) {
    return causes.hasType(
            "DuplicateJobSubmissionException", "DuplicateApplicationSubmissionException")
        || causes.mentions("has already been submitted");
  }

  private static MillraceException refused(
      PlainInsert submission, CauseChain causes, Redaction redaction) {
    String why = redaction.redact(causes.rootCauseWithPosition());
    if (causes.isRestoreFailure()) {
      return new MillraceException(
          Problem.error(
              ProblemCode.RESTORE_FAILED,
              submission.jobName()
                  + " does not start from "
                  + submission.restoreFrom().orElse("its state")
                  + ": "
                  + why));
    }
    if (causes.isSqlInvalid()) {
      return new MillraceException(
          Problem.error(ProblemCode.SQL_INVALID, submission.jobName() + ": " + why));
    }
    return new MillraceException(
        Problem.error(
            ProblemCode.CLUSTER_REFUSED,
            "The cluster did not take the job " + submission.jobName() + ": " + why));
  }
}
