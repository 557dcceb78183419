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

  /** dbt's exit code: 1 when a model failed. */
  public int exitCode() {
    return succeeded() ? 0 : 1;
  }
}
