package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.StatePaths;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.JobParameters;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.state.CarryOver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** From the submission of the new job until it has proven itself. */
final class StartSteps {
  private static final int SUBMISSIONS = 3;

  private final Context context;
  private final Machine machine;
  private final JobControl jobs;
  private final Outside outside;

  /**
   * The submission that this process has written down and not begun yet: nobody can know its job.
   */
  private Optional<Integer> notBegun = Optional.empty();

  /** The submission whose tasks this process has seen running: nobody has asked for its proof. */
  private Optional<Integer> notAsked = Optional.empty();

  StartSteps(Context context, Machine machine) {
    this.context = requireNonNull(context, "context");
    this.machine = requireNonNull(machine, "machine");
    this.jobs = context.jobs();
    this.outside = context.outside();
  }

  /** The old job is gone. */
  Operation begin(Operation operation) {
    if (operation.spec().isEmpty()) {
      return machine.commit(operation, Optional.empty(), "Stopped");
    }
    Optional<String> restorePath =
        operation.kind() == Operation.Kind.FRESH ? Optional.empty() : operation.restorePath();
    return machine.enterSubmit(
        operation, restorePath, restorePath.map(path -> "From " + path).orElse("Without state"));
  }

  /**
   * The savepoint as the new job can take it: operators of an adopted job have UIDs of ours in it,
   * what nobody wants is left out, what changes its form has it. The savepoint itself stays as it
   * is: it is the way back.
   */
  private String prepared(Operation operation, Attempt attempt, String path) {
    boolean forward = operation.toAttempt().equals(Optional.of(attempt.number()));
    JobSpec spec = context.spec(attempt);
    Optional<JobSpec> flinksIds =
        context
            .from(operation)
            .map(context::spec)
            .filter(before -> before.hasFlinksIds() && !spec.hasFlinksIds());
    CarryOver carryOver = carryOver(operation, forward, path);
    if (flinksIds.isEmpty() && carryOver.isNone()) {
      return path;
    }
    StateTools state = context.connector().state();
    StateSnapshot snapshot = outside.read(() -> state.read(path));
    Map<String, String> uids =
        flinksIds.map(before -> ours(state, before, snapshot)).orElseGet(LinkedHashMap::new);
    StateTools.Rewrite carried = carryOver.in(snapshot.named(uids), spec.plan(), spec.options());
    uids.keySet().removeAll(carried.dropped());
    StateTools.Rewrite rewrite = carried.with(uids, carried.dropped());
    return rewrite.isEmpty()
        ? path
        : outside.change(
            operation,
            "rewrite savepoint",
            () ->
                state.rewrite(
                    path, "_metadata-" + operation.id() + (forward ? "" : "-back"), rewrite),
            rewritten -> rewritten);
  }

  /**
   * What is done to a savepoint. One of a drained job has seen the end of time: its windows would
   * take every row for late. So whatever starts from it, the way back too, takes its positions
   * alone.
   */
  private CarryOver carryOver(Operation operation, boolean forward, String path) {
    boolean drained =
        context.ledger().savepoints(operation.deployment()).stream()
            .anyMatch(
                savepoint ->
                    savepoint.origin() == Savepoint.Origin.DRAIN
                        && StatePaths.same(savepoint.path(), path));
    if (drained) {
      return CarryOver.onlySources(CarryOver.Extent.DRAINED_SOURCES);
    }
    return forward ? operation.carryOver() : CarryOver.NONE;
  }

  /** UIDs of ours by the ids that Flink gave the operators of a savepoint. */
  private Map<String, String> ours(StateTools state, JobSpec before, StateSnapshot snapshot) {
    Map<String, String> ours = new LinkedHashMap<>();
    outside
        .read(() -> state.operators(before.plan(), before.options()))
        .forEach(
            vertex ->
                vertex
                    .operators()
                    .forEach(
                        operator ->
                            operator.uid().ifPresent(uid -> ours.put(operator.ownId(), uid))));
    ours.keySet().retainAll(snapshot.operators().stream().map(StateSnapshot.Operator::id).toList());
    return ours;
  }

