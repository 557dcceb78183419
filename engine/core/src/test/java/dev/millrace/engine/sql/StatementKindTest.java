package dev.millrace.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementKindTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "-- why\n  with x as (select 1) select * from x",
        "(SELECT 1) UNION (SELECT 2)",
        "VALUES (1)"
      })
  void queriesHaveRows(String sql) {
    assertThat(StatementKind.of(sql)).isEqualTo(StatementKind.QUERY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHOW TABLES", "describe t", "EXPLAIN SELECT 1"})
  void informationIsNoQuery(String sql) {
    assertThat(StatementKind.of(sql)).isEqualTo(StatementKind.INFORMATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TEMPORARY VIEW v AS SELECT 1",
        "CREATE VIEW v (a) COMMENT 'x' AS WITH q AS (SELECT 1) SELECT * FROM q",
        "CREATE TABLE t (a INT, b AS a + 1) WITH ('connector' = 'datagen')",
        "CREATE TEMPORARY FUNCTION f AS 'a.B'",
        "DROP TABLE t",
        "SET 'a' = 'b'",
        "USE CATALOG c"
      })
  void definitionsChangeTheSessionAlone(String sql) {
    assertThat(StatementKind.of(sql)).isEqualTo(StatementKind.DEFINITION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t SELECT 1",
        "CREATE TABLE t WITH ('a' = 'b') AS SELECT 1",
        "CREATE MATERIALIZED TABLE t AS SELECT 1",
        "EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1; END",
        "STOP JOB 'x'",
        "DELETE FROM t",
        "nonsense"
      })
  void whatGoesOnOrWritesIsAChange(String sql) {
    assertThat(StatementKind.of(sql)).isEqualTo(StatementKind.CHANGE);
  }

  @Test
  void aDefinitionTellsWhatItMakesAndHowToTakeItAway() {
    assertThat(Definition.of("CREATE TEMPORARY VIEW IF NOT EXISTS `a b`.v AS SELECT 1"))
        .contains(new Definition("TEMPORARY ", "VIEW", "`a b`.v"));
    assertThat(Definition.of("create temporary system function f as 'a.B'").orElseThrow().drop())
        .isEqualTo("DROP TEMPORARY SYSTEM FUNCTION IF EXISTS f");
    assertThat(Definition.of("CREATE CATALOG c")).isEmpty();
    assertThat(Definition.of("SELECT 1")).isEmpty();
  }
}
