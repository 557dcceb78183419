package dev.millrace.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.build.BuildSteps;
import dev.millrace.engine.build.ProjectBuild;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.deploy.DeployOptions;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.testing.DataTestResult;
import dev.millrace.engine.testing.DataTestWriter;
import dev.millrace.engine.testing.UnitTestReport;
import dev.millrace.engine.testing.UnitTestWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests and deploys in the order of the DAG. */
@Command(
    name = "build",
    description =
        "Run unit tests, deploy models and run data tests in the order of the graph; what stands"
            + " below a failure is skipped.",
    mixinStandardHelpOptions = true)
final class BuildCommand extends EngineCommand {
  private static final int WIDTH = 120;

  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private PlanFlags plans = new PlanFlags();
  @Mixin private TestFlags tests = new TestFlags();

  @Mixin private PolicyFlags policy = new PolicyFlags();

  @Option(
      names = "--wait-for-rows",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long a data test waits for a first row of a job that has just begun.")
  private int patience = 30;

  BuildCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    policy.policy();
    engine.ledgerAhead();
    engine.sound();
    Set<String> chosen = selection.all(engine, surroundings(), console);
    Set<String> models = models(engine, chosen);
    List<UnitTest> unitTests = tests.unitTests(engine, chosen);
    List<DataTest> dataTests = tests.dataTests(engine, chosen);
    RunRecorder recorder = new RunRecorder(Clock.systemUTC());
    Steps steps = new Steps(engine, console, recorder);
    boolean good = true;
    if (models.isEmpty() && unitTests.isEmpty() && dataTests.isEmpty()) {
      console.progress("Nothing to do: nothing is selected");
    } else {
      engine.startLocal(console::progress, steps.progress);
      good = engine.deployer().resume(recorder.deploys(steps.progress)).succeeded();
      Plan plan = plan(engine, models);
      console.text(PlanText.of(plan));
      if (!policy.rehearsed(engine, plan, console)
          || !policy.permits(plan, surroundings(), console)) {
        return 1;
      }
      console.event(
          CommandEvents.concurrency(
              engine.threads(), engine.project().target().name(), plan.acting().size()));
      good &=
          new ProjectBuild(engine.project(), steps, tests.isFailFast())
              .run(plan, unitTests, dataTests);
      defined(engine, models, recorder);
    }
    write(engine, artifacts -> artifacts.manifest(true));
    write(engine, artifacts -> artifacts.runResults(recorder.results()));
    Map<String, Long> totals = Totals.of(recorder.results());
    console.progress(Totals.line(totals), CommandEvents.stats(Totals.line(totals), totals));
    console.event(CommandEvents.ended(recorder.results(), engine.invocation()));
    console.json(steps.answer(good));
    return good ? 0 : 1;
  }

  private Set<String> models(Engine engine, Set<String> chosen) {
    Set<String> models = new LinkedHashSet<>();
    for (Node node : engine.project().nodes().values()) {
      if (chosen.contains(node.uniqueId())
          && node.resourceType() == ResourceType.MODEL
          && tests.includes("model")) {
        models.add(node.uniqueId());
      }
    }
    return models;
  }

  private Plan plan(Engine engine, Set<String> models) {
    if (models.isEmpty()) {
      return engine.planOfNothing();
    }
    boolean everything = selection.isEverything(engine) && tests.includes("model");
    return engine.plan(
        new PlanOptions(
            everything ? Set.of() : models,
            plans.isFullRefresh(),
            plans.stopsRemoved(),
            engine.gitCommit(),
            plans.choices(engine)));
  }

  /** Models and seeds that need no job have a result all the same. */
  private static void defined(Engine engine, Set<String> models, RunRecorder recorder) {
    if (!models.isEmpty()) {
      DefinedOnly.record(engine, models, recorder);
    }
  }

  /** What the build does, with lines, events and results of each step. */
  private final class Steps implements BuildSteps {
    private final Engine engine;
    private final Console console;
    private final RunRecorder recorder;
    private final DeployProgress progress;
    private final TestProgress tested;
    private final List<DeployReport> deployed = new ArrayList<>();
    private final List<DataTestResult> found = new ArrayList<>();
    private final Map<String, String> left = new LinkedHashMap<>();
    private @Nullable UnitTestReport units;

    private Steps(Engine engine, Console console, RunRecorder recorder) {
      this.engine = engine;
      this.console = console;
      this.recorder = recorder;
      this.progress = new DeployProgress(console, engine.project());
      this.tested = new TestProgress(console, engine.project(), recorder);
    }

    @Override
    public UnitTestReport unitTests(List<UnitTest> chosen) {
      UnitTestReport report = engine.checks().unitTests(chosen, tested.unitTests());
      units = report;
      String failures = UnitTestWriter.failures(report, WIDTH);
      if (!failures.isEmpty()) {
        console.text("\n" + failures);
      }
      return report;
    }

    @Override
    public DeployReport deploy(Plan part) {
      DeployReport report =
          engine
              .deployer()
              .apply(
                  part,
                  new DeployOptions(policy.allowsUnknownState(), engine.threads()),
                  recorder.deploys(progress));
      // What has nothing to do is not heard of, but has a result.
      recorder.addIfAbsent(report);
      deployed.add(report);
      return report;
    }

    @Override
    public List<DataTestResult> dataTests(List<DataTest> chosen) {
      List<DataTestResult> results =
          engine
              .checks()
              .dataTests(tests.settings(engine, Duration.ofSeconds(patience)))
              .run(chosen, tested.dataTests());
      results.forEach(result -> recorder.addIfAbsent(recorder.of(result)));
      found.addAll(results);
      return results;
    }

    @Override
    public void skipped(String uniqueId, String reason) {
      left.put(uniqueId, reason);
      recorder.add(NodeResult.of(uniqueId, NodeResult.Status.SKIPPED, "Skipped: " + reason));
      String line = "SKIP %s: %s".formatted(name(uniqueId), reason);
      console.progress(line, new NodeEvents(engine.project()).skipped(line, uniqueId));
    }

    /** A data test's id ends with a hash. */
    private String name(String uniqueId) {
      DataTest test = engine.project().details().dataTests().get(uniqueId);
      return test == null ? DeployProgress.name(uniqueId) : test.node().name();
    }

    private Map<String, Object> answer(boolean succeeded) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("succeeded", succeeded);
      answer.put("models", DeployAnswer.of(deployed).models());
      UnitTestReport report = units;
      answer.put(
          "unit_tests", report == null ? List.of() : UnitTestWriter.node(report).get("results"));
      ArrayNode data = DataTestWriter.nodes(found);
      answer.put("data_tests", data);
      answer.put("skipped", left);
      return answer;
    }
  }
}
