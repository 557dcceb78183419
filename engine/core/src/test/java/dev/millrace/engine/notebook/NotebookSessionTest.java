package dev.millrace.engine.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.ProjectAnalyzer;
import dev.millrace.engine.compile.ProjectCompiler;
import dev.millrace.engine.compile.ScriptedPlanner;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.notebook.CellRun.Status;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.ProjectFolder;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.SnapshotQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookSessionTest {
  private static final Connector.DefaultTableOptions OPTIONS =
      new Connector.DefaultTableOptions(
          Map.of("connector", "kafka"), Map.of("connector", "upsert-kafka"));

  @TempDir private Path folder;
  private final RememberedSession session = new RememberedSession();

  private NotebookSession notebookSession() {
    ProjectFolder project =
        new ProjectFolder(folder)
            .file("models/orders.sql", "SELECT 1 AS x")
            .file("models/wrong.sql", "SELECT 1 AS x");
    AnalyzedProject analyzed =
        new ProjectAnalyzer()
            .analyze(
                new ProjectCompiler().compile(project.loadSound(), OPTIONS),
                new ScriptedPlanner()
                    .problem("model.shop.wrong", new SqlProblem("bad", Optional.empty())));
    return new NotebookSession(analyzed, session::open, 10);
  }

  private List<CellRun> run(String text) {
    return run(text, false, NotebookListener.NONE);
  }

  private List<CellRun> run(String text, boolean goOn, NotebookListener listener) {
    try (NotebookSession notebook = notebookSession()) {
      return notebook.run(
          Notebook.parse(text), "analyses/x.sql", SnapshotQuery.Settings.DEFAULT, goOn, listener);
    }
  }

  @Test
  void cellsShareOneSessionThatKnowsWhatTheyRead() {
    List<CellRun> runs =
        run(
            """
            -- %% [markdown]
            -- text
            -- %%
            CREATE TEMPORARY VIEW v AS SELECT * FROM {{ ref('orders') }};
            -- %%
            SELECT * FROM v; SELECT * FROM {{ ref('orders') }}
            -- %%
            -- nothing
            """);

    assertThat(runs)
        .extracting(CellRun::status)
        .containsExactly(Status.EMPTY, Status.DONE, Status.DONE, Status.EMPTY);
    assertThat(runs.get(2).statements()).hasSize(2).allMatch(StatementRun.Rows.class::isInstance);
    assertThat(session.opened).isEqualTo(1);
    assertThat(session.closed).isEqualTo(1);
    assertThat(session.statements)
        .containsExactly(
            "CREATE VIEW `default_catalog`.`local_shop`.`orders` AS SELECT 1 AS x",
            "CREATE TEMPORARY VIEW v AS SELECT * FROM `default_catalog`.`local_shop`.`orders`",
            "SELECT * FROM v",
            "SELECT * FROM `default_catalog`.`local_shop`.`orders`");
  }

  @Test
  void aFaultIsShownInTheNotebookAndLaterCellsAreSkipped() {
    String text = "-- %%\nSELECT 1\n\n-- %%\nSELECT 2;\nSELECT\n  nope\n-- %%\nSELECT 3\n";
    List<CellRun> runs = run(text);
    assertThat(runs)
        .extracting(CellRun::status)
        .containsExactly(Status.DONE, Status.FAILED, Status.SKIPPED);
    assertThat(runs.get(1).statements()).hasSize(1);
    assertThat(runs.get(1).problem().map(Problem::describe))
        .contains("P010 analyses/x.sql:7:3: Column 'nope' not found");

    assertThat(run(text, true, NotebookListener.NONE))
        .extracting(CellRun::status)
        .containsExactly(Status.DONE, Status.FAILED, Status.DONE);
  }

  @Test
  void aFailureWithoutAPlaceBelongsToItsStatement() {
    assertThat(run("-- %%\nSELECT 1;\n  SELECT broken").getFirst().problem().map(Problem::describe))
        .contains("C003 analyses/x.sql:3:3: The job failed");
  }

  @Test
  void aModelWithErrorsIsNamedAtTheCellThatReadsIt() {
    assertThat(run("\nSELECT * FROM {{ ref('wrong') }}").getFirst().problem())
        .hasValueSatisfying(
            problem ->
                assertThat(problem.describe())
                    .contains("analyses/x.sql:2:1", "`wrong` cannot be read"));
  }

  @Test
  void whatWouldStartAJobIsRefused() {
    assertThat(run("INSERT INTO t SELECT 1").getFirst().problem())
        .hasValueSatisfying(
            problem -> assertThat(problem.describe()).contains("only looks", "Make it a model"));
    assertThat(session.statements).isEmpty();
  }

  @Test
  void aDefinitionCanBeRunAgain() {
    run("CREATE TEMPORARY VIEW v AS SELECT 1\n-- %%\nCREATE TEMPORARY VIEW v AS SELECT 2\n");
    assertThat(session.statements)
        .containsExactly(
            "CREATE TEMPORARY VIEW v AS SELECT 1",
            "DROP TEMPORARY VIEW IF EXISTS v",
            "CREATE TEMPORARY VIEW v AS SELECT 2");
  }

  @Test
  void generatedTablesEndSoThatASnapshotDoes() {
    run("CREATE TEMPORARY TABLE t (id INT) WITH ('connector' = 'datagen')");
    assertThat(session.statements).singleElement().asString().contains("'number-of-rows' = '10'");
  }

  @Test
  void whoRunsItFollowsAndCanEndIt() {
    List<String> seen = new ArrayList<>();
    List<CellRun> runs =
        run(
            "-- %%\nSELECT 1\n-- %%\nSELECT 2\n",
            false,
            new NotebookListener() {
              @Override
              public void begins(int index) {
                seen.add("begins " + index);
              }

              @Override
              public void ended(int index, CellRun run) {
                seen.add(run.status() + " " + index);
              }

              @Override
              public boolean isCancelled() {
                return seen.contains("DONE 0");
              }
            });
    assertThat(seen).containsExactly("begins 0", "DONE 0", "SKIPPED 1");
    assertThat(runs).hasSize(2);
  }

  @Test
  void aLiveQuerySeesWhatCellsHaveDefined() {
    Notebook cells =
        Notebook.parse("CREATE TEMPORARY VIEW v AS SELECT 1\n-- %%\nSELECT * FROM v\n");
    try (NotebookSession notebook = notebookSession()) {
      notebook.run(cells, "x.sql", SnapshotQuery.Settings.DEFAULT, false, NotebookListener.NONE);
      session.statements.clear();
      notebook.live(cells, 1, "x.sql", LiveQuery.Settings.DEFAULT).close();
      assertThat(session.statements)
          .containsExactly("CREATE TEMPORARY VIEW v AS SELECT 1", "SELECT * FROM v");
      assertThatThrownBy(() -> notebook.live(cells, 0, "x.sql", LiveQuery.Settings.DEFAULT))
          .hasMessageContaining("Only a query");
    }
  }
}
