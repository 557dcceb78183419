package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.work.Progress;
import dev.millrace.engine.Engine;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Asks the engine of the open project, as {@code millrace state} does. */
final class EngineMemories implements Memories {
  private final OpenProject project;
  private final Text text;

  EngineMemories(OpenProject project, Text text) {
    this.project = requireNonNull(project, "project");
    this.text = requireNonNull(text, "text");
  }

  @Override
  public List<Deployment> jobs() {
    return with(
        engine ->
            engine.ledger().deployments().stream()
                .filter(deployment -> deployment.attempt().isPresent())
                .toList());
  }

  @Override
  public Memory newest(String model) {
    return with(engine -> engine.memory().of(model));
  }

  @Override
  public List<Savepoint> savepoints(String model) {
    return with(
        engine ->
            engine
                .ledger()
                .deploymentOf(model)
                .map(deployment -> engine.savepoints().of(deployment))
                .orElse(List.of()));
  }

  @Override
  public Memory at(String path) {
    return with(engine -> engine.memory().at(path));
  }

  @Override
  public Counted counted(Memory memory, Progress progress) {
    return with(
        engine -> {
          List<String> reasons = new ArrayList<>();
          long[] done = {0};
          Memory counted =
              engine
                  .memory()
                  .counted(
                      memory,
                      part -> {
                        progress.checkCancelled();
                        progress.says(
                            text.get(
                                "work.count.part",
                                PlanWords.bytes(part.bytes()),
                                part.operator().name().orElse(part.description())));
                        long all = memory.snapshot().bytes();
                        progress.done(all > 0 ? (double) done[0] / all : -1);
                        done[0] += part.bytes();
                      },
                      reasons::add);
          progress.checkCancelled();
          return new Counted(counted, reasons);
        });
  }

  private <T> T with(Function<Engine, T> call) {
    EngineLease lease =
        project
            .lease()
            .orElseThrow(
                () ->
                    new MillraceException(
                        Problem.error(ProblemCode.PROJECT_NOT_FOUND, "The project cannot be read")
                            .remedy("Mend what the problem list names, then read again")));
    try (lease) {
      return call.apply(lease.engine());
    }
  }
}
