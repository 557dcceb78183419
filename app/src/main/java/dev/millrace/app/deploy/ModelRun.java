package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.deploy.ModelReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happens to one model during a run.
 *
 * @param model unique id
 * @param operation such as {@code upgrade}; empty while its turn has not come
 * @param startedAt when its turn came
 * @param steps those taken and those still to come, in order
 * @param report how it ended
 */
public record ModelRun(
    String model,
    String operation,
    Optional<Instant> startedAt,
    List<RunStep> steps,
    Optional<ModelReport> report) {
  public ModelRun {
    requireNonNull(model, "model");
    requireNonNull(operation, "operation");
    requireNonNull(startedAt, "startedAt");
    steps = List.copyOf(steps);
    requireNonNull(report, "report");
  }

  /** The model's own name, without type and package. */
  public String name() {
    return model.substring(model.lastIndexOf('.') + 1);
  }

  /** The step that is being done, or at which it ended other than well. */
  public Optional<RunStep> current() {
    return steps.stream()
        .filter(
            step ->
                switch (step.standing()) {
                  case ACTIVE, FAILED, CUT_OFF -> true;
                  case WAITING, DONE -> false;
                })
        .reduce((first, second) -> second);
  }
}
