package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.work.Work;
import dev.millrace.engine.problem.Problem;
import java.util.List;

/** Where the user is between a wish and a running job. */
public sealed interface DeployStage {
  /** The folder is not trusted: nothing may be reached. */
  record Restricted() implements DeployStage {}

  /** Nothing was planned yet. */
  record Idle() implements DeployStage {}

  /** A plan is being made. */
  record Planning(PlanRequest request, Work<?> work) implements DeployStage {
    public Planning {
      requireNonNull(request, "request");
      requireNonNull(work, "work");
    }
  }

  /** There is a plan; nothing has been touched. */
  record Planned(PlanAnswer answer) implements DeployStage {
    public Planned {
      requireNonNull(answer, "answer");
    }
  }

  /**
   * There is no plan.
   *
   * @param problems the reason first
   */
  record Failed(List<Problem> problems) implements DeployStage {
    public Failed {
      problems = List.copyOf(problems);
    }
  }

  /** Jobs in trouble are shown; {@link RecoverModel} tells which, and their ways out. */
  record Recovering() implements DeployStage {}

  /** It is being carried out; {@link DeployModel#run()} tells how far it is. */
  record Running(Work<?> work) implements DeployStage {
    public Running {
      requireNonNull(work, "work");
    }
  }

  /** It was carried out, well or not; {@link DeployModel#run()} tells. */
  record Ended() implements DeployStage {}
}
