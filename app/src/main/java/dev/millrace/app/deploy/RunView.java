package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.deploy.DeployReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as far as it has come.
 *
 * @param models in the order of the run
 * @param startedAt when it was asked for
 * @param endedAt empty while it runs
 * @param report empty while it runs, and when it ended without one
 */
public record RunView(
    Instant startedAt,
    List<ModelRun> models,
    Optional<Instant> endedAt,
    Optional<DeployReport> report) {
  public RunView {
    requireNonNull(startedAt, "startedAt");
    models = List.copyOf(models);
    requireNonNull(endedAt, "endedAt");
    requireNonNull(report, "report");
  }

  /** Models that have come to an end, good or bad. */
  public int ended() {
    return (int) models.stream().filter(model -> model.report().isPresent()).count();
  }

  /** One model of the run. */
  public Optional<ModelRun> model(String uniqueId) {
    return models.stream().filter(run -> run.model().equals(uniqueId)).findFirst();
  }
}
