package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.file.WholeFile;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanJson;
import dev.millrace.engine.plan.PlanMarkdown;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanStore;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.plan.SavedPlan;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a run would do. */
@Command(
    name = "plan",
    description = "Show what `run` would do and what it means for state; touches no job.",
    mixinStandardHelpOptions = true)
final class PlanCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private PlanFlags flags = new PlanFlags();
  @Mixin private PolicyFlags policy = new PolicyFlags();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Save the plan, to be carried out by `apply FILE`.")
  private @Nullable Path out;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write the plan as Markdown too, for a review.")
  private @Nullable Path markdown;

  PlanCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    policy.policy();
    engine.ledgerAhead();
    engine.sound();
    Optional<PlanOptions> options = flags.options(selection, engine, surroundings(), console);
    Plan plan;
    if (options.isEmpty()) {
      plan = engine.planOfNothing();
    } else {
      engine.reachLocal(console::progress);
      plan = engine.plan(options.get());
      keep(engine.saved(plan, options.get()));
    }
    if (markdown != null) {
      save(markdown, PlanMarkdown.of(plan).getBytes(StandardCharsets.UTF_8));
    }
    console.text(PlanText.of(plan));
    if (!plan.isEmpty()) {
      console.text(
          "Carry it out with `millrace apply "
              + (out == null ? plan.hash().substring(0, 6) : out)
              + "`");
    }
    if (console.isJson()) {
      surroundings().out().println(PlanJson.of(plan));
    }
    List<Problem> violations = policy.policy().violations(plan);
    console.problems(violations);
    boolean stands = policy.rehearsed(engine, plan, console);
    return stands && plan.blocked().isEmpty() && violations.isEmpty() ? 0 : 1;
  }

  private void keep(SavedPlan saved) {
    new PlanStore(DataFolders.of(surroundings().environment()).plans()).keep(saved);
    if (out != null) {
      save(out, saved.bytes());
    }
  }

  private void save(Path file, byte[] content) {
    try {
      WholeFile.replace(surroundings().workingDirectory().resolve(file), content);
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.USAGE, "The file " + file + " cannot be written: " + e.getMessage())
              .remedy("Name a file in a folder that is yours to write"),
          e);
    }
  }
}
