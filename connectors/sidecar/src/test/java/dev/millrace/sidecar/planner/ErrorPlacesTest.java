package dev.millrace.sidecar.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.wire.AnalyzeRequest.StorageSpec;
import dev.millrace.wire.AnalyzeResponse.Finding;
import dev.millrace.wire.Range;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** One test per row of {@link ErrorPlaces}, and the positions that Flink gives itself. */
@TestInstance(Lifecycle.PER_CLASS)
class ErrorPlacesTest {
  private static final StorageSpec APPEND_ONLY =
      new StorageSpec(
          List.of(), List.of(), null, List.of(), Map.of(), Projects.APPEND, Projects.APPEND);

  private PlannerService planner;

  @BeforeAll
  void startPlanner() {
    planner = new PlannerService();
  }

  @AfterAll
  void stopPlanner() {
    planner.close();
  }

  @Test
  void aParseErrorIsAtItsToken() throws Exception {
    assertPlaced("SELECT order_id\nFORM c.d.orders", "Encountered \"c\"", "c");
  }

  @Test
  void anUnknownColumnIsAtItsName() throws Exception {
    assertPlaced("SELECT order_id, nope FROM c.d.orders", "Column 'nope' not found", "nope");
  }

  @Test
  void anUnknownTableIsAtItsName() throws Exception {
    assertPlaced("SELECT 1 FROM c.d.nope", "Object 'nope' not found", "c.d.nope");
  }

  @Test
  void anUnknownFunctionIsAtItsCall() throws Exception {
    assertPlaced(
        "SELECT nope(order_id) FROM c.d.orders", "No match found for function", "nope(order_id)");
  }

  @Test
  void positionsAfterTabsAndEmojiAreThoseOfTheText() throws Exception {
    assertPlaced("SELECT\t'😀', nope FROM c.d.orders", "Column 'nope' not found", "nope");
  }

  @Test
  void updatesIntoATableThatOnlyGrowsAreAtTheInnermostSelectThatUpdates() throws Exception {
    String inner = "SELECT customer_id, SUM(amount) AS s FROM c.d.orders GROUP BY customer_id";
    Finding finding =
        finding("WITH t AS (" + inner + ") SELECT customer_id, s FROM t", APPEND_ONLY);

    assertThat(finding.message()).contains("doesn't support consuming update");
    assertThat(textAt("WITH t AS (" + inner + ") SELECT customer_id, s FROM t", finding))
        .isEqualTo(inner);
  }

  @Test
  void anotherKeyThanTheQuerysIsAtTheItemsThatFeedIt() {
    StatementText statement = statement("SELECT a, COUNT(*) AS n, b FROM t GROUP BY a, b");
    String message =
        "The query has an upsert key that differs from the primary key of the sink table 'c.d.m'."
            + " Primary key: [n, b], upsert key: [a, b].";

    assertThat(place(message, statement)).isEqualTo("COUNT(*) AS n, b");
  }

  @Test
  void aWindowOverNoTimeIsAtItsColumn() throws Exception {
    assertPlaced(
        "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE c.d.orders, DESCRIPTOR(amount),"
            + " INTERVAL '1' MINUTE)) GROUP BY window_start, window_end",
        "requires the timecol",
        "amount");
  }

  @Test
  void aHintForATableThatIsNotThereIsAtTheHint() throws Exception {
    Finding finding =
        finding(
            "SELECT /*+ BROADCAST(zzz) */ o.order_id FROM c.d.orders o JOIN c.d.payments p ON"
                + " o.order_id = p.order_id",
            APPEND_ONLY);

    assertThat(finding.message()).contains("cannot match the name of");
    assertThat(finding.range()).isNotNull();
  }

  @Test
  void aVersionedTableWithoutKeyIsAtTheTable() throws Exception {
    assertPlaced(
        "SELECT o.order_id FROM c.d.orders o JOIN c.d.payments FOR SYSTEM_TIME AS OF o.order_time"
            + " AS p ON o.order_id = p.order_id",
        "Temporal Table Join requires primary key in versioned table",
        "c.d.payments");
  }

  @Test
  void aLookupWithoutAnEqualityIsAtItsCondition() throws Exception {
    assertPlaced(
        "SELECT o.order_id FROM c.d.orders o JOIN c.d.products FOR SYSTEM_TIME AS OF o.proc AS p"
            + " ON o.order_id > p.product_id",
        "requires an equality condition",
        "o.order_id > p.product_id");
  }

