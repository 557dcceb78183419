package dev.millrace.engine.deploy;

import java.util.List;

/**
 * How a run ended.
 *
 * @param models in the order of the plan
 */
public record DeployReport(List<ModelReport> models) {
  public DeployReport {
    models = List.copyOf(models);
  }

  /** Whether every model is as the plan wanted it. */
  public boolean succeeded() {
    return models.stream().allMatch(model -> model.outcome().isSuccess());
  }

  /** dbt's last line. */
  public String totals() {
    long done = count(Outcome.COMMITTED);
    long unchanged = count(Outcome.UNCHANGED);
    long skipped = count(Outcome.SKIPPED);
    long failed = models.size() - done - unchanged - skipped;
    return "Done. PASS=%d WARN=0 ERROR=%d SKIP=%d NO-OP=%d TOTAL=%d"
        .formatted(done, failed, skipped, unchanged, models.size());
  }

  private long count(Outcome outcome) {
    return models.stream().filter(model -> model.outcome() == outcome).count();
  }

  /** dbt's exit code: 1 when a model failed. */
  public int exitCode() {
    return succeeded() ? 0 : 1;
  }
}
