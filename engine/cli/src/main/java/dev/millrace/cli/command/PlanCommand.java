package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanJson;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanText;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a run would do. */
@Command(
    name = "plan",
    description = "Show what `run` would do and what it means for state; touches no job.",
    mixinStandardHelpOptions = true)
final class PlanCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private PlanFlags flags = new PlanFlags();

  PlanCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    engine.sound();
    Optional<PlanOptions> options = flags.options(selection, engine, surroundings(), console);
    Plan plan;
    if (options.isEmpty()) {
      plan = engine.planOfNothing();
    } else {
      engine.reachLocal(console::progress);
      plan = engine.plan(options.get());
    }
    console.text(PlanText.of(plan));
    if (console.isJson()) {
      surroundings().out().println(PlanJson.of(plan));
    }
    return plan.blocked().isEmpty() ? 0 : 1;
  }
}
