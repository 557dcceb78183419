package dev.millrace.engine.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ProjectFolder;
import dev.millrace.engine.sql.StatementKind;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InlineCompilerTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void aProject() {
    project =
        new ProjectFolder(folder)
            .file("dbt_project.yml", "name: shop\nvars: {least: 3}\n")
            .file("models/a.sql", "SELECT 1 AS x")
            .file("models/e1.sql", "{{ config(materialized='ephemeral') }}SELECT 1 AS x")
            .file(
                "models/e2.sql",
                "{{ config(materialized='ephemeral') }}SELECT * FROM {{ ref('e1') }}");
  }

  private CompiledInline compile(String text) {
    return new InlineCompiler(problem -> {})
        .compile(project.loadSound(), new InlineSource(text, "analyses/x.sql", 5));
  }

  @Test
  void namesAndVariablesMeanWhatTheyMeanInModels() {
    CompiledInline compiled =
        compile("SELECT * FROM {{ ref('a') }} WHERE x > {{ var('least') }};\n");
    assertThat(compiled.statements())
        .singleElement()
        .satisfies(
            statement ->
                assertThat(statement.sql())
                    .isEqualTo("SELECT * FROM `default_catalog`.`local_shop`.`a` WHERE x > 3"));
    assertThat(compiled.reads()).containsExactly("model.shop.a");
  }

  @Test
  void severalStatementsAreToldApartEachWithItsPlace() {
    CompiledInline compiled =
        compile(
            "-- first\nCREATE TEMPORARY VIEW v AS SELECT 1 AS x;\n\n  SELECT * FROM v -- end\n");
    assertThat(compiled.statements())
        .extracting(CompiledInline.Statement::kind)
        .containsExactly(StatementKind.DEFINITION, StatementKind.QUERY);
    assertThat(compiled.statements())
        .extracting(CompiledInline.Statement::start)
        .containsExactly(
            new SourcePosition("analyses/x.sql", 6, 1), new SourcePosition("analyses/x.sql", 8, 3));
    assertThat(compiled.statements().get(1).sql()).isEqualTo("SELECT * FROM v");
    assertThat(compiled.statements().get(1).locator().locate(1, 15))
        .isEqualTo(new SourcePosition("analyses/x.sql", 8, 17));
  }

  @Test
  void ephemeralModelsArePutInWhereTheyAreNamed() {
    CompiledInline compiled =
        compile("SELECT 1; CREATE TEMPORARY VIEW v AS SELECT * FROM {{ ref('e2') }}");
    assertThat(compiled.statements().get(0).sql()).isEqualTo("SELECT 1");
    assertThat(compiled.statements().get(1).sql())
        .isEqualTo(
            "CREATE TEMPORARY VIEW v AS with __dbt__cte__e1 as (\nSELECT 1 AS x\n),"
                + "  __dbt__cte__e2 as (\nSELECT * FROM __dbt__cte__e1\n)"
                + " SELECT * FROM __dbt__cte__e2");
  }

  @Test
  void aHintAtTheEndIsKept() {
    assertThat(compile("SELECT * FROM t /*+ OPTIONS('a'='b') */\n").statements().getFirst().sql())
        .endsWith("*/");
  }

  @Test
  void blanksAndCommentsAreNoStatement() {
    assertThat(compile("-- nothing\n\n;").statements()).isEmpty();
  }

  @Test
  void faultsAreShownWhereTheyStand() {
    assertThatThrownBy(() -> compile("SELECT *\nFROM {{ ref('b') }}"))
        .hasMessageContaining("P006 analyses/x.sql:6:9");
    assertThatThrownBy(() -> compile("SELECT 1 AS x\nFRM t t u"))
        .hasMessageContaining("P010 analyses/x.sql:6:");
    assertThatThrownBy(() -> compile("SELECT {{ 1 + }}"))
        .hasMessageContaining("P005 analyses/x.sql:5:");
    assertThatThrownBy(() -> compile("SELECT {{ var('none') }}"))
        .hasMessageContaining("analyses/x.sql:5:");
  }
}
