package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.connect.TriggerId;
import dev.millrace.engine.connect.TriggerStatus;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.CarryOver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From the intent until the old job is gone and its state is in our hands. */
final class StopSteps {
  static final List<String> LOST_STATE =
      List.of(
          "Find its savepoint or checkpoint and restart the cluster's storage, then run the command"
              + " again",
          "Give the state up: `millrace run --full-refresh --select <model>`");

  /** A state up to this size is written and read in any form in seconds. */
  private static final long SMALL = 256L << 20;

  /**
   * What Flink says of a checkpoint when the job has just failed or is about to run again; see its
   * {@code CheckpointFailureReason}. A job that reads a bad record over and over runs for moments.
   */
  private static final List<String> BETWEEN_TWO_LIVES =
      List.of(
          "Not all required tasks are currently running",
          "Checkpoint was declined (tasks not ready)",
          "Checkpoint Coordinator is suspending",
          "FailoverRegion is restarting",
          "Task has failed");

  private final Context context;
  private final Machine machine;
  private final JobControl jobs;
  private final Outside outside;

  StopSteps(Context context, Machine machine) {
    this.context = requireNonNull(context, "context");
    this.machine = requireNonNull(machine, "machine");
    this.jobs = context.jobs();
    this.outside = context.outside();
  }

  /** Looks at what must be right before anything is touched. */
  Operation precheck(Operation operation) {
    if (operation.spec().isEmpty()) {
      return machine.enter(operation, DeployState.PRECHECKED, "Nothing to check");
    }
    JobSpec spec = context.ledger().spec(operation.spec().get()).spec();
    try {
      Optional<String> renewed = renewedTopic(operation, spec);
      if (renewed.isPresent()) {
        return machine.blocked(
            operation,
            "The topic "
                + renewed.get()
                + " is not the one this job has read: its positions would be wrong for it",
            List.of(
                "Bring the old topic back",
                "Give the state up: `millrace run --full-refresh --select "
                    + context.model()
                    + "`"));
      }
      Optional<String> obstacle = new RestoreCheck(context).obstacle(operation, spec);
      if (obstacle.isPresent()) {
        return machine.blocked(
            operation,
            "It cannot go on from its state: " + obstacle.get(),
            List.of(
                "See what the plan says: `millrace plan --select " + context.model() + "`",
                "Give the state up: `millrace run --full-refresh --select "
                    + context.model()
                    + "`"));
      }
      if (!spec.ownTopics().isEmpty()) {
        outside.change(
            operation,
            "ensure topics",
            () -> context.connector().topics().ensure(spec.ownTopics(), context.bindings()),
            Map::toString);
      }
    } catch (MillraceException e) {
      return machine.rolledBack(
          operation, Optional.empty(), e.problem().describe(), "Nothing has been touched");
    }
    return machine.enter(operation, DeployState.PRECHECKED, "Ready");
  }

  /** Decides how the job that is there comes to its end. */
  Operation begin(Operation operation) {
    Optional<Attempt> from = context.from(operation);
    if (from.isEmpty()) {
      return machine.enterSubmit(operation, Optional.empty(), "There is no job yet");
    }
    Optional<JobStatus> old = outside.read(() -> jobs.job(from.get().job()));
    boolean alive = old.filter(job -> !job.state().isTerminal()).isPresent();
    return switch (operation.kind()) {
      case UPGRADE, REWIND, FRESH, STOP, CANCEL ->
          alive
              ? machine.enter(
                  operation,
                  DeployState.STOP_REQUESTED,
                  "Stopping job " + from.get().job(),
                  change -> change.stopRequestedAt(context.clock().instant()))
              : gone(operation, from.get(), "No job runs");
      case RESTART ->
          alive
              ? machine.rolledBack(
                  operation,
                  Optional.empty(),
                  "Its job " + from.get().job() + " runs after all",
                  "Nothing has been touched")
              : gone(operation, from.get(), "No job runs");
      case CREATE -> throw new IllegalStateException("a first deployment has no job before it");
    };
  }

