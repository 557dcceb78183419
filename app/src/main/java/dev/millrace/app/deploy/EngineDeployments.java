package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.work.Progress;
import dev.millrace.engine.Engine;
import dev.millrace.engine.LocalStart;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployOptions;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.graph.Selection;
import dev.millrace.engine.ledger.Locks;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.recover.Recovery;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the engine of the open project, in the order the command line does. */
final class EngineDeployments implements Deployments {
  private final OpenProject project;
  private final InstantSource clock;

  EngineDeployments(OpenProject project, InstantSource clock) {
    this.project = requireNonNull(project, "project");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public PlanAnswer plan(PlanRequest request, Progress progress) {
    return with(
        engine -> {
          progress.says("Checking the project");
          checkUnchanged(engine.project(), "Save and let the folder be read again, then plan");
          engine.sound();
          engine.reachLocal(progress::says);
          progress.says("Comparing the project with what runs");
          List<Problem> warnings = new ArrayList<>();
          Set<String> models = chosen(engine, request, warnings);
          PlanOptions options =
              new PlanOptions(
                  models,
                  request.fullRefresh(),
                  request.stopRemoved(),
                  engine.gitCommit(),
                  request.choices());
          return new PlanAnswer(request, options, engine.plan(options), engine.project(), warnings);
        });
  }

  private static Set<String> chosen(Engine engine, PlanRequest request, List<Problem> warnings) {
    if (request.terms().isEmpty()) {
      return Set.of();
    }
    Selection selection = engine.select(request.terms(), List.of());
    warnings.addAll(selection.warnings());
    Set<String> models = new LinkedHashSet<>();
    for (String id : selection.uniqueIds()) {
      if (engine.project().node(id).resourceType() == ResourceType.MODEL) {
        models.add(id);
      }
    }
    if (models.isEmpty()) {
      // An empty set would mean all models, which is the last thing wanted here.
      throw new MillraceException(
          Problem.error(
                  ProblemCode.SELECTION_INVALID,
                  "The selection `" + request.selection() + "` matches no model")
              .remedy("Use a model's name, `name+`, `+name`, `tag:...` or `path:...`"));
    }
    return models;
  }

  @Override
  public DeployReport apply(
      PlanAnswer answer,
      boolean allowUnknownState,
      Consumer<DeployEvent> events,
      Progress progress) {
    return with(
        engine -> {
          checkUnchanged(engine.project(), "Plan again");
          engine.startLocal(progress::says, events);
          progress.checkCancelled();
          Plan plan = current(engine, answer, progress);
          progress.says("Deploying");
          DeployOptions options = new DeployOptions(allowUnknownState, engine.threads());
          return engine.deployer().apply(plan, options, events);
        });
  }

  /** The plan the user has seen, also when the folder was read again to the same effect. */
  private static Plan current(Engine engine, PlanAnswer answer, Progress progress) {
    if (engine.project().equals(answer.project())) {
      return answer.plan();
    }
    progress.says("Comparing the plan with the project as it is now");
    engine.sound();
    Plan plan = engine.plan(answer.options());
    if (!plan.hash().equals(answer.plan().hash())) {
      throw stale("Project or cluster have changed since the plan was made", "Plan again");
    }
    return plan;
  }

  @Override
  public DeployReport resume(Consumer<DeployEvent> events, Progress progress) {
    return with(
        engine -> {
          List<DeployReport> restored =
              engine.startLocal(progress::says, events).map(LocalStart::restored).orElse(List.of());
          progress.checkCancelled();
          progress.says("Finishing what was cut off");
          return joined(
              Stream.concat(restored.stream(), Stream.of(engine.deployer().resume(events))));
        });
  }

  @Override
  public List<Trouble> troubles() {
    return with(
        engine -> {
          // While it does not run, it knows no job, and starting it brings them back.
          if (engine.connector().localCluster().filter(local -> !runs(local)).isPresent()) {
            throw new MillraceException(
                Problem.error(ProblemCode.CLUSTER_UNREACHABLE, "The local cluster does not run")
                    .remedy("Start it with `millrace local start`: it brings its jobs back"));
          }
          return engine.recovery().troubles(Set.of());
        });
  }

  private static boolean runs(LocalCluster local) {
    return local.status().sidecar().isPresent();
  }

  @Override
  public DeployReport recover(
      Trouble trouble,
      WayOut way,
      Optional<String> deadLetter,
      Consumer<DeployEvent> events,
      Progress progress) {
    return with(
        engine -> {
          engine.startLocal(progress::says, events);
          progress.checkCancelled();
          progress.says("Looking whether it is still so");
          Recovery recovery = engine.recovery();
          Set<String> models = Set.of(trouble.deployment().model());
          boolean same =
              recovery.troubles(models).stream()
                  .filter(known -> known.kind() == trouble.kind())
                  .flatMap(known -> known.way(way.kind()).stream())
                  .anyMatch(known -> known.start().equals(way.start()));
          if (!same) {
            throw stale("It stands otherwise with " + trouble.name() + " by now", "Look again");
          }
          progress.says("Recovering " + trouble.name());
          return recovery.take(trouble, way, deadLetter, events);
        });
  }

  @Override
  public DeployReport stop(Set<String> models, Consumer<DeployEvent> events, Progress progress) {
    return with(
        engine -> {
          progress.says("Stopping with a savepoint");
          return engine.deployer().stop(models, true, events);
        });
  }

  @Override
  public DeployReport startLocal(Consumer<DeployEvent> events, Progress progress) {
    return with(
        engine -> {
          LocalStart started =
              engine.startLocal(progress::says, events).orElseThrow(() -> notLocal(engine));
          List<DeployReport> restored = new ArrayList<>(started.restored());
          if (!started.fresh()) {
            // It ran already, but a job may have been lost all the same.
            restored.addAll(engine.restoreAll(events));
          }
          return joined(restored.stream());
        });
  }

  @Override
  public void stopLocal(Progress progress) {
    with(
        engine -> {
          progress.says("Stopping the local cluster");
          LocalCluster local =
              engine.connector().localCluster().orElseThrow(() -> notLocal(engine));
          local.stop();
          return Optional.empty();
        });
  }

  @Override
  public Standing look() {
    return with(
        engine -> {
          Set<String> held =
              engine.ledger().locks().holders().stream()
                  .map(Locks.Holder::deployment)
                  .collect(Collectors.toSet());
          List<Standing.LeftBehind> left =
              engine.ledger().operations().unfinished().stream()
                  .filter(operation -> !held.contains(operation.deployment()))
                  .map(operation -> leftBehind(engine, operation))
                  .toList();
          return new Standing(
              engine.project().target().name(),
              engine.statuses(),
              engine.connector().localCluster().map(LocalCluster::status),
              left,
              clock.instant());
        });
  }

  private static Standing.LeftBehind leftBehind(Engine engine, Operation operation) {
    return new Standing.LeftBehind(
        engine.ledger().deployment(operation.deployment()).model(),
        operation.kind().name().toLowerCase(Locale.ROOT),
        operation.state().toLowerCase(Locale.ROOT),
        operation.actor(),
        operation.startedAt());
  }

  private static DeployReport joined(Stream<DeployReport> reports) {
    List<ModelReport> models = reports.flatMap(report -> report.models().stream()).toList();
    return new DeployReport(models);
  }

  /** A model that is edited outside must not be deployed as it was before. */
  private static void checkUnchanged(Project read, String remedy) {
    for (Node node : read.nodes().values()) {
      boolean own = node.packageName().equals(read.name());
      if (own && node.resourceType() == ResourceType.MODEL && isOther(read.root(), node)) {
        throw stale(node.path() + " was changed since it was read", remedy);
      }
    }
  }

  private static boolean isOther(Path root, Node node) {
    Path file = root.resolve(node.path());
    try {
      String text = Files.readString(file);
      return !(text.startsWith("\uFEFF") ? text.substring(1) : text).equals(node.rawCode());
    } catch (IOException e) {
      // Gone, or no longer text.
      return true;
    }
  }

  private static MillraceException stale(String message, String remedy) {
    return new MillraceException(
        Problem.error(ProblemCode.PLAN_STALE, message + "; nothing has been touched")
            .remedy(remedy));
  }

  private static MillraceException notLocal(Engine engine) {
    return new MillraceException(
        Problem.error(
                ProblemCode.USAGE,
                "Target `"
                    + engine.project().target().name()
                    + "` is a cluster of its own, not the local one")
            .remedy("Choose a target without `jobmanager` and `gateway`"));
  }

  private <T> T with(Function<Engine, T> call) {
    EngineLease lease =
        project
            .lease()
            .orElseThrow(
                () ->
                    new MillraceException(
                        Problem.error(ProblemCode.PROJECT_NOT_FOUND, "The project cannot be read")
                            .remedy("Mend what the problem list names, then plan again")));
    try (lease) {
      return call.apply(lease.engine());
    }
  }
}
