package dev.millrace.engine.compile;

import static dev.millrace.engine.project.ProjectFolder.errors;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectFolder;
import dev.millrace.engine.sql.FlinkSql;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The macros that come with Millrace, rendered; Flink's own parser takes all of it. */
class BundledMacrosTest {
  @TempDir Path folder;
  private ProjectFolder files;

  @BeforeEach
  void writeProject() {
    files =
        new ProjectFolder(folder)
            .file(
                "models/one.sql",
                "SELECT 1 AS id, 'a' AS name, TRUE AS good, x.* FROM (VALUES (1)) AS x (n)")
            .file(
                "models/two.sql",
                "WITH o AS (SELECT * FROM {{ ref('one') }}) SELECT id, name FROM o")
            .file(
                "models/schema.yml",
                """
                models:
                  - name: one
                    columns:
                      - {name: id, data_type: INT}
                      - {name: name, data_type: STRING}
                      - {name: good, data_type: BOOLEAN}
                  - name: two
                    columns: [{name: id, data_type: BIGINT}, {name: name, data_type: STRING}]
                """)
            .file("seeds/codes.csv", "code,price\nA,1.5\n");
  }

  private CompiledProject compile() {
    return new ProjectCompiler()
        .compile(files.load(), new Connector.DefaultTableOptions(Map.of(), Map.of()));
  }

  private String sql(String template) {
    files.file("models/m.sql", template);
    CompiledProject compiled = compile();
    assertThat(errors(compiled.problems())).extracting(Problem::describe).isEmpty();
    return compiled.node("model.shop.m").sql().strip().replaceAll("\\s+", " ");
  }