  /** The submission of this operation was written down just now. */
  void writtenDown(Operation operation) {
    notBegun = operation.toAttempt();
  }

  /** Submits, and waits until all tasks run. */
  Operation submit(Operation operation) {
    Attempt attempt = context.to(operation);
    Gate.Verdict verdict = start(operation, attempt);
    return switch (verdict) {
      case Gate.Verdict.Passed passed -> {
        notAsked = Optional.of(attempt.number());
        yield machine.enter(
            operation,
            DeployState.RUNNING_RESTORED,
            passed.detail(),
            change -> change.runningAt(context.clock().instant()));
      }
      case Gate.Verdict.Failed failed -> rollBack(operation, failed.cause());
      case Gate.Verdict.Gone gone -> rollBack(operation, "The cluster lost the job");
      case Gate.Verdict.Waiting waiting ->
          throw new IllegalStateException("the gate waits by itself");
    };
  }

  /** Waits for the proof. */
  Operation prove(Operation operation) {
    Attempt attempt = context.to(operation);
    boolean maybeAsked = !notAsked.equals(Optional.of(attempt.number()));
    Gate.Verdict gate =
        context.gate().awaitProof(operation, attempt, context.spec(attempt), maybeAsked);
    // A drained job has committed all there was when it stopped; nobody is to do it again.
    boolean drained =
        attempt
            .restorePath()
            .map(path -> carryOver(operation, true, path).extent())
            .filter(extent -> extent == CarryOver.Extent.DRAINED_SOURCES)
            .isPresent();
    Gate.Verdict verdict = drained ? gate : new CommitProof(context).of(attempt, gate);
    return switch (verdict) {
      case Gate.Verdict.Passed passed -> {
        if (passed.weak()) {
          machine.passedWeakly();
        }
        seeCheckpoint(attempt);
        yield machine.enter(operation, DeployState.GATE_PASSED, passed.detail());
      }
      case Gate.Verdict.Failed failed -> rollBack(operation, failed.cause());
      case Gate.Verdict.Gone gone -> rollBack(operation, "The cluster lost the job");
      case Gate.Verdict.Waiting waiting ->
          throw new IllegalStateException("the gate waits by itself");
    };
  }

  /** Makes it the deployment's job. */
  Operation commit(Operation operation) {
    Attempt attempt = context.to(operation);
    context.from(operation).ifPresent(context.notes()::wentOn);
    return machine.commit(operation, Optional.of(attempt), "Job " + attempt.job());
  }

  /**
   * Brings a submission to run: submits it unless the cluster has it, and waits for its tasks. May
   * be repeated.
   */
  Gate.Verdict start(Operation operation, Attempt wanted) {
    Attempt attempt = wanted;
    for (int number = 0; number < SUBMISSIONS; number++) {
      try {
        attempt = submitted(operation, attempt);
      } catch (MillraceException e) {
        return new Gate.Verdict.Failed(e.problem().message());
      }
      Gate.Verdict verdict = context.gate().awaitRunning(attempt);
      if (!(verdict instanceof Gate.Verdict.Gone)) {
        return verdict;
      }
    }
    return new Gate.Verdict.Gone();
  }

  /** Keeps the newest checkpoint as a way back. */
  void seeCheckpoint(Attempt attempt) {
    outside
        .read(() -> jobs.checkpoints(attempt.job()))
        .flatMap(report -> report.latestCheckpoint().or(report::latestSavepoint))
        .ifPresent(
            checkpoint ->
                context.ledger().sawCheckpoint(attempt.deployment(), attempt.number(), checkpoint));
  }

  private Operation rollBack(Operation operation, String cause) {
    return machine.enter(
        operation, DeployState.ROLLING_BACK, cause, change -> change.cause(context.clean(cause)));
  }

