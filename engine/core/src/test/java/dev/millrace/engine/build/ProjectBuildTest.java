package dev.millrace.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Consequences;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectFolder;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.state.CarryOver;
import dev.millrace.engine.testing.DataTestResult;
import dev.millrace.engine.testing.RowDiff;
import dev.millrace.engine.testing.UnitTestReport;
import dev.millrace.engine.testing.UnitTestResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** a feeds b, b feeds c; d stands alone. b has a data test, c a unit test. */
class ProjectBuildTest {
  @TempDir private Path folder;
  private Project project;
  private final List<String> done = new ArrayList<>();
  private final Set<String> failing = new HashSet<>();

  @BeforeEach
  void aChainWithTests() {
    String table = "{{ config(materialized='streaming_table') }}";
    project =
        new ProjectFolder(folder)
            .file("models/a.sql", table + "SELECT 1 AS id")
            .file("models/b.sql", table + "SELECT id FROM {{ ref('a') }}")
            .file("models/c.sql", table + "SELECT id FROM {{ ref('b') }}")
            .file("models/d.sql", table + "SELECT 2 AS id")
            .file(
                "models/all.yml",
                """
                models:
                  - name: b
                    columns: [{name: id, data_tests: [not_null]}]
                unit_tests:
                  - name: adds
                    model: c
                    given: [{input: ref('b'), rows: [{id: 1}]}]
                    expect: {rows: [{id: 1}]}
                """)
            .load();
  }

  private boolean build(boolean failFast) {
    List<PlannedModel> models =
        List.of("a", "b", "c", "d").stream().map(ProjectBuildTest::planned).toList();
    Plan plan =
        new Plan(
            "hash",
            "shop",
            "dev",
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH,
            models,
            List.of(),
            List.of());
    return new ProjectBuild(project, new Recorded(), failFast)
        .run(
            plan,
            List.copyOf(project.unitTests().values()),
            List.copyOf(project.details().dataTests().values()));
  }

  private static PlannedModel planned(String name) {
    return new PlannedModel(
        "model.shop." + name,
        List.of("model.shop." + name),
        name,
        Action.CREATE,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Consequences.NONE,
        CarryOver.NONE,
        List.of());
  }

  @Test
  void modelsWaitForTheTestsOfWhatTheyRead() {
    assertThat(build(false)).isTrue();

    assertThat(done).containsExactly("unit adds", "deploy a b d", "test not_null_b_id", "deploy c");
  }

  @Test
  void whatReadsANodeThatATestFoundWrongIsSkipped() {
    failing.add("not_null_b_id");

    assertThat(build(false)).isFalse();

    assertThat(done).containsExactly("unit adds", "deploy a b d", "test not_null_b_id", "skip c");
  }

  @Test
  void aModelWhoseUnitTestFailsIsNotDeployed() {
    failing.add("adds");

    assertThat(build(false)).isFalse();

    assertThat(done).containsExactly("unit adds", "skip c", "deploy a b d", "test not_null_b_id");
  }

  @Test
  void whatReadsAModelThatFailedIsSkippedAndSoAreItsTests() {
    failing.add("a");

    assertThat(build(false)).isFalse();

    assertThat(done).containsExactly("unit adds", "deploy a b d", "skip c", "skip not_null_b_id");
  }

  @Test
  void afterTheFirstFailureNothingBeginsWhenThatIsWanted() {
    failing.add("a");

    assertThat(build(true)).isFalse();

    assertThat(done)
        .startsWith("unit adds", "deploy a")
        .filteredOn(step -> step.startsWith("deploy"))
        .hasSize(1);
  }

  private final class Recorded implements BuildSteps {
    @Override
    public UnitTestReport unitTests(List<UnitTest> tests) {
      List<UnitTestResult> results = new ArrayList<>();
      for (UnitTest test : tests) {
        done.add("unit " + test.name());
        boolean good = !failing.contains(test.name());
        results.add(
            good
                ? new UnitTestResult(
                    test,
                    UnitTestResult.Status.PASS,
                    Optional.of(new RowDiff(List.of("id"), List.of(), 1, 1, 1)),
                    List.of(),
                    Duration.ZERO)
                : new UnitTestResult(
                    test,
                    UnitTestResult.Status.ERROR,
                    Optional.empty(),
                    List.of(Problem.error(ProblemCode.UNIT_TEST_INVALID, "wrong")),
                    Duration.ZERO));
      }
      return new UnitTestReport(results, Duration.ZERO);
    }

    @Override
    public DeployReport deploy(Plan part) {
      List<String> names = part.models().stream().map(PlannedModel::name).toList();
      done.add("deploy " + String.join(" ", names));
      return new DeployReport(
          part.models().stream().map(model -> report(model, failed(model))).toList());
    }

    private boolean failed(PlannedModel model) {
      // As the deployer does: what reads a failed model is left alone.
      return failing.contains(model.name())
          || (failing.contains("a") && List.of("b", "c").contains(model.name()));
    }

    private ModelReport report(PlannedModel model, boolean failed) {
      return new ModelReport(
          model.model(),
          model.models(),
          "create",
          failed ? Outcome.ROLLED_BACK : Outcome.COMMITTED,
          "said",
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          false);
    }

    @Override
    public List<DataTestResult> dataTests(List<DataTest> tests) {
      List<DataTestResult> results = new ArrayList<>();
      for (DataTest test : tests) {
        String name = test.node().name();
        done.add("test " + name);
        boolean bad = failing.contains(name);
        results.add(
            new DataTestResult(
                test,
                bad ? DataTestResult.Status.FAIL : DataTestResult.Status.PASS,
                bad ? 1 : 0,
                Map.of(),
                bad,
                "",
                List.of(),
                Optional.empty(),
                Optional.of(Instant.EPOCH),
                Duration.ZERO,
                "main"));
      }
      return results;
    }

    @Override
    public void skipped(String uniqueId, String reason) {
      String[] parts = uniqueId.split("\\.", -1);
      done.add("skip " + parts[2]);
    }
  }
}
