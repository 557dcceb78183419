package dev.millrace.engine.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.GivenTable;
import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.connect.Watermark;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectFolder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitTestCompilerTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void writeProject() {
    project =
        new ProjectFolder(folder)
            .file(
                "models/orders.sql",
                "{{ config(materialized='streaming_source', connector='datagen') }}\n"
                    + "id INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND")
            .file(
                "models/stg.sql",
                "SELECT id, ts FROM {{ ref('orders') }} WHERE id > {{ var('min', 0) }}")
            .file(
                "models/e.sql",
                "{{ config(materialized='ephemeral') }}SELECT id FROM {{ ref('stg') }}")
            .file("models/m.sql", "SELECT id FROM {{ ref('e') }}");
  }

  private CompiledUnitTest compile(String given, String expect) {
    project.file(
        "models/t.yml",
        "unit_tests:\n  - name: t\n    model: m\n    overrides: {vars: {min: 7}}\n    given: "
            + given
            + "\n    expect: {rows: ["
            + expect
            + "]}\n");
    Project loaded = project.loadSound();
    CompiledProject compiled =
        new ProjectCompiler()
            .compile(loaded, new Connector.DefaultTableOptions(Map.of(), Map.of()));
    Column id = new Column("id", "INT");
    Column ts = new Column("ts", "TIMESTAMP(3)", TimeAttribute.ROWTIME);
    ScriptedPlanner planner =
        new ScriptedPlanner()
            .columns("model.shop.orders", id, ts)
            .columns("model.shop.stg", id, ts)
            .columns("model.shop.m", id);
    AnalyzedProject analyzed = new ProjectAnalyzer().analyze(compiled, planner);
    return new UnitTestCompiler().compile(analyzed, loaded.unitTests().values().iterator().next());
  }

  @Test
  void viewsBetweenTheInputsAndTheModelAreSetUpWithTheTestsVariables() {
    CompiledUnitTest test = compile("[{input: ref('orders'), rows: [{id: 1}]}]", "{id: 1}");
    assertThat(test.setup())
        .containsExactly(
            "CREATE VIEW `default_catalog`.`local_shop`.`stg` AS\n"
                + "SELECT id, ts FROM `default_catalog`.`local_shop`.`orders` WHERE id > 7");
    assertThat(test.query())
        .isEqualTo(
            "with __dbt__cte__e as (\nSELECT id FROM `default_catalog`.`local_shop`.`stg`\n) "
                + "SELECT id FROM __dbt__cte__e");
    GivenTable given = test.given().getFirst();
    assertThat(given.name().name()).isEqualTo("orders");
    assertThat(given.watermark()).contains(new Watermark("ts", "`ts` - INTERVAL '5' SECOND"));
    assertThat(given.rows()).hasSize(1);
  }

  @Test
  void aGivenViewHasTheWatermarkOfTheTableBelowIt() {
    CompiledUnitTest test = compile("[{input: ref('stg'), rows: []}]", "");
    assertThat(test.setup()).isEmpty();
    assertThat(test.given().getFirst().watermark())
        .contains(new Watermark("ts", "`ts` - INTERVAL '5' SECOND"));
  }

  @Test
  void anInputWithoutRowsIsAnErrorThatNamesIt() {
    assertInvalid("[]", "", "ref('orders')");
  }

  @Test
  void aColumnThatTheInputLacksIsAnError() {
    assertInvalid("[{input: ref('orders'), rows: [{idd: 1}]}]", "", "Did you mean `id`?");
  }

  @Test
  void aColumnThatTheModelLacksIsAnError() {
    assertInvalid("[{input: ref('orders'), rows: []}]", "{total: 1}", "no column `total`");
  }

  @Test
  void anInputThatTheModelDoesNotReadIsAnError() {
    project.file("models/other.sql", "SELECT 1 AS x");
    assertInvalid(
        "[{input: ref('orders'), rows: []}, {input: ref('other'), rows: []}]", "", "`other`");
  }

  private void assertInvalid(String given, String expect, String text) {
    assertThatThrownBy(() -> compile(given, expect))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo(ProblemCode.UNIT_TEST_INVALID);
              assertThat(e.problem().describe()).contains(text).contains("models/t.yml:2:5");
            });
  }
}
