package dev.millrace.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.connect.TextRange;
import dev.millrace.engine.connect.Watermark;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'it''s; ok' -- ; comment\nFROM `a;b` /* ; */ WHERE x >= 1.5e-3;",
        "SELECT 'never ends",
        "/* never ends",
        "",
        "é ü 漢 \t\r\n",
      })
  void tokensJoinToTheTextAgain(String text) {
    assertThat(SqlLexer.tokens(text).stream().map(SqlToken::text).collect(Collectors.joining()))
        .isEqualTo(text);
  }

  @Test
  void statementsEndAtSemicolonsOutsideOfTextsAndComments() {
    assertThat(SqlStatements.split("SELECT ';' -- ;\n; \n-- only a comment\n; SELECT 2"))
        .extracting(SqlStatements.Statement::text)
        .containsExactly("SELECT ';' -- ;\n", " SELECT 2");
  }

  @Test
  void aStatementSetIsOneStatement() {
    assertThat(
            SqlStatements.split(
                "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END;"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT a, FROM t | 11",
        "SELECT (a + b FROM t | 15",
        "SELECT a FROM | 13",
        "SELECT 'a FROM t | 8",
      })
  void syntaxErrorsNameTheirColumn(String query, int column) {
    SqlProblem problem = FlinkSql.checkQuery(query).orElseThrow();
    assertThat(problem.range().map(TextRange::column)).contains(column);
    assertThat(problem.message()).doesNotContain("\n").doesNotContain("Was expecting");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))",
        "WITH a AS (SELECT 1) SELECT * FROM a UNION ALL SELECT 2",
        "SELECT * FROM a JOIN b FOR SYSTEM_TIME AS OF a.ts ON a.x = b.x",
        "SELECT '${secret:X}' AS x",
      })
  void flinksOwnQueriesAreRight(String query) {
    assertThat(FlinkSql.checkQuery(query)).isEmpty();
  }

  @Test
  void aReservedWordUsedAsANameIsCalledOne() {
    assertThat(FlinkSql.checkQuery("SELECT a AS method FROM t").orElseThrow().message())
        .isEqualTo("`method` is a reserved word of Flink SQL");
    assertThat(FlinkSql.checkQuery("SELECT p.method FROM p").orElseThrow().message())
        .isEqualTo("`method` is a reserved word of Flink SQL");
    assertThat(FlinkSql.checkQuery("SELECT a FROM t GRUP BY a").orElseThrow().message())
        .startsWith("`BY` is not expected here");
    assertThat(FlinkSql.checkQuery("SELECT a AS `method` FROM t")).isEmpty();
  }

  @Test
  void anotherStatementThanAQueryIsToldSo() {
    assertThat(FlinkSql.checkQuery("DROP TABLE t").orElseThrow().message())
        .startsWith("A model is one SELECT");
  }

  @Test
  void aTableDeclarationTellsKeyAndWatermark() {
    FlinkSql.TableDeclaration declaration =
        FlinkSql.tableDeclaration(
                "CREATE TABLE t (a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5'"
                    + " SECOND, PRIMARY KEY (a) NOT ENFORCED) WITH ('connector' = 'x')")
            .orElseThrow();
    assertThat(declaration.primaryKey()).isEqualTo(List.of("a"));
    assertThat(declaration.watermark()).contains(new Watermark("ts", "`ts` - INTERVAL '5' SECOND"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string | VARCHAR(2147483647) | true",
        "int | INTEGER NOT NULL | true",
        "decimal(10,2) | DECIMAL(10, 2) | true",
        "TIMESTAMP_LTZ(3) | TIMESTAMP(3) WITH LOCAL TIME ZONE | true",
        "TIMESTAMP | TIMESTAMP(6) | true",
        "numeric | DECIMAL(10, 0) | true",
        "ROW<a int, b string> | ROW<`a` INT, `b` STRING> | true",
        "BIGINT | INT | false",
        "DECIMAL(10, 2) | DECIMAL(10, 3) | false",
      })
  void spellingsOfATypeAreOneType(String left, String right, boolean same) {
    assertThat(SqlTypes.same(left, right)).isEqualTo(same);
  }

  @Test
  void linesAndColumnsLeadToOffsetsAndBack() {
    SqlLines lines = new SqlLines("ab\ncde\n");
    assertThat(lines.offset(2, 2)).isEqualTo(4);
    assertThat(lines.line(4)).isEqualTo(2);
    assertThat(lines.column(4)).isEqualTo(2);
    assertThat(lines.offset(9, 1)).isEqualTo(7);
  }
}
