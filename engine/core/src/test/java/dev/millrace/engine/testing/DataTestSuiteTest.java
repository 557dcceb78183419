package dev.millrace.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.ProjectAnalyzer;
import dev.millrace.engine.compile.ProjectCompiler;
import dev.millrace.engine.compile.ScriptedPlanner;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.ProjectFolder;
import dev.millrace.engine.query.QuerySubject;
import dev.millrace.engine.query.Snapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTestSuiteTest {
  private static final String ORDERS = "model.shop.orders";
  @TempDir private Path folder;
  private ProjectFolder project;
  private final List<QuerySubject> asked = new ArrayList<>();
  private final Deque<Snapshot> answers = new ArrayDeque<>();

  @BeforeEach
  void aModelWithOneTest() {
    project =
        new ProjectFolder(folder)
            .file(
                "models/orders.sql",
                "{{ config(materialized='streaming_source', connector='datagen') }}\nid BIGINT");
    configured("{}");
  }

  private void configured(String config) {
    project.file(
        "models/orders.yml",
        """
        models:
          - name: orders
            columns:
              - name: id
                data_tests:
                  - not_null:
                      config: %s
        """
            .formatted(config));
  }

  private DataTestResult run(DataTestSuite.Settings settings) {
    return runAll(settings).getFirst();
  }

  private List<DataTestResult> runAll(DataTestSuite.Settings settings) {
    AnalyzedProject analyzed =
        new ProjectAnalyzer()
            .analyze(
                new ProjectCompiler()
                    .compile(
                        project.loadSound(), new Connector.DefaultTableOptions(Map.of(), Map.of())),
                new ScriptedPlanner().columns(ORDERS, new Column("id", "BIGINT")));
    DataTestSuite suite =
        new DataTestSuite(
            analyzed,
            (subject, timeout) -> {
              asked.add(subject);
              Snapshot answer = answers.size() == 1 ? answers.peek() : answers.remove();
              if (answer.columns().isEmpty()) {
                throw new MillraceException(
                    Problem.error(ProblemCode.STATEMENT_FAILED, "the cluster said no"));
              }
              return answer;
            },
            settings,
            Clock.systemUTC());
    List<DataTest> tests = List.copyOf(analyzed.project().details().dataTests().values());
    return suite.run(
        tests,
        new DataTestListener() {
          @Override
          public void started(int number, int total, DataTest test) {}

          @Override
          public void finished(int number, int total, DataTestResult result) {}
        });
  }

  /** What the cluster counts: failures, and rows of the one relation. */
  private void counts(@Nullable Long failures, @Nullable Long rows) {
    List<List<@Nullable Object>> counted = new ArrayList<>();
    if (failures != null) {
      counted.add(List.of(0, failures));
    }
    if (rows != null) {
      counted.add(List.of(1, rows));
    }
    answers.add(snapshot(counted, Snapshot.Ending.COMPLETE));
  }

  private static Snapshot snapshot(List<List<@Nullable Object>> rows, Snapshot.Ending ending) {
    return new Snapshot(
        List.of(new Column("part", "INT"), new Column("found", "BIGINT")),
        rows,
        rows.size(),
        rows.size(),
        ending,
        Duration.ZERO);
  }

  @Test
  void aTestThatFindsNothingAmongRowsPasses() {
    counts(null, 12L);

    DataTestResult result = run(DataTestSuite.Settings.DEFAULT);

    assertThat(result.status()).isEqualTo(DataTestResult.Status.PASS);
    assertThat(result.rows()).containsExactly(Map.entry(ORDERS, 12L));
    assertThat(result.failed()).isFalse();
  }

  @Test
  void aTestThatMeetsNoRowDoesNotPass() {
    counts(null, null);

    DataTestResult result = run(DataTestSuite.Settings.DEFAULT);

    assertThat(result.status()).isEqualTo(DataTestResult.Status.NO_DATA);
    assertThat(result.failed()).isFalse();
    assertThat(result.message()).contains("No data", "`orders`");
  }

  @Test
  void noDataIsAFailureWhereTheConfigSaysSo() {
    configured("{meta: {millrace: {no_data: error}}}");
    counts(null, null);

    assertThat(run(DataTestSuite.Settings.DEFAULT).failed()).isTrue();
  }

  @Test
  void noDataIsFineWhereTheConfigSaysSo() {
    configured("{meta: {millrace: {no_data: pass}}}");
    counts(null, null);

    assertThat(run(DataTestSuite.Settings.DEFAULT).status()).isEqualTo(DataTestResult.Status.PASS);
  }

  @Test
  void aFirstRowIsWaitedForWithPatience() {
    counts(null, null);
    counts(null, 3L);

    DataTestResult result =
        run(new DataTestSuite.Settings(1, Duration.ofSeconds(5), Duration.ofMinutes(1), false));

    assertThat(result.status()).isEqualTo(DataTestResult.Status.PASS);
    assertThat(asked).hasSize(2);
  }

  @Test
  void rowsThatShouldNotBeThereFailTheTest() {
    counts(3L, 12L);

    DataTestResult result = run(DataTestSuite.Settings.DEFAULT);

    assertThat(result.status()).isEqualTo(DataTestResult.Status.FAIL);
    assertThat(result.failed()).isTrue();
    assertThat(result.message()).isEqualTo("Got 3 results, configured to fail if != 0");
  }

  @Test
  void severityAndThresholdsDecideAsInDbt() {
    configured("{severity: warn}");
    counts(3L, 12L);
    assertThat(run(DataTestSuite.Settings.DEFAULT).status()).isEqualTo(DataTestResult.Status.WARN);

    configured("{error_if: '>10', warn_if: '>2'}");
    assertThat(run(DataTestSuite.Settings.DEFAULT).status()).isEqualTo(DataTestResult.Status.WARN);

    configured("{error_if: '>10', warn_if: '>5'}");
    assertThat(run(DataTestSuite.Settings.DEFAULT).status()).isEqualTo(DataTestResult.Status.PASS);
  }

  @Test
  void aConditionThatOnlyADatabaseUnderstandsIsRefusedWithItsPlace() {
    configured("{error_if: '> (select 1)'}");
    counts(3L, 12L);

    DataTestResult result = run(DataTestSuite.Settings.DEFAULT);

    assertThat(result.status()).isEqualTo(DataTestResult.Status.ERROR);
    assertThat(result.problems().getFirst().message()).contains("error_if");
    assertThat(asked).isEmpty();
  }

  @Test
  void oneQueryCountsFailuresAndRowsAndKeepsTheLimit() {
    configured("{limit: 5, where: 'id > 7'}");
    counts(1L, 2L);

    run(DataTestSuite.Settings.DEFAULT);

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().query())
        .contains("count(*)", "id > 7", "LIMIT 5", "UNION ALL", "COUNT(*) FROM `");
    assertThat(asked.getFirst().setup()).anyMatch(ddl -> ddl.contains("CREATE TABLE"));
  }

  @Test
  void aReadThatDoesNotEndIsAnError() {
    answers.add(snapshot(List.of(), Snapshot.Ending.TIMED_OUT));

    DataTestResult result = run(DataTestSuite.Settings.DEFAULT);

    assertThat(result.status()).isEqualTo(DataTestResult.Status.ERROR);
    assertThat(result.message()).contains("did not read to its end within 60 s");
  }

  @Test
  void afterTheFirstFailureNothingMoreIsAskedWhenThatIsWanted() {
    project.file("tests/first.sql", "SELECT * FROM {{ ref('orders') }}");
    project.file("tests/second.sql", "SELECT id FROM {{ ref('orders') }}");
    counts(1L, 2L);

    List<DataTestResult> results =
        runAll(new DataTestSuite.Settings(1, Duration.ofSeconds(5), Duration.ZERO, true));

    assertThat(results)
        .extracting(DataTestResult::status)
        .containsExactly(
            DataTestResult.Status.FAIL,
            DataTestResult.Status.SKIPPED,
            DataTestResult.Status.SKIPPED);
    assertThat(asked).hasSize(1);
  }
}
