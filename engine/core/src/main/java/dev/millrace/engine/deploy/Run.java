package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.DeploymentLock;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Carries out several operations under one lock: in dependency order, some at the same time. */
final class Run {
  private static final String NOT_BEGUN = "Left as it is, since the run was cut off before";

  private final Connector connector;
  private final Ledger ledger;
  private final Supplier<Bindings> secrets;
  private final DeployerSettings settings;
  private final Clock clock;
  private final Events events;
  private final DeploymentLock lock;
  private final String project;
  private final String target;
  private volatile boolean cutOff;

  Run(
      Connector connector,
      Ledger ledger,
      Supplier<Bindings> secrets,
      DeployerSettings settings,
      Clock clock,
      Events events,
      DeploymentLock lock) {
    this.connector = requireNonNull(connector, "connector");
    this.ledger = requireNonNull(ledger, "ledger");
    this.secrets = requireNonNull(secrets, "secrets");
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
    this.events = requireNonNull(events, "events");
    this.lock = requireNonNull(lock, "lock");
    this.project = ledger.project();
    this.target = ledger.target();
  }

  /**
   * One job's work.
   *
   * @param models unique ids of the models whose tables it fills
   * @param upstream ids, as {@code model}, of those whose failure holds this one up
   * @param intent makes the operation in a ledger that refuses it once the lock is another's, or
   *     takes up one that was left unfinished
   */
  record Task(
      String model,
      List<String> models,
      List<String> upstream,
      Function<Ledger, Operation> intent,
      Optional<ModelReport> done) {
    Task {
      requireNonNull(model, "model");
      models = List.copyOf(models);
      upstream = List.copyOf(upstream);
      requireNonNull(intent, "intent");
      requireNonNull(done, "done");
    }

    /** What waits for no other. */
    static Task of(Deployment deployment, Function<Ledger, Operation> intent) {
      return new Task(deployment.model(), deployment.models(), List.of(), intent, Optional.empty());
    }

    /** Nothing has to be done for it. */
    static Task done(ModelReport report) {
      return new Task(
          report.model(),
          report.models(),
          List.of(),
          held -> {
            throw new IllegalStateException("there is nothing to do");
          },
          Optional.of(report));
    }
  }

