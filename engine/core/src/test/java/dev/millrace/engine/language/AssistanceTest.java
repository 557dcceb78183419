package dev.millrace.engine.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.language.Completion.Kind;
import dev.millrace.engine.language.DocumentReport.Stage;
import dev.millrace.engine.language.Hover.CallableHover;
import dev.millrace.engine.language.Hover.ColumnHover;
import dev.millrace.engine.language.Hover.ExpressionHover;
import dev.millrace.engine.language.Hover.RelationHover;
import dev.millrace.engine.problem.SourcePosition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion, hover and definition; the cursor is a {@code ^} in the text. */
class AssistanceTest {
  private static final String TOTALS = "models/totals.sql";

  @TempDir Path root;
  private LanguageProject shop;

  @BeforeEach
  void open() {
    shop = new LanguageProject(root);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private int type(String marked) {
    // The columns of what is read are known once the planner has answered.
    shop.edit(
        TOTALS,
        "SELECT * FROM {{ ref('orders') }}, {{ source('feeds', 'clicks') }}",
        Stage.CHECKED);
    shop.edit(TOTALS, marked.replace("^", ""), Stage.PARSED);
    return marked.indexOf('^');
  }

  private List<Completion> complete(String marked) {
    return shop.service().complete(TOTALS, type(marked)).join();
  }

  private static List<String> labels(List<Completion> completions, Kind kind) {
    return completions.stream()
        .filter(completion -> completion.kind() == kind)
        .map(Completion::label)
        .toList();
  }

  private Optional<Hover> hover(String marked) {
    return shop.service().hover(TOTALS, type(marked)).join();
  }

  private SourcePosition definition(String marked) {
    return shop.service().definition(TOTALS, type(marked)).join().orElseThrow();
  }

  @Test
  void modelsAreCompletedInsideRef() {
    List<Completion> found = complete("SELECT 1 FROM {{ ref('or^') }}");
    assertThat(labels(found, Kind.MODEL)).containsExactly("orders");
    assertThat(found.getFirst().insertion()).isEqualTo("orders");
    assertThat(found.getFirst().replaced().end() - found.getFirst().replaced().start())
        .isEqualTo(2);
  }

  @Test
  void modelsAreCompletedInARefThatNobodyHasClosed() {
    assertThat(labels(complete("SELECT 1 FROM {{ ref('^\nWHERE 1 = 1"), Kind.MODEL))
        .contains("orders", "totals");
  }

  @Test
  void sourcesAndTheirTablesAreCompleted() {
    assertThat(labels(complete("FROM {{ source('^') }}"), Kind.SOURCE)).containsExactly("feeds");
    assertThat(labels(complete("FROM {{ source('feeds', '^') }}"), Kind.SOURCE))
        .containsExactly("clicks");
  }

  @Test
  void variablesAndMacrosAreCompleted() {
    assertThat(labels(complete("SELECT {{ var('^') }}"), Kind.VARIABLE)).containsExactly("cutoff");
    assertThat(labels(complete("SELECT {{ cen^ }}"), Kind.MACRO)).contains("cents");
  }

  @Test
  void columnsOfTheTablesInFromAreCompletedInTextThatDoesNotParse() {
    List<Completion> found = complete("SELECT order_id, a^ FROM {{ ref('orders') }} AS o WHERE");
    assertThat(labels(found, Kind.COLUMN)).containsExactly("amount");
    assertThat(found.getFirst().label()).isEqualTo("amount");
    assertThat(found.getFirst().detail()).hasValue("BIGINT  o");
  }

  @Test
  void columnsOfAnAliasAreCompletedBehindItsDot() {
    assertThat(
            complete(
                "SELECT o.^ FROM {{ ref('orders') }} AS o JOIN {{ source('feeds', 'clicks') }} c"
                    + " ON"))
        .extracting(Completion::label)
        .containsExactly("order_id", "amount");
  }

  @Test
  void columnsOfACommonTableExpressionAreCompleted() {
    assertThat(
            labels(
                complete(
                    "WITH paid AS (SELECT order_id AS id, amount * 2 AS twice FROM {{ ref('orders')"
                        + " }})\n"
                        + "SELECT p.^ FROM paid AS p"),
                Kind.COLUMN))
        .containsExactly("id", "twice");
  }

  @Test
  void columnsOfAStarAndOfAnInnerQueryAreCompleted() {
    assertThat(
            labels(
                complete(
                    "WITH a AS (SELECT * FROM {{ ref('orders') }}) SELECT ^ FROM (SELECT a.*, 1 AS"
                        + " one FROM a) AS t"),
                Kind.COLUMN))
        .containsExactly("order_id", "amount", "one");
  }

  @Test
  void windowColumnsAreCompleted() {
    assertThat(
            labels(
                complete(
                    "SELECT window^ FROM TABLE(TUMBLE(TABLE {{ ref('orders') }}, DESCRIPTOR(t),"
                        + " INTERVAL '1' MINUTE))"),
                Kind.COLUMN))
        .containsExactly("window_start", "window_end", "window_time");
  }

  @Test
  void expressionsAndReferencesAreCompletedBehindFrom() {
    List<Completion> found = complete("WITH paid AS (SELECT 1 AS x) SELECT * FROM ^");
    assertThat(labels(found, Kind.EXPRESSION)).containsExactly("paid");
    assertThat(found)
        .filteredOn(completion -> completion.label().equals("orders"))
        .extracting(Completion::insertion)
        .containsExactly("{{ ref('orders') }}");
  }

  @Test
  void functionsAndKeywordsAreCompleted() {
    List<Completion> found = complete("SELECT COAL^ FROM {{ ref('orders') }}");
    assertThat(labels(found, Kind.FUNCTION)).containsExactly("COALESCE");
    assertThat(labels(complete("SEL^"), Kind.KEYWORD)).containsExactly("SELECT");
  }

  @Test
  void nothingIsCompletedInsideATextOrAComment() {
    assertThat(complete("SELECT 'a^b'")).isEmpty();
    assertThat(complete("SELECT 1 -- am^ount")).isEmpty();
  }

  @Test
  void aColumnTellsItsTypeAndDescription() {
    assertThat(hover("SELECT am^ount FROM {{ ref('orders') }}"))
        .hasValueSatisfying(
            hover ->
                assertThat(hover)
                    .isInstanceOfSatisfying(
                        ColumnHover.class,
                        column -> {
                          assertThat(column.type()).hasValue("BIGINT");
                          assertThat(column.relation()).isEqualTo("orders");
                          assertThat(column.description()).isEqualTo("What was paid.");
                        }));
  }

  @Test
  void aModelTellsItsColumnsAndMode() {
    assertThat(hover("SELECT 1 FROM {{ ref('ord^ers') }}"))
        .hasValueSatisfying(
            hover ->
                assertThat(hover)
                    .isInstanceOfSatisfying(
                        RelationHover.class,
                        model -> {
                          assertThat(model.description()).isEqualTo("All orders.");
                          assertThat(model.kind()).isEqualTo("streaming_table");
                          assertThat(model.output().orElseThrow().columns())
                              .extracting(Column::name)
                              .containsExactly("order_id", "amount");
                        }));
  }

  @Test
  void aMacroTellsItsSignature() {
    assertThat(hover("SELECT {{ ce^nts('amount') }} FROM {{ ref('orders') }}"))
        .hasValueSatisfying(
            hover ->
                assertThat(hover)
                    .isInstanceOfSatisfying(
                        CallableHover.class,
                        macro ->
                            assertThat(macro.signature()).isEqualTo("cents(column, digits=...)")));
  }

  @Test
  void anAliasTellsItsColumns() {
    assertThat(hover("SELECT o^.amount FROM {{ ref('orders') }} AS o"))
        .hasValueSatisfying(
            hover ->
                assertThat(hover)
                    .isInstanceOfSatisfying(
                        ExpressionHover.class,
                        alias ->
                            assertThat(alias.columns())
                                .containsExactly("order_id INT NOT NULL", "amount BIGINT")));
  }

  @Test
  void aRefLeadsToItsModel() {
    assertThat(definition("SELECT 1 FROM {{ r^ef('orders') }}"))
        .isEqualTo(new SourcePosition("models/orders.sql", 1, 1));
  }

  @Test
  void aSourceLeadsToItsTableInYaml() {
    assertThat(definition("SELECT 1 FROM {{ source('feeds', 'cl^icks') }}"))
        .isEqualTo(new SourcePosition("models/sources.yml", 6, 15));
  }

  @Test
  void aMacroLeadsToItsDefinition() {
    assertThat(definition("SELECT {{ ce^nts('amount') }}").file()).isEqualTo("macros/money.sql");
  }

  @Test
  void anExpressionAndAnAliasLeadToWhereTheyAreNamed() {
    assertThat(definition("WITH paid AS (SELECT 1 AS x)\nSELECT * FROM pa^id"))
        .isEqualTo(new SourcePosition(TOTALS, 1, 6));
    assertThat(definition("SELECT o^.amount\nFROM {{ ref('orders') }} AS o"))
        .isEqualTo(new SourcePosition(TOTALS, 2, 29));
  }

  @Test
  void aColumnLeadsToTheSelectListOfItsModel() {
    assertThat(definition("SELECT am^ount FROM {{ ref('orders') }}"))
        .isEqualTo(new SourcePosition("models/orders.sql", 2, 28));
  }
}
