package dev.millrace.app.watch;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.project.EngineLease;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.observe.ModelJob;
import dev.millrace.engine.observe.ModelLag;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the engine of the open project. While the local cluster does not run, a look is one look at
 * a file, and the ledger is read only when that changes.
 */
public final class EngineProbe implements ClusterProbe {
  private static final Logger LOG = LoggerFactory.getLogger(EngineProbe.class);

  private final Supplier<Optional<EngineLease>> engines;
  private final InstantSource clock;

  /**
   * @param engines gives an engine that may be asked; empty when there is none, or the folder is
   *     not trusted
   */
  public EngineProbe(Supplier<Optional<EngineLease>> engines, InstantSource clock) {
    this.engines = requireNonNull(engines, "engines");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public ClusterSnapshot look(ClusterSnapshot before) {
    Optional<EngineLease> borrowed = engines.get();
    if (borrowed.isEmpty()) {
      return before.cluster() instanceof ClusterState.NotAsked ? before : ClusterSnapshot.NONE;
    }
    try (EngineLease lease = borrowed.get()) {
      return look(lease.engine(), before);
    }
  }

  private ClusterSnapshot look(Engine engine, ClusterSnapshot before) {
    String target = engine.project().target().name();
    try {
      boolean off =
          engine
              .connector()
              .localCluster()
              .map(LocalCluster::status)
              .map(status -> status.sidecar().isEmpty())
              .orElse(false);
      if (off && before.cluster() instanceof ClusterState.Off && before.target().equals(target)) {
        return before;
      }
      Optional<Problem> silence = off ? Optional.empty() : silence(engine);
      ClusterState state =
          off
              ? new ClusterState.Off()
              : silence
                  .<ClusterState>map(ClusterState.Silent::new)
                  .orElseGet(ClusterState.Answers::new);
      return new ClusterSnapshot(
          state, target, models(engine, state instanceof ClusterState.Answers), clock.instant());
    } catch (MillraceException e) {
      return new ClusterSnapshot(
          new ClusterState.Silent(e.problem()), target, before.models(), clock.instant());
    }
  }

  private static Optional<Problem> silence(Engine engine) {
    try {
      var unused = engine.connector().jobs().jobs();
      return Optional.empty();
    } catch (MillraceException e) {
      if (e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE) {
        return Optional.of(e.problem());
      }
      throw e;
    }
  }

  private static Map<String, ModelStatus> models(Engine engine, boolean answers) {
    List<DeploymentStatus> statuses = engine.statuses();
    Map<String, ModelLag> lags = answers ? lags(engine, statuses) : Map.of();
    Map<String, ModelStatus> models = new LinkedHashMap<>();
    for (DeploymentStatus status : statuses) {
      ModelStatus one =
          new ModelStatus(
              JobHealth.of(status, answers), status, Optional.ofNullable(lags.get(status.model())));
      status.models().forEach(model -> models.put(model, one));
    }
    return models;
  }

  private static Map<String, ModelLag> lags(Engine engine, List<DeploymentStatus> statuses) {
    List<ModelJob> jobs = statuses.stream().flatMap(EngineProbe::job).toList();
    if (jobs.isEmpty()) {
      return Map.of();
    }
    try {
      Map<String, ModelLag> lags = new HashMap<>();
      engine.lag().read(jobs).forEach(lag -> lags.put(lag.model(), lag));
      return lags;
    } catch (MillraceException e) {
      // Jobs are worth showing also where their metrics cannot be had.
      LOG.debug("No metrics: {}", e.problem().describe());
      return Map.of();
    }
  }

  private static Stream<ModelJob> job(DeploymentStatus status) {
    return status.observed().filter(job -> !job.state().isTerminal()).stream()
        .map(job -> new ModelJob(status.model(), job.id(), status.relation().name()));
  }
}