  private Attempt submitted(Operation operation, Attempt attempt) {
    if (notBegun.equals(Optional.of(attempt.number()))) {
      notBegun = Optional.empty();
      return submitted(
          operation,
          attempt,
          attempt.restorePath(),
          attempt.restorePath().map(path -> prepared(operation, attempt, path)),
          capabilities());
    }
    if (outside.read(() -> jobs.job(attempt.job())).isPresent()) {
      return attempt;
    }
    Capabilities capabilities = capabilities();
    if (!capabilities.ownJobIds()) {
      Optional<JobId> earlier = submittedUnseen(attempt, context.spec(attempt));
      if (earlier.isPresent()) {
        return known(attempt, earlier.get());
      }
    }
    // A job that ran and was lost with its cluster before we looked has newer state than the path
    // it was first given.
    Optional<String> own =
        outside
            .read(() -> jobs.newestRetainedCheckpoint(attempt.job()))
            .map(CheckpointReport.Snapshot::path);
    Optional<String> startFrom =
        own.or(() -> attempt.restorePath().map(path -> prepared(operation, attempt, path)));
    return submitted(operation, attempt, own.or(attempt::restorePath), startFrom, capabilities);
  }

  private Capabilities capabilities() {
    return outside.read(context.connector()::capabilities);
  }

  /**
   * @param restorePath to be remembered with the attempt
   * @param startFrom the same, or what it was changed to
   */
  private Attempt submitted(
      Operation operation,
      Attempt attempt,
      Optional<String> restorePath,
      Optional<String> startFrom,
      Capabilities capabilities) {
    JobId job =
        outside.change(
            operation,
            "submit",
            () ->
                jobs.submit(
                    submission(operation, attempt, startFrom, capabilities), context.bindings()),
            JobId::hex);
    return known(
        restorePath.equals(attempt.restorePath())
            ? attempt
            : new Attempt(
                attempt.deployment(),
                attempt.number(),
                attempt.spec(),
                attempt.job(),
                restorePath,
                attempt.checkpoint(),
                attempt.hadCheckpoint(),
                attempt.state(),
                attempt.startedAt()),
        job);
  }

  /**
   * Where the cluster chooses ids, a job submitted just before we were cut off is found by name.
   */
  private Optional<JobId> submittedUnseen(Attempt attempt, JobSpec spec) {
    return outside.read(jobs::jobs).stream()
        .filter(job -> job.name().equals(spec.jobName()) && !job.state().isTerminal())
        .filter(job -> !job.startTime().isBefore(attempt.startedAt().minusSeconds(1)))
        .map(JobStatus::id)
        .findFirst();
  }

  private Attempt known(Attempt attempt, JobId job) {
    if (attempt.job().equals(job)) {
      return attempt;
    }
    context.ledger().jobIs(attempt.deployment(), attempt.number(), job);
    return context.ledger().attempt(attempt.deployment(), attempt.number());
  }

  private Submission submission(
      Operation operation,
      Attempt attempt,
      Optional<String> restorePath,
      Capabilities capabilities) {
    JobSpec spec = context.spec(attempt);
    Map<String, String> settings = new LinkedHashMap<>(spec.options());
    boolean rollback = operation.rollbackAttempt().equals(Optional.of(attempt.number()));
    if (operation.dropUnclaimed() && !rollback && restorePath.isPresent()) {
      // The plan has named what is given up, and sources that are still read keep their UIDs.
      settings.put("execution.state-recovery.ignore-unclaimed-state", "true");
    }
    Map<String, String> parameters =
        JobParameters.of(
            context.project(),
            context.target(),
            context.model(),
            attempt,
            spec,
            context.ledger().id());
    return switch (capabilities.submitPath()) {
      case COMPILED_PLAN ->
          new Submission.CompiledPlan(
              attempt.job(), spec.jobName(), spec.plan(), settings, parameters, restorePath);
      case PLAIN_INSERT ->
          new Submission.PlainInsert(
              attempt.job(),
              spec.jobName(),
              spec.setup(),
              spec.inserts(),
              settings,
              parameters,
              restorePath);
    };
  }
}