  /** Neither another state backend nor we can read what this one writes natively. */
  private SavepointFormat format(Operation operation, Attempt from) {
    JobSpec old = context.spec(from);
    if (operation.carryOver().changesForms()
        || (operation.kind() == Operation.Kind.STOP && isSmall(from))) {
      return SavepointFormat.CANONICAL;
    }
    if (operation.carryOver().extent() != CarryOver.Extent.ALL) {
      // Positions are the same in every backend's savepoint, and nothing else goes on.
      return SavepointFormat.NATIVE;
    }
    return operation
            .spec()
            .map(number -> context.ledger().spec(number).spec())
            .filter(next -> next.hasOtherBackendThan(old))
            .isPresent()
        ? SavepointFormat.CANONICAL
        : SavepointFormat.NATIVE;
  }

  /**
   * Whether the state of a job that only stops is written in the one form that can be changed: its
   * query may be edited before it goes on. Much state would take long to write and to read again.
   */
  private boolean isSmall(Attempt from) {
    return !context.spec(from).keepsStateAsynchronously()
        && outside
            .read(() -> jobs.checkpoints(from.job()))
            .flatMap(CheckpointReport::latestCheckpoint)
            .filter(checkpoint -> checkpoint.sizeBytes() <= SMALL)
            .isPresent();
  }

  /** Asks for the savepoint, once, and waits for it. */
  Operation awaitSavepoint(Operation operation) {
    Attempt from = context.from(operation).orElseThrow();
    boolean wanted = operation.kind() != Operation.Kind.CANCEL;
    int attempt = 1;
    Instant deadline = outside.deadline(context.settings().savepointTimeout());
    boolean asked = false;
    String ended = "The job ended without a savepoint";
    Optional<Instant> answerBy = Optional.empty();
    Optional<Instant> recoveredBy = Optional.empty();
    Instant begun = outside.deadline(Duration.ZERO);
    while (true) {
      Optional<JobStatus> status = outside.read(() -> jobs.job(from.job()));
      boolean alive = status.filter(job -> !job.state().isTerminal()).isPresent();
      if (!alive && answerBy.isEmpty()) {
        answerBy = Optional.of(outside.deadline(context.settings().startTimeout()));
      }
      TriggerId trigger = stopTrigger(operation, from, attempt);
      TriggerStatus savepoint =
          wanted
              ? outside.read(() -> jobs.savepointStatus(from.job(), trigger))
              : new TriggerStatus.Unknown();
      switch (savepoint) {
        case TriggerStatus.Completed done -> {
          return confirmed(operation, from, done.location());
        }
        case TriggerStatus.InProgress running -> {
          // The job ends a moment before the answer with the path is there. Giving up now would go
          // on from an older savepoint, or from none.
          if (!alive && answerBy.filter(time -> !outside.isPast(time)).isPresent()) {
            outside.pauseBriefly(begun);
            continue;
          }
        }
        case TriggerStatus.Failed failed -> {
          if (alive && BETWEEN_TWO_LIVES.stream().anyMatch(failed.cause()::contains)) {
            // Flink forgets nothing of a trigger, a refusal neither: another try has another id.
            if (recoveredBy.isEmpty()) {
              recoveredBy = Optional.of(outside.deadline(context.settings().startTimeout()));
            }
            if (!outside.isPast(recoveredBy.get())) {
              outside.pause();
              attempt++;
              asked = false;
              continue;
            }
          }
          if (alive && operation.kind() != Operation.Kind.FRESH) {
            return machine.rolledBack(
                operation,
                Optional.empty(),
                "The savepoint failed: " + failed.cause(),
                "The old job runs on");
          }
          if (alive) {
            asked = cancel(operation, from, asked);
          } else {
            ended += " (" + failed.cause() + ")";
          }
        }
        case TriggerStatus.Unknown unknown -> {
          if (alive
              && wanted
              && isFailing(status)
              && (drains(operation) || losesState(operation, from))) {
            // It is between two lives. Its state can be had only from a savepoint, and a savepoint
            // only from a job that runs; nor can another be drained.
            if (recoveredBy.isEmpty()) {
              recoveredBy = Optional.of(outside.deadline(context.settings().startTimeout()));
            }
            if (outside.isPast(recoveredBy.get())) {
              return machine.rolledBack(
                  operation,
                  Optional.empty(),
                  "The job restarts again and again, so "
                      + (drains(operation)
                          ? "it cannot be drained"
                          : "no savepoint of it can be taken, and its newest checkpoint cannot be"
                              + " found from here"),
                  "The old job is as it was");
            }
            // This wait has a deadline of its own; nothing has been asked for yet.
            outside.pause();
            continue;
          } else if (alive && (!wanted || isFailing(status))) {
            // A job that fails cannot take a savepoint; its last checkpoint is its newest state.
            asked = cancel(operation, from, asked);
          } else if (alive && !asked) {
            asked = true;
            try {
              stop(operation, from, trigger);
            } catch (MillraceException e) {
              return machine.rolledBack(
                  operation,
                  Optional.empty(),
                  "The job cannot be stopped: " + e.problem().message(),
                  "The old job runs on");
            }
          }
        }
      }
      if (!alive) {
        Optional<String> unseen =
            wanted
                ? context
                    .states()
                    .savepointSince(from, operation.stopRequestedAt().orElse(Instant.EPOCH))
                : Optional.empty();
        return unseen.isPresent()
            ? confirmed(operation, from, unseen.get())
            : gone(operation, from, ended);
      }
      if (outside.isPast(deadline)) {
        throw Unfinished.waiting(
            "The savepoint of job " + from.job() + " is not complete yet; it goes on by itself");
      }
      outside.pauseBriefly(begun);
    }
  }

