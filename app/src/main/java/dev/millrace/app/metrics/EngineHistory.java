package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.project.EngineLease;
import dev.millrace.engine.Engine;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.observe.LagPoint;
import dev.millrace.engine.observe.ModelJob;
import dev.millrace.engine.problem.MillraceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the engine of the open project: the ledger for a model's jobs, the metrics for their lag.
 */
public final class EngineHistory implements LagHistory {
  private static final Logger LOG = LoggerFactory.getLogger(EngineHistory.class);
  private static final int MOST_POINTS = 1_800;

  private final Supplier<Optional<EngineLease>> engines;
  private final InstantSource clock;

  /**
   * @param engines gives an engine that may be asked; empty when there is none
   */
  public EngineHistory(Supplier<Optional<EngineLease>> engines, InstantSource clock) {
    this.engines = requireNonNull(engines, "engines");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public Past read(String model, String table, Duration back) {
    Optional<EngineLease> borrowed = engines.get();
    if (borrowed.isEmpty()) {
      return Past.NOTHING;
    }
    try (EngineLease lease = borrowed.get()) {
      return read(lease.engine(), model, table, back);
    } catch (MillraceException e) {
      // The cluster has gone since it was last looked at; the watch will say so.
      LOG.debug("No history of {}: {}", model, e.problem().describe());
      return Past.NOTHING;
    }
  }

  private Past read(Engine engine, String model, String table, Duration back) {
    List<Attempt> attempts =
        engine
            .ledger()
            .deploymentOf(model)
            .map(deployment -> engine.ledger().attempts(deployment.key()))
            .orElse(List.of())
            .stream()
            .sorted(Comparator.comparingInt(Attempt::number))
            .toList();
    Instant since = clock.instant().minus(back);
    List<LagPoint> points = new ArrayList<>();
    List<DeploymentMark> marks = new ArrayList<>();
    for (int at = 0; at < attempts.size(); at++) {
      Attempt attempt = attempts.get(at);
      if (!attempt.startedAt().isBefore(since)) {
        marks.add(mark(attempt));
      }
      boolean replaced =
          at + 1 < attempts.size() && attempts.get(at + 1).startedAt().isBefore(since);
      if (!replaced) {
        points.addAll(
            engine.lag().history(new ModelJob(model, attempt.job(), table), back, MOST_POINTS));
      }
    }
    points.sort(Comparator.comparing(LagPoint::time));
    return new Past(points, marks);
  }

  private static DeploymentMark mark(Attempt attempt) {
    DeploymentMark.Kind kind =
        switch (attempt.state()) {
          case GIVEN_UP -> DeploymentMark.Kind.GIVEN_UP;
          case SUBMITTED, COMMITTED ->
              attempt.restorePath().isPresent()
                  ? DeploymentMark.Kind.CONTINUED
                  : DeploymentMark.Kind.STARTED;
        };
    return new DeploymentMark(attempt.startedAt(), attempt.number(), kind);
  }
}
