package dev.millrace.app.watch;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.observe.ModelLag;
import java.util.Optional;

/**
 * How a model stands.
 *
 * @param deployment what the ledger and the cluster say
 * @param lag how far behind it is; empty while its job is not seen or its metrics cannot be read
 */
public record ModelStatus(JobHealth health, DeploymentStatus deployment, Optional<ModelLag> lag) {
  public ModelStatus {
    requireNonNull(health, "health");
    requireNonNull(deployment, "deployment");
    requireNonNull(lag, "lag");
  }
}
