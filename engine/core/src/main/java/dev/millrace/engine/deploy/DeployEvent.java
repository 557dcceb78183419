package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/** What happens during a run, as it happens. Events of one run come one after another. */
public sealed interface DeployEvent {
  Instant time();

  /**
   * A run begins.
   *
   * @param operation {@code apply}, {@code resume}, {@code restore} or {@code stop}
   * @param models unique ids of those that will be acted upon
   */
  record RunStarted(Instant time, String operation, List<String> models) implements DeployEvent {
    public RunStarted {
      requireNonNull(time, "time");
      requireNonNull(operation, "operation");
      models = List.copyOf(models);
    }
  }

  /** Work on a model begins; {@code operation} such as {@code upgrade}. */
  record ModelStarted(Instant time, String model, List<String> models, String operation)
      implements DeployEvent {
    public ModelStarted {
      requireNonNull(time, "time");
      requireNonNull(model, "model");
      models = List.copyOf(models);
      requireNonNull(operation, "operation");
    }
  }

  /** A model's deployment came into a state; {@code detail} is one sentence for people. */
  record PhaseEntered(Instant time, String model, DeployState state, String detail)
      implements DeployEvent {
    public PhaseEntered {
      requireNonNull(time, "time");
      requireNonNull(model, "model");
      requireNonNull(state, "state");
      requireNonNull(detail, "detail");
    }
  }

  /** Work on a model ended, or it was skipped. */
  record ModelFinished(Instant time, ModelReport report) implements DeployEvent {
    public ModelFinished {
      requireNonNull(time, "time");
      requireNonNull(report, "report");
    }
  }

  /** The run ended. */
  record RunFinished(Instant time, DeployReport report) implements DeployEvent {
    public RunFinished {
      requireNonNull(time, "time");
      requireNonNull(report, "report");
    }
  }
}
