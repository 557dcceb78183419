package dev.millrace.connector.flink.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.gateway.GatewaySubmitter;
import dev.millrace.connector.flink.sidecar.SidecarSubmitter;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.connect.Submission.CompiledPlan;
import dev.millrace.engine.connect.Submission.PlainInsert;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends each kind of submission the way it goes, with the target's own settings added. */
final class Submissions {
  static final String CHECKPOINT_FOLDER = "execution.checkpointing.dir";

  private final Optional<SidecarSubmitter> sidecar;
  private final Optional<GatewaySubmitter> gateway;
  private final Optional<String> checkpointStorage;
  private final Consumer<CompiledPlan> first;

  /**
   * @param first what is done before a plan is submitted
   */
  Submissions(
      Optional<SidecarSubmitter> sidecar,
      Optional<GatewaySubmitter> gateway,
      Optional<String> checkpointStorage,
      Consumer<CompiledPlan> first) {
    this.sidecar = requireNonNull(sidecar, "sidecar");
    this.gateway = requireNonNull(gateway, "gateway");
    this.checkpointStorage = requireNonNull(checkpointStorage, "checkpointStorage");
    this.first = requireNonNull(first, "first");
  }

  /** See {@link dev.millrace.engine.connect.JobControl#submit}. */
  JobId submit(Submission submission, Bindings bindings) {
    return switch (submission) {
      case CompiledPlan plan -> {
        CompiledPlan whole = withStorage(plan);
        first.accept(whole);
        yield sidecar
            .orElseThrow(() -> missing("A compiled plan", "jobmanager"))
            .submit(whole, bindings);
      }
      case PlainInsert insert ->
          gateway
              .orElseThrow(() -> missing("An INSERT", "gateway"))
              .submit(withStorage(insert), bindings);
    };
  }

  private CompiledPlan withStorage(CompiledPlan plan) {
    return new CompiledPlan(
        plan.jobId(),
        plan.jobName(),
        plan.plan(),
        withStorage(plan.settings()),
        plan.parameters(),
        plan.restoreFrom());
  }

  private PlainInsert withStorage(PlainInsert insert) {
    return new PlainInsert(
        insert.jobId(),
        insert.jobName(),
        insert.setup(),
        insert.inserts(),
        withStorage(insert.settings()),
        insert.parameters(),
        insert.restoreFrom());
  }

  private Map<String, String> withStorage(Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    checkpointStorage.ifPresent(folder -> all.put(CHECKPOINT_FOLDER, folder));
    all.putAll(settings);
    return all;
  }

  private static MillraceException missing(String what, String key) {
    return new MillraceException(
        Problem.error(
                ProblemCode.NOT_SUPPORTED,
                what + " cannot be submitted: the profile has no `" + key + "`")
            .remedy("Add `" + key + ": http://...` to the target's profile"));
  }
}