  @Test
  void aHopThatDoesNotDivideIsAtItsCall() throws Exception {
    assertPlaced(
        "SELECT window_start, COUNT(*) FROM TABLE(HOP(TABLE c.d.orders, DESCRIPTOR(order_time),"
            + " INTERVAL '7' SECOND, INTERVAL '1' MINUTE)) GROUP BY window_start, window_end",
        "integral multiple",
        "HOP(TABLE c.d.orders, DESCRIPTOR(order_time), INTERVAL '7' SECOND, INTERVAL '1' MINUTE)");
  }

  @Test
  void aSortByNoTimeIsAtItsOrderBy() throws Exception {
    assertPlaced(
        "SELECT order_id, amount FROM c.d.orders ORDER BY amount",
        "Sort on a non-time-attribute field",
        "ORDER BY amount");
  }

  @Test
  void aMatchOrderedByNoTimeIsAtItsOrderBy() throws Exception {
    assertPlaced(match("amount", "A B"), "rowtime or proctime for order by", "ORDER BY amount");
  }

  @Test
  void aGreedyEndOfAPatternIsAtThePattern() throws Exception {
    Finding finding = finding(match("order_time", "A B+"), APPEND_ONLY);

    assertThat(finding.message()).contains("Greedy quantifiers are not allowed");
    assertThat(textAt(match("order_time", "A B+"), finding)).contains("B");
  }

  @Test
  void aFunctionWhoseClassIsNotThereIsAtItsName() throws Exception {
    String query = "SELECT c.d.gone(order_id) FROM c.d.orders";
    Finding finding =
        Projects.in(
                planner.analyze(
                    Projects.shop()
                        .setup("CREATE FUNCTION c.d.gone AS 'no.such.Function'")
                        .derived("m", query)
                        .request()),
                "m")
            .problems()
            .get(0);

    assertThat(finding.message())
        .startsWith("Cannot instantiate user-defined function")
        .endsWith("The class no.such.Function is not on the class path.");
    assertThat(textAt(query, finding)).contains("gone");
  }

  @Test
  void aNumberOfColumnsThatDiffersIsAtTheSelectList() {
    StatementText statement = statement("SELECT a, b + 1 AS c FROM t");

    assertThat(place("Different number of columns.", statement)).isEqualTo("a, b + 1 AS c");
  }

  @Test
  void aTypeThatDiffersIsAtTheItemOfThatPosition() {
    StatementText statement = statement("SELECT a, b + 1 AS c FROM t UNION ALL SELECT 1, 2 FROM t");

    assertThat(place("Incompatible types for sink column 'c' at position 1.", statement))
        .isEqualTo("b + 1 AS c");
  }

  @Test
  void aMessageWithoutARowHasNoPlace() {
    assertThat(
            ErrorPlaces.find(
                "Something new",
                statement("SELECT 1"),
                new SubSelects(statement("SELECT 1"), sql -> Optional.empty())))
        .isEmpty();
  }

  private static String match(String order, String pattern) {
    return "SELECT * FROM c.d.orders MATCH_RECOGNIZE (PARTITION BY customer_id ORDER BY "
        + order
        + " MEASURES A.amount AS first_amount ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW"
        + " PATTERN ("
        + pattern
        + ") DEFINE A AS A.amount > 1, B AS B.amount > 2)";
  }

  private static StatementText statement(String sql) {
    try (PlannerEnvironment environment =
        PlannerEnvironment.create(new AvailableTableFactory(false), Map.of())) {
      return new StatementText(sql, environment.parse(sql));
    }
  }

  private static String place(String message, StatementText statement) {
    Range range =
        ErrorPlaces.find(message, statement, new SubSelects(statement, sql -> Optional.empty()))
            .orElseThrow();
    return cut(statement.text(), range);
  }

  private void assertPlaced(String query, String message, String place) throws Exception {
    assertPlaced(
        query,
        new StorageSpec(
            List.of(), List.of(), null, List.of(), Map.of(), Projects.APPEND, Projects.KEYED),
        message,
        place);
  }

  private void assertPlaced(String query, StorageSpec storage, String message, String place)
      throws Exception {
    Finding finding = finding(query, storage);

    assertThat(finding.message()).contains(message);
    assertThat(textAt(query, finding)).isEqualTo(place);
  }

  private Finding finding(String query, StorageSpec storage) throws Exception {
    return Projects.in(planner.analyze(Projects.shop().derived("m", query, storage).request()), "m")
        .problems()
        .get(0);
  }

  private static String textAt(String query, Finding finding) {
    assertThat(finding.range()).as(finding.message()).isNotNull();
    return cut(query, Objects.requireNonNull(finding.range()));
  }

  private static String cut(String text, Range range) {
    String[] lines = text.split("\n", -1);
    assertThat(range.endLine()).isEqualTo(range.line());
    return lines[range.line() - 1].substring(range.column() - 1, range.endColumn());
  }
}
