package dev.millrace.engine.build;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.graph.Dag;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.testing.DataTestResult;
import dev.millrace.engine.testing.UnitTestResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * dbt's {@code build}: unit tests before their models, models in the order of the DAG, data tests
 * as soon as all they read is deployed. Nothing is deployed below a model that failed or below what
 * a test has found wrong; a test on nodes that all stand above a model holds that model up.
 */
public final class ProjectBuild {
  private final Project project;
  private final Dag dag;
  private final BuildSteps steps;
  private final boolean failFast;

  /** Models that are not as they should be, by unique id, with the reason. */
  private final Map<String, String> broken = new LinkedHashMap<>();

  /** Sets of nodes that a test has found wrong, with the test. */
  private final Map<Set<String>, String> wrong = new LinkedHashMap<>();

  private final Map<String, Set<String>> ancestors = new HashMap<>();

  private boolean failed;

  /**
   * @param failFast whether nothing begins after something has failed
   */
  public ProjectBuild(Project project, BuildSteps steps, boolean failFast) {
    this.project = requireNonNull(project, "project");
    this.dag = project.dag();
    this.steps = requireNonNull(steps, "steps");
    this.failFast = failFast;
  }

  /**
   * Carries out a plan with the tests around it.
   *
   * @return whether nothing failed
   */
  public boolean run(Plan plan, List<UnitTest> unitTests, List<DataTest> dataTests) {
    for (UnitTestResult result : steps.unitTests(unitTests).results()) {
      if (result.status() != UnitTestResult.Status.PASS) {
        failed = true;
        broken.put(result.test().model(), "its unit test " + result.test().name() + " failed");
      }
    }
    List<PlannedModel> models = new ArrayList<>(plan.models());
    List<DataTest> tests = new ArrayList<>(dataTests);
    while (!models.isEmpty() || !tests.isEmpty()) {
      leaveOut(models, tests);
      List<DataTest> ready = ready(models, tests);
      if (!ready.isEmpty()) {
        tests.removeAll(ready);
        steps.dataTests(ready).forEach(this::judge);
        continue;
      }
      if (!models.isEmpty()) {
        List<PlannedModel> wave = wave(models, tests);
        models.removeAll(wave);
        deploy(plan, wave);
      }
    }
    return !failed;
  }

  /** Takes out what cannot or must not go on, until nothing more follows from that. */
  private void leaveOut(List<PlannedModel> models, List<DataTest> tests) {
    for (String id : dag.order()) {
      PlannedModel job =
          models.stream().filter(known -> known.isAmong(Set.of(id))).findFirst().orElse(null);
      if (job != null) {
        String reason = failFast && failed ? "something failed before" : reason(id);
        if (!reason.isEmpty()) {
          models.remove(job);
          for (String member : job.models()) {
            String own =
                member.equals(id) ? reason : "its job also fills `" + name(id) + "`: " + reason;
            broken.putIfAbsent(member, own);
            steps.skipped(member, own);
          }
        }
      }
    }
    for (DataTest test : List.copyOf(tests)) {
      String reason = failFast && failed ? "something failed before" : brokenBelow(test);
      if (!reason.isEmpty()) {
        tests.remove(test);
        steps.skipped(test.node().uniqueId(), reason);
      }
    }
  }

  private String reason(String model) {
    String own = broken.get(model);
    if (own != null) {
      return own;
    }
    Set<String> above = above(model);
    for (Map.Entry<Set<String>, String> test : wrong.entrySet()) {
      if (above.containsAll(test.getKey())) {
        return "the data test " + test.getValue() + " failed";
      }
    }
    return above.stream()
        .filter(broken::containsKey)
        .findFirst()
        .map(id -> "`" + name(id) + "` is not as it should be")
        .orElse("");
  }

  private String brokenBelow(DataTest test) {
    return test.node().dependsOn().stream()
        .filter(id -> broken.containsKey(id) || above(id).stream().anyMatch(this::isBroken))
        .findFirst()
        .map(id -> "`" + name(id) + "` is not as it should be")
        .orElse("");
  }

  private boolean isBroken(String id) {
    return broken.containsKey(id);
  }

  /** Tests of which everything they read, directly or not, is deployed. */
  private List<DataTest> ready(List<PlannedModel> models, List<DataTest> tests) {
    Set<String> open = new LinkedHashSet<>();
    models.forEach(model -> open.addAll(model.models()));
    return tests.stream()
        .filter(
            test ->
                test.node().dependsOn().stream()
                    .noneMatch(
                        id -> open.contains(id) || above(id).stream().anyMatch(open::contains)))
        .toList();
  }

  /** Models that wait for no test; one alone where the first failure is to be the only one. */
  private List<PlannedModel> wave(List<PlannedModel> models, List<DataTest> tests) {
    Set<String> waiting = new LinkedHashSet<>();
    List<PlannedModel> wave = new ArrayList<>(models);
    // A job waits as soon as one of its models does, and with it all that is below its others.
    while (wave.removeIf(job -> mustWait(job, tests, waiting))) {
      models.stream()
          .filter(job -> !wave.contains(job))
          .forEach(job -> waiting.addAll(job.models()));
    }
    return failFast ? List.of(wave.getFirst()) : wave;
  }

  private boolean mustWait(PlannedModel job, List<DataTest> tests, Set<String> waiting) {
    return job.models().stream()
        // Models that a plan stops stand in no graph, and wait for nobody.
        .filter(project.nodes()::containsKey)
        .map(this::above)
        .anyMatch(
            above ->
                above.stream().anyMatch(id -> waiting.contains(id) && !job.models().contains(id))
                    || tests.stream()
                        .map(test -> test.node().dependsOn())
                        .anyMatch(read -> !read.isEmpty() && above.containsAll(read)));
  }

  private Set<String> above(String id) {
    return ancestors.computeIfAbsent(id, dag::ancestors);
  }

  private void deploy(Plan plan, List<PlannedModel> wave) {
    Set<String> ids = new LinkedHashSet<>();
    wave.forEach(job -> ids.add(job.model()));
    for (ModelReport report : steps.deploy(plan.part(ids)).models()) {
      if (!report.outcome().isSuccess()) {
        failed = true;
        report.models().forEach(model -> broken.put(model, report.message()));
      }
    }
  }

  private void judge(DataTestResult result) {
    if (result.failed()) {
      failed = true;
      wrong.put(new LinkedHashSet<>(result.test().node().dependsOn()), result.test().node().name());
    }
  }

  private static String name(String uniqueId) {
    return uniqueId.substring(uniqueId.lastIndexOf('.') + 1);
  }
}