  private void stop(Operation operation, Attempt from, TriggerId trigger) {
    SavepointFormat format = format(operation, from);
    Optional<String> directory = context.settings().savepointDirectory();
    if (drains(operation)) {
      outside.change(
          operation,
          "drain with savepoint",
          () -> jobs.drain(from.job(), trigger, format, directory));
    } else {
      outside.change(
          operation,
          "stop with savepoint",
          () -> jobs.stopWithSavepoint(from.job(), trigger, format, directory));
    }
  }

  /** Whether all that waits for event time comes out before the job stops. */
  private static boolean drains(Operation operation) {
    return operation.carryOver().extent() == CarryOver.Extent.DRAINED_SOURCES;
  }

  /** Old and new job must never overlap. */
  Operation awaitEnd(Operation operation) {
    Attempt from = context.from(operation).orElseThrow();
    Instant deadline = outside.deadline(context.settings().startTimeout());
    Instant begun = outside.deadline(Duration.ZERO);
    while (true) {
      Optional<JobStatus> status = outside.read(() -> jobs.job(from.job()));
      if (status.filter(job -> !job.state().isTerminal()).isEmpty()) {
        return machine.enter(
            operation,
            DeployState.OLD_JOB_GONE,
            "Job " + from.job() + " has ended",
            change -> change.restorePath(operation.chosenPath().or(operation::savepointPath)));
      }
      if (outside.isPast(deadline)) {
        return machine.rolledBack(
            operation,
            Optional.empty(),
            "The old job ran on after its savepoint",
            "The old job runs on");
      }
      outside.pauseBriefly(begun);
    }
  }

  private Operation confirmed(Operation operation, Attempt from, String path) {
    Savepoint savepoint =
        new Savepoint(
            path,
            operation.deployment(),
            from.number(),
            origin(operation),
            0,
            context.clock().instant());
    context.ledger().addSavepoint(savepoint);
    if (operation.kind() == Operation.Kind.STOP) {
      noteTopics(from, path);
      context.notes().keep(savepoint);
    }
    return machine.enter(
        operation,
        DeployState.SAVEPOINT_CONFIRMED,
        "Savepoint " + path,
        change -> change.savepointPath(path));
  }

  /** Nobody waits for a job that only stops, so there is time to ask which topics it has read. */
  private void noteTopics(Attempt from, String path) {
    try {
      context.ledger().topicsAtEnd(path, context.topicIds(from));
    } catch (MillraceException e) {
      if (e.problem().code() != ProblemCode.TOPIC_FAILED) {
        throw e;
      }
      // Then nobody can tell later, and nothing is promised that would need it.
    }
  }

  private static Savepoint.Origin origin(Operation operation) {
    if (drains(operation)) {
      return Savepoint.Origin.DRAIN;
    }
    return operation.kind() == Operation.Kind.STOP
        ? Savepoint.Origin.STOP
        : Savepoint.Origin.UPGRADE;
  }