  private String expression(String call) {
    String sql = sql("SELECT {{ " + call + " }} AS x FROM t");
    assertThat(sql).startsWith("SELECT ").endsWith(" AS x FROM t");
    return sql.substring("SELECT ".length(), sql.length() - " AS x FROM t".length()).strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          dbt.dateadd('day', 3, 'd')                | TIMESTAMPADD(DAY, 3, d)
          dbt.datediff('a', 'b', 'month')           | TIMESTAMPDIFF(MONTH, FLOOR(CAST(a AS TIMESTAMP(3)) TO MONTH), FLOOR(CAST(b AS TIMESTAMP(3)) TO MONTH))
          dbt.date_trunc('week', 'd')               | FLOOR(d TO WEEK)
          dbt.last_day('d', 'month')                | CAST(TIMESTAMPADD(DAY, -1, TIMESTAMPADD(MONTH, 1, FLOOR(CAST(d AS TIMESTAMP(3)) TO MONTH))) AS DATE)
          dbt.date(2024, 3, 9)                      | DATE '2024-03-09'
          dbt.current_timestamp()                   | CURRENT_TIMESTAMP
          dbt.current_timestamp_backcompat()        | CURRENT_TIMESTAMP
          dbt.concat(['a', "'-'", 'b'])             | CONCAT(a, '-', b)
          dbt.hash('a')                             | MD5(CAST(a AS STRING))
          dbt.split_part('s', "'/'", 2)             | SPLIT_INDEX(s, '/', 2 - 1)
          dbt.split_part('s', "'/'", -1)            | SPLIT_INDEX(s, '/', (CHAR_LENGTH(s) - CHAR_LENGTH(REPLACE(s, '/', ''))) / CHAR_LENGTH('/') + 1 - 1)
          dbt.safe_cast('a', dbt.type_int())        | TRY_CAST(a AS INT)
          dbt.cast('a', dbt.type_numeric())         | CAST(a AS DECIMAL(28, 6))
          dbt.cast_bool_to_text('a')                | LOWER(CAST(a AS STRING))
          dbt.any_value('a')                        | FIRST_VALUE(a)
          dbt.bool_or('a > 1')                      | (MAX(CASE WHEN a > 1 THEN 1 ELSE 0 END) = 1)
          dbt.listagg('a', "';'")                   | LISTAGG(a, ';')
          dbt.right('a', 2)                         | RIGHT(a, 2)
          dbt.length('a')                           | CHAR_LENGTH(a)
          dbt.replace('a', "'x'", "'y'")            | REPLACE(a, 'x', 'y')
          dbt.position("'x'", 'a')                  | POSITION('x' IN a)
          dbt.string_literal('it')                  | 'it'
          dbt.string_literal(dbt.escape_single_quotes("it's")) | 'it''s'
          dbt.equals('a', 'b')                      | (a) IS NOT DISTINCT FROM (b)
          dbt.array_construct(['1', '2'])           | ARRAY[1, 2]
          dbt.array_construct([], 'INT')            | ARRAY_REMOVE(ARRAY[CAST(NULL AS INT)], CAST(NULL AS INT))
          dbt.array_append('a', '1')                | ARRAY_APPEND(a, 1)
          dbt.array_concat('a', 'b')                | ARRAY_CONCAT(a, b)
          'CAST(a AS ' ~ dbt.type_timestamp() ~ ')' | CAST(a AS TIMESTAMP(3))
          'CAST(a AS ' ~ dbt.type_string() ~ ')'    | CAST(a AS STRING)
          'CAST(a AS ' ~ dbt.type_bigint() ~ ')'    | CAST(a AS BIGINT)
          'CAST(a AS ' ~ dbt.type_float() ~ ')'     | CAST(a AS DOUBLE)
          'CAST(a AS ' ~ dbt.type_boolean() ~ ')'   | CAST(a AS BOOLEAN)
          dbt_utils.generate_surrogate_key(['a', 'b']) | MD5(CAST(CONCAT(COALESCE(CAST(a AS STRING), '_dbt_utils_surrogate_key_null_'), '-', COALESCE(CAST(b AS STRING), '_dbt_utils_surrogate_key_null_')) AS STRING))
          dbt_utils.safe_add(['a', 'b'])            | COALESCE(a, 0) + COALESCE(b, 0)
          dbt_utils.safe_subtract(['a', 'b'])       | COALESCE(a, 0) - COALESCE(b, 0)
          dbt_utils.safe_divide('a', 'b')           | (a) / NULLIF((b), 0)
          dbt_utils.width_bucket('a', 0, 10, 5)     | CASE WHEN a < 0 THEN 0 WHEN a >= 10 THEN 5 + 1 ELSE CAST(FLOOR((CAST(a AS DOUBLE) - (0)) * 5 / ((10) - (0))) AS INT) + 1 END
          dbt_utils.get_url_host('u')               | SPLIT_INDEX(SPLIT_INDEX(REGEXP_REPLACE(u, '^[a-zA-Z-]+://', ''), '/', 0), '?', 0)
          dbt_utils.get_url_path('u')               | REGEXP_REPLACE(SPLIT_INDEX(u, '?', 0), '^([a-zA-Z-]+://)?[^/]*/?', '')
          dbt_utils.get_url_parameter('u', 'utm')   | NULLIF(REGEXP_EXTRACT(u, '[?&]utm=([^&#]*)', 1), '')
          dbt_utils.pivot('a', ['x', 'y'], alias=false, agg='count', distinct=true, then_value='b', else_value='NULL') ~ ', 1' | count(DISTINCT CASE WHEN a = 'x' THEN b ELSE NULL END), count(DISTINCT CASE WHEN a = 'y' THEN b ELSE NULL END), 1
          dbt_utils.haversine_distance('a', 'b', 'c', 'd', unit='km') | 2 * 3961 * ASIN(SQRT(POWER(SIN(RADIANS((c) - (a)) / 2), 2) + COS(RADIANS(a)) * COS(RADIANS(c)) * POWER(SIN(RADIANS((d) - (b)) / 2), 2))) * 1.60934
          "'" ~ dbt_utils.slugify('2 Big-Words!') ~ "'" | '_2_big_words'
          dbt_utils.get_column_values(ref('one'), 'name', default=['p', 'q']) | join(' + ')
          """)
  void expressionsAreFlinks(String call, String expected) {
    if (expected.startsWith("join")) {
      assertThat(expression(call + " | " + expected)).isEqualTo("p + q");
    } else {
      assertThat(expression(call)).isEqualTo(expected);
    }
  }

  @Test
  void setOperationsAreFlinks() {
    assertThat(
            sql(
                "SELECT 1 AS x {{ dbt.except() }} SELECT 2 AS x {{ dbt.intersect() }} SELECT 3 AS"
                    + " x"))
        .isEqualTo("SELECT 1 AS x EXCEPT SELECT 2 AS x INTERSECT SELECT 3 AS x");
  }

  @Test
  void starNamesTheColumnsThatTheQueryHasAndNotOnlyThoseTheYamlLists() {
    assertThat(
            sql(
                "SELECT {{ dbt_utils.star(ref('two'), except=['NAME'], prefix='p_') }} FROM {{"
                    + " ref('two') }}"))
        .startsWith("SELECT `id` AS `p_id` FROM");
    files.file(
        "models/schema.yml", "models: [{name: two, columns: [{name: id, data_type: BIGINT}]}]");
    files.file("models/one.sql", "SELECT 1 AS id, 'a' AS name");
    assertThat(
            sql(
                "SELECT {{ dbt_utils.star(ref('two'), relation_alias='t') }} FROM {{ ref('two') }}"
                    + " AS t"))
        .startsWith("SELECT t.`id`, t.`name` FROM");
  }

  @Test
  void starOfASeedNamesItsHeader() {
    assertThat(sql("SELECT {{ dbt_utils.star(from=ref('codes')) }} FROM {{ ref('codes') }}"))
        .startsWith("SELECT `code`, `price` FROM");
  }

  @Test
  void columnsThatNobodyKnowsAreAnErrorWithARemedy() {
    files
        .file("models/sources.yml", "sources: [{name: lake, tables: [{name: fish}]}]")
        .file(
            "models/m.sql",
            "SELECT {{ dbt_utils.star(source('lake', 'fish')) }} FROM {{ source('lake', 'fish')"
                + " }}");
    Problem problem = ProjectFolder.onlyError(compile().problems());
    assertThat(problem.message())
        .contains("The columns of `fish` are not known before anything runs");
    assertThat(problem.remedy().orElseThrow()).contains("columns:");
  }

  @Test
  void unionRelationsTakesColumnsByName() {
    assertThat(
            sql(
                "{{ dbt_utils.union_relations([ref('codes'), ref('two')], exclude=['price'],"
                    + " where='TRUE') }}"))
        .isEqualTo(
            "SELECT CAST('`default_catalog`.`local_shop`.`codes`' AS STRING) AS"
                + " `_dbt_source_relation`, CAST(`code` AS STRING) AS `code`, CAST(NULL AS BIGINT)"
                + " AS `id`, CAST(NULL AS STRING) AS `name` FROM"
                + " `default_catalog`.`local_shop`.`codes` WHERE TRUE UNION ALL SELECT"
                + " CAST('`default_catalog`.`local_shop`.`two`' AS STRING) AS"
                + " `_dbt_source_relation`, CAST(NULL AS STRING) AS `code`, CAST(`id` AS BIGINT) AS"
                + " `id`, CAST(`name` AS STRING) AS `name` FROM"
                + " `default_catalog`.`local_shop`.`two` WHERE TRUE");
  }

  @Test
  void unpivotMakesARowOfEachColumn() {
    assertThat(sql("{{ dbt_utils.unpivot(ref('one'), exclude=['id'], remove=['n', 'name']) }}"))
        .isEqualTo(
            "SELECT `id`, CAST('good' AS STRING) AS `field_name`, CAST(LOWER(CAST(`good` AS"
                + " STRING)) AS STRING) AS `value` FROM `default_catalog`.`local_shop`.`one`");
  }

  @Test
  void deduplicateKeepsTheFirstOfEachKey() {
    assertThat(sql("{{ dbt_utils.deduplicate(ref('two'), 'id', 'name DESC') }}"))
        .isEqualTo(
            "SELECT `id`, `name` FROM ( SELECT `id`, `name`, ROW_NUMBER() OVER (PARTITION BY id"
                + " ORDER BY name DESC) AS deduplicate_rank FROM"
                + " `default_catalog`.`local_shop`.`two` ) AS ranked WHERE deduplicate_rank = 1");
  }

  @Test
  void aSpineOfDatesCountsTheDaysThatStandInTheText() {
    assertThat(
            sql("{{ dbt_utils.date_spine('day', \"DATE '2024-01-01'\", \"DATE '2024-01-31'\") }}"))
        .contains("digit_0.n * 1 + digit_1.n * 10 + 1 AS generated_number")
        .contains("WHERE generated_number <= 31")
        .contains("TIMESTAMPADD(DAY, generated_number - 1, DATE '2024-01-01')")
        .endsWith("WHERE date_day < CAST(DATE '2024-01-31' AS TIMESTAMP(3))");
  }

  @Test
  void pivotNamesItsColumnsAfterTheValues() {
    assertThat(sql("SELECT {{ dbt_utils.pivot('a', ['x', \"it's\"], suffix='_n') }} FROM t"))
        .isEqualTo(
            "SELECT sum(CASE WHEN a = 'x' THEN 1 ELSE 0 END) AS `x_n`, sum(CASE WHEN a = 'it''s'"
                + " THEN 1 ELSE 0 END) AS `it's_n` FROM t");
  }

  @Test
  void nullcheckTableTurnsEmptyTextsIntoNulls() {
    assertThat(sql("{{ dbt_utils.nullcheck_table(ref('two')) }}"))
        .startsWith("SELECT `id`, NULLIF(`name`, '') AS `name` FROM");
  }

  @Test
  void groupingByNumbersIsRefusedSinceFlinkWouldTakeThemForConstants() {
    files.file("models/m.sql", "SELECT id FROM {{ ref('one') }} {{ dbt_utils.group_by(1) }}");
    assertThat(ProjectFolder.onlyError(compile().problems()).message())
        .contains("Flink groups by names only");
  }

  @Test
  void theProjectMayReplaceAMacroByDispatch() {
    files.file(
        "macros/own.sql",
        "{% macro flink__safe_divide(numerator, denominator) %}mine{% endmacro %}"
            + "{% macro flink__hash(field) %}SHA256({{ field }}){% endmacro %}");
    assertThat(expression("dbt_utils.safe_divide('a', 'b')")).isEqualTo("mine");
    assertThat(expression("dbt.hash('a')")).isEqualTo("SHA256(a)");
  }

  @Test
  void anInstalledPackageWins() {
    files
        .file("dbt_packages/dbt_utils/dbt_project.yml", "name: dbt_utils\n")
        .file(
            "dbt_packages/dbt_utils/macros/star.sql",
            "{% macro safe_divide(a, b) %}installed{% endmacro %}");
    assertThat(expression("dbt_utils.safe_divide('a', 'b')")).isEqualTo("installed");
  }

  @Test
  void genericTestsOfThePackageAreFlinks() {
    files.file(
        "models/tests.yml",
        """
        models:
          - name: m
            tests:
              - dbt_utils.unique_combination_of_columns: {combination_of_columns: [id, name]}
              - dbt_utils.expression_is_true: {expression: "id > 0"}
              - dbt_utils.equality: {compare_model: ref('one'), compare_columns: [id]}
              - dbt_utils.equal_rowcount: {compare_model: ref('one')}
              - dbt_utils.fewer_rows_than: {compare_model: ref('one'), group_by_columns: [id]}
              - dbt_utils.recency: {field: at_time, datepart: day, interval: 1}
              - dbt_utils.mutually_exclusive_ranges:
                  {lower_bound_column: low, upper_bound_column: high, partition_by: id, gaps: required}
            columns:
              - name: id
                tests:
                  - unique
                  - not_null
                  - accepted_values: {values: [1, 2], quote: false}
                  - relationships: {to: ref('one'), field: id}
                  - dbt_utils.accepted_range: {min_value: 0, max_value: 9, inclusive: false}
                  - dbt_utils.at_least_one
                  - dbt_utils.not_constant: {group_by_columns: [name]}
                  - dbt_utils.not_empty_string
                  - dbt_utils.not_null_proportion: {at_least: 0.9}
                  - dbt_utils.not_accepted_values: {values: [a, b]}
                  - dbt_utils.cardinality_equality: {to: ref('one'), field: id}
                  - dbt_utils.relationships_where: {to: ref('one'), field: id, to_condition: "id > 1"}
                  - dbt_utils.sequential_values: {interval: 2, group_by_columns: [name]}
        """);
    files.file("models/m.sql", "SELECT 1 AS id, 'a' AS name");
    Project project = files.load();
    assertThat(errors(project.problems())).isEmpty();
    Map<String, DbtTexts.Result> texts = new DbtTexts(project).all();
    assertThat(project.details().dataTests()).hasSize(20);
    project
        .details()
        .dataTests()
        .keySet()
        .forEach(
            id ->
                assertThat(texts.get(id))
                    .as(id)
                    .isInstanceOfSatisfying(
                        DbtTexts.Result.Rendered.class,
                        rendered ->
                            assertThat(FlinkSql.checkQuery(rendered.text()))
                                .as(rendered.text())
                                .isEmpty()));
    assertThat(text(texts, "accepted_range")).endsWith("`m` WHERE id <= 0 OR id >= 9");
    assertThat(text(texts, "unique_combination")).endsWith("GROUP BY id, name HAVING COUNT(*) > 1");
    assertThat(text(texts, "expression_is_true")).endsWith("WHERE NOT (id > 0)");
    assertThat(text(texts, "not_null_proportion"))
        .endsWith("WHERE not_null_proportion < 0.9 OR not_null_proportion > 1");
  }

  private static String text(Map<String, DbtTexts.Result> texts, String name) {
    return texts.entrySet().stream()
        .filter(entry -> entry.getKey().contains("dbt_utils_" + name))
        .map(entry -> ((DbtTexts.Result.Rendered) entry.getValue()).text())
        .findFirst()
        .orElseThrow()
        .strip()
        .replaceAll("\\s+", " ");
  }
}
