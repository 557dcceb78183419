package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.Submission.CompiledPlan;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.wire.SubmitRequest;
import dev.millrace.wire.SubmitResponse;
import dev.millrace.wire.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Submits compiled plans through the sidecar, to its own cluster or to a remote one. */
public final class SidecarSubmitter {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final SidecarClient client;
  private final Optional<URI> jobManager;

  /**
   * @param jobManager the remote JobManager; empty for the sidecar's own
   */
  public SidecarSubmitter(SidecarClient client, Optional<URI> jobManager) {
    this.client = requireNonNull(client, "client");
    this.jobManager = requireNonNull(jobManager, "jobManager");
  }

  /** See {@link dev.millrace.engine.connect.JobControl#submit}. */
  public JobId submit(CompiledPlan submission, Bindings bindings) {
    List<String> texts = new ArrayList<>(submission.settings().values());
    texts.add(submission.plan());
    SubmitRequest request =
        new SubmitRequest(
            submission.plan(),
            WireMapping.bindings(bindings, texts),
            submission.jobId().hex(),
            submission.jobName(),
            submission.settings(),
            submission.parameters(),
            jobManager.map(URI::toString).orElse(null),
            submission.restoreFrom().orElse(null));
    try {
      return new JobId(client.call(Wire.SUBMIT, request, SubmitResponse.class, TIMEOUT).jobId());
    } catch (MillraceException e) {
      // What has a remedy is about the sidecar itself; what the sidecar could not reach has none.
      throw jobManager.isPresent()
              && e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE
              && e.problem().remedy().isEmpty()
          ? unreachable(jobManager.get(), e)
          : e;
    }
  }

  private static MillraceException unreachable(URI jobManager, MillraceException e) {
    return new MillraceException(
        Problem.error(
                ProblemCode.CLUSTER_UNREACHABLE,
                "The JobManager at "
                    + jobManager
                    + " does not answer when a job is submitted: "
                    + e.problem().message())
            .remedy("Check that it runs and that this machine may reach it"),
        e);
  }
}