  /** There is no job: what it left behind decides. */
  private Operation gone(Operation operation, Attempt from, String why) {
    if (operation.spec().isEmpty() || operation.kind() == Operation.Kind.FRESH) {
      return machine.enter(operation, DeployState.OLD_JOB_GONE, why);
    }
    if (drains(operation)) {
      // Going on from what it left would give up what the plan has promised to emit.
      return machine.blocked(
          operation,
          why + ", so what waits for event time in it cannot be emitted",
          List.of(
              "Bring the old job back: take the change back and run it without --choose",
              "Go on without it: `millrace run --select "
                  + context.model()
                  + " --choose "
                  + context.model().substring(context.model().lastIndexOf('.') + 1)
                  + "=positions`"));
    }
    if (operation.chosenPath().isPresent()) {
      // What it left behind is not gone on from, but is the way back.
      Optional<String> left =
          context.states().newestOf(from) instanceof StateFinder.Found.State state
              ? Optional.of(state.path())
              : Optional.empty();
      return machine.enter(
          operation,
          DeployState.OLD_JOB_GONE,
          why + "; going on from what was chosen, " + operation.chosenPath().get(),
          change -> {
            left.ifPresent(change::savepointPath);
            return change.restorePath(operation.chosenPath());
          });
    }
    return switch (context.states().newestOf(from)) {
      case StateFinder.Found.State state ->
          machine.enter(
              operation,
              DeployState.OLD_JOB_GONE,
              why + "; going on from " + state.origin() + ", " + state.path(),
              change -> change.restorePath(Optional.of(state.path())));
      case StateFinder.Found.NeverHadAny none ->
          machine.enter(
              operation,
              DeployState.OLD_JOB_GONE,
              why + "; it never completed a checkpoint, so it starts without state");
      case StateFinder.Found.Lost lost ->
          machine.blocked(
              operation,
              why + ", and neither a checkpoint nor a savepoint of it can be found",
              LOST_STATE);
    };
  }

  /** The first try keeps the id it always had; later ones are found again by the next process. */
  private static TriggerId stopTrigger(Operation operation, Attempt from, int attempt) {
    return attempt == 1
        ? TriggerId.derive(operation.id(), from.job().hex(), "stop")
        : TriggerId.derive(operation.id(), from.job().hex(), "stop", Integer.toString(attempt));
  }

  /** Whether cancelling the job now would leave its successor without the state it has. */
  private boolean losesState(Operation operation, Attempt from) {
    return operation.spec().isPresent()
        && operation.kind() != Operation.Kind.FRESH
        && context.states().newestOf(from) instanceof StateFinder.Found.Lost;
  }

  private boolean cancel(Operation operation, Attempt from, boolean asked) {
    if (!asked) {
      outside.change(operation, "cancel", () -> jobs.cancel(from.job()));
    }
    return true;
  }

  private static boolean isFailing(Optional<JobStatus> status) {
    return status
        .map(JobStatus::state)
        .filter(state -> state == JobState.RESTARTING || state == JobState.FAILING)
        .isPresent();
  }

  /** A topic whose id is not the one the state was made with, and that is still to be read on. */
  private Optional<String> renewedTopic(Operation operation, JobSpec spec) {
    Map<String, String> before = context.topicIdsBefore(operation);
    List<Topic> read =
        spec.readTopics().stream().filter(topic -> before.containsKey(topic.name())).toList();
    if (!operation.kind().keepsState() || read.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> now =
        outside.read(() -> context.connector().topics().ids(read, context.bindings()));
    Set<String> forgotten = operation.carryOver().forgottenTopics();
    return read.stream()
        .map(Topic::name)
        .filter(name -> !before.getOrDefault(name, "").equals(now.getOrDefault(name, "")))
        .filter(name -> !forgotten.contains(name) || mayHaveBeenRead(operation, name, before))
        .findFirst();
  }

  /**
   * Whether the job may have come to the topic of today by itself, so that what is read of it from
   * its first record would be read twice. It has not where the old one was still there when the job
   * had stopped.
   */
  private boolean mayHaveBeenRead(Operation operation, String topic, Map<String, String> before) {
    return new RestoreCheck(context)
        .path(operation)
        .map(path -> context.ledger().topicsAtEnd(path).get(topic))
        .filter(id -> id.equals(before.get(topic)))
        .isEmpty();
  }
}