  /**
   * Runs the tasks, which come in dependency order.
   *
   * @param threads how many work at the same time; one whose job only has to prove itself is not
   *     counted, since it is the cluster that works
   */
  List<ModelReport> all(List<Task> tasks, int threads) {
    Semaphore slots = new Semaphore(threads);
    long work = tasks.stream().filter(task -> task.done().isEmpty()).count();
    JobLook look =
        new JobLook(
            connector.jobs(),
            work > 1,
            settings.pollInterval(),
            () -> slots.availablePermits() < threads,
            clock);
    Map<String, CompletableFuture<ModelReport>> running = new LinkedHashMap<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Task task : tasks) {
        List<CompletableFuture<ModelReport>> before = new ArrayList<>();
        for (String parent : task.upstream()) {
          CompletableFuture<ModelReport> future = running.get(parent);
          if (future != null) {
            before.add(future);
          }
        }
        running.put(
            task.model(),
            CompletableFuture.supplyAsync(
                () -> afterUpstream(task, before, slots, look), executor));
      }
      cutOffWhenInterrupted(running.values(), executor);
      return running.values().stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      // Errors, such as a full heap, are the process's own affair and end the run.
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /**
   * Waits until all have ended. Whoever interrupts the waiting thread cuts off what runs, which
   * stays in the ledger as it is, and keeps the rest from being begun.
   */
  private void cutOffWhenInterrupted(
      Collection<CompletableFuture<ModelReport>> running, ExecutorService executor) {
    try {
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).get();
    } catch (InterruptedException e) {
      cutOff = true;
      List<Runnable> unused = executor.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // Whoever asks for that model's report is told.
      return;
    }
  }

  private ModelReport afterUpstream(
      Task task, List<CompletableFuture<ModelReport>> upstream, Semaphore slots, JobLook look) {
    List<String> failed =
        upstream.stream()
            .map(CompletableFuture::join)
            .filter(report -> !report.outcome().isSuccess())
            .map(ModelReport::model)
            .toList();
    if (!failed.isEmpty()) {
      return finished(left(task, "Left as it is, since " + String.join(", ", failed) + " failed"));
    }
    if (task.done().isPresent()) {
      return finished(task.done().get());
    }
    slots.acquireUninterruptibly();
    AtomicBoolean held = new AtomicBoolean(true);
    Runnable slot =
        () -> {
          if (held.getAndSet(false)) {
            slots.release();
          }
        };
    try {
      return finished(cutOff ? left(task, NOT_BEGUN) : one(task, look, slot));
    } finally {
      slot.run();
    }
  }

  private ModelReport one(Task task, JobLook look, Runnable slot) {
    Instant begun = clock.instant();
    Operation operation;
    try {
      lock.check();
      operation = task.intent().apply(ledger);
    } catch (MillraceException e) {
      return report(task, "deploy", Outcome.UNFINISHED, begun, e.problem());
    }
    String name = operation.kind().name().toLowerCase(Locale.ROOT);
    events.accept(new DeployEvent.ModelStarted(clock.instant(), task.model(), task.models(), name));
    Outside outside =
        new Outside(
            ledger.operations(),
            lock,
            settings,
            clock,
            Redaction.of(secrets, specs(operation))::clean,
            slot);
    Machine machine =
        new Machine(
            new Context(
                task.model(),
                project,
                target,
                connector,
                ledger,
                outside,
                look,
                secrets,
                settings,
                clock,
                events));
    try {
      Operation ended = machine.run(operation);
      return ended(task, name, ended, begun, machine.weakGate());
    } catch (Unfinished e) {
      return report(task, name, Outcome.UNFINISHED, begun, e.problem());
    } catch (CancellationException e) {
      // A call to the outside was interrupted; looking again will tell whether it was made.
      return report(
          task, name, Outcome.UNFINISHED, begun, Unfinished.waiting("It was cut off").problem());
    } catch (MillraceException e) {
      return report(task, name, Outcome.UNFINISHED, begun, e.problem());
    }
  }

  private List<JobSpec> specs(Operation operation) {
    Stream<Long> before =
        Stream.of(operation.fromAttempt(), operation.toAttempt())
            .flatMap(Optional::stream)
            .map(attempt -> ledger.attempt(operation.deployment(), attempt).spec());
    return Stream.concat(before, operation.spec().stream())
        .distinct()
        .map(spec -> ledger.spec(spec).spec())
        .toList();
  }

  private ModelReport ended(
      Task task, String name, Operation operation, Instant begun, boolean weakGate) {
    Outcome outcome =
        switch (Machine.stateOf(operation)) {
          case COMMITTED -> Outcome.COMMITTED;
          case ROLLED_BACK -> Outcome.ROLLED_BACK;
          case BLOCKED -> Outcome.BLOCKED;
          case INTENDED,
              PRECHECKED,
              STOP_REQUESTED,
              SAVEPOINT_CONFIRMED,
              OLD_JOB_GONE,
              SUBMIT_REQUESTED,
              RUNNING_RESTORED,
              GATE_PASSED,
              ROLLING_BACK ->
              throw new IllegalStateException("not at its end: " + operation.state());
        };
    Deployment deployment = ledger.deployment(operation.deployment());
    boolean runs = deployment.wanted() == Deployment.Wanted.RUNNING && outcome != Outcome.BLOCKED;
    Optional<Attempt> current =
        deployment.attempt().map(number -> ledger.attempt(deployment.key(), number));
    Optional<Problem> problem =
        switch (outcome) {
          case ROLLED_BACK ->
              operation.cause().map(cause -> Problem.error(ProblemCode.GATE_FAILED, cause));
          case BLOCKED ->
              operation.cause().map(cause -> Problem.error(ProblemCode.DEPLOY_BLOCKED, cause));
          case COMMITTED, UNCHANGED, SKIPPED, UNFINISHED -> Optional.empty();
        };
    return new ModelReport(
        task.model(),
        task.models(),
        name,
        outcome,
        message(outcome, operation),
        problem,
        operation.waysOut(),
        runs ? current.map(Attempt::job) : Optional.empty(),
        outcome == Outcome.COMMITTED ? operation.restorePath() : Optional.empty(),
        operation.savepointPath(),
        downtime(operation),
        Duration.between(begun, clock.instant()),
        weakGate);
  }

  private static String message(Outcome outcome, Operation operation) {
    return switch (outcome) {
      case COMMITTED ->
          operation.spec().isEmpty()
              ? "Stopped"
              : operation
                  .restorePath()
                  .filter(path -> operation.kind() != Operation.Kind.FRESH)
                  .map(path -> "Running, from " + path)
                  .orElse("Running, started without state");
      case ROLLED_BACK -> "Rolled back";
      case BLOCKED -> "Blocked";
      case UNCHANGED, SKIPPED, UNFINISHED -> outcome.name();
    };
  }

  private static Optional<Duration> downtime(Operation operation) {
    return operation
        .stopRequestedAt()
        .flatMap(stop -> operation.runningAt().map(running -> Duration.between(stop, running)));
  }

  private ModelReport report(
      Task task, String operation, Outcome outcome, Instant begun, Problem problem) {
    return new ModelReport(
        task.model(),
        task.models(),
        operation,
        outcome,
        problem.message(),
        Optional.of(problem),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.between(begun, clock.instant()),
        false);
  }

  private ModelReport finished(ModelReport report) {
    events.accept(new DeployEvent.ModelFinished(clock.instant(), report));
    return report;
  }

  private static ModelReport left(Task task, String why) {
    return new ModelReport(
        task.model(),
        task.models(),
        "skip",
        Outcome.SKIPPED,
        why,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        false);
  }
}
