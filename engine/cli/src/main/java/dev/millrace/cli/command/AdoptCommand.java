package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.deploy.Adoption;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes over a job that somebody else has started. */
@Command(
    name = "adopt",
    description = {
      "Take over a running job that Millrace did not start, for a model that says what it does.",
      "Nothing on the cluster is touched; the next upgrade keeps the job's state."
    },
    mixinStandardHelpOptions = true)
final class AdoptCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--job",
      required = true,
      paramLabel = "JOB",
      description = "Flink's id of the job, or its name.")
  private String job = "";

  AdoptCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    Set<String> models = selection.models(engine, surroundings(), console);
    Plan plan = engine.plan(new PlanOptions(models, false, false, Optional.empty()));
    if (selection.isEmpty() || plan.models().size() != 1) {
      throw new MillraceException(
          Problem.error(
              ProblemCode.USAGE, "Say which one model the job belongs to, with --select"));
    }
    Adoption adoption = engine.adoption();
    JobStatus found = adoption.find(job);
    Adoption.Adopted adopted = adoption.adopt(plan.models().getFirst(), found);
    String name = DeployProgress.name(adopted.model());
    console.text(name + " has taken over job " + adopted.job() + "; nothing was touched");
    adopted.evidence().forEach(sentence -> console.text("    " + sentence));
    console.text(
        "    Maximum parallelism "
            + adopted.maxParallelism()
            + " is pinned. Its settings count as the model's; operators get UIDs of ours with the"
            + " next upgrade");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("unique_id", adopted.model());
    json.put("deployment", adopted.deployment());
    json.put("job_id", adopted.job().hex());
    json.put("max_parallelism", adopted.maxParallelism());
    json.put("evidence", adopted.evidence());
    console.json(json);
    return 0;
  }
}
