package dev.millrace.sidecar.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.AnalyzeResponse;
import dev.millrace.wire.CheckRequest;
import dev.millrace.wire.CheckResponse;
import dev.millrace.wire.CheckResponse.Checked;
import dev.millrace.wire.ColumnType;
import java.util.List;
import org.apache.flink.table.functions.ScalarFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckTest {
  private PlannerService planner;

  @BeforeAll
  void start() {
    planner = new PlannerService();
  }

  @AfterAll
  void stop() {
    planner.close();
  }

  private CheckResponse check(Projects project, String... wanted) throws Exception {
    AnalyzeRequest request = project.request();
    return planner.check(new CheckRequest(request.relations(), List.of(wanted), List.of()));
  }

  private Checked only(Projects project, String wanted) throws Exception {
    CheckResponse response = check(project, wanted);
    assertThat(response.relations()).hasSize(1);
    return response.relations().get(0);
  }

  private static List<String> columns(Checked checked) {
    return checked.relation().columns().stream().map(ColumnType::name).toList();
  }

  @Test
  void onlyWhatIsWantedIsAnswered() throws Exception {
    CheckResponse response =
        check(
            Projects.shop().view("v", "SELECT order_id FROM c.d.orders"),
            "source.orders",
            "model.v");
    assertThat(response.relations())
        .extracting(checked -> checked.relation().id())
        .containsExactly("source.orders", "model.v");
  }

  @Test
  void anEditIsCheckedAgainAndAgain() throws Exception {
    assertThat(
            columns(only(Projects.shop().view("v", "SELECT order_id FROM c.d.orders"), "model.v")))
        .containsExactly("order_id");
    Checked wrong = only(Projects.shop().view("v", "SELECT order_idd FROM c.d.orders"), "model.v");
    assertThat(wrong.relation().problems()).hasSize(1);
    assertThat(wrong.relation().problems().get(0).range()).isNotNull();
    assertThat(columns(only(Projects.shop().view("v", "SELECT amount FROM c.d.orders"), "model.v")))
        .containsExactly("amount");
  }

  @Test
  void readersSeeTheNewColumnsOfWhatTheyRead() throws Exception {
    String reader = "SELECT * FROM c.d.base";
    Projects before =
        Projects.shop().derived("base", "SELECT order_id FROM c.d.orders").view("reader", reader);
    assertThat(columns(only(before, "model.reader"))).containsExactly("order_id");
    Projects after =
        Projects.shop()
            .derived("base", "SELECT order_id, amount FROM c.d.orders")
            .view("reader", reader);
    assertThat(columns(only(after, "model.reader"))).containsExactly("order_id", "amount");
  }

  @Test
  void readersThroughAViewSeeTheNewColumnsToo() throws Exception {
    for (String columns : List.of("order_id", "order_id, amount", "order_id")) {
      Projects project =
          Projects.shop()
              .view("one_view", "SELECT " + columns + " FROM c.d.orders")
              .view("two_view", "SELECT * FROM c.d.one_view")
              .derived("three", "SELECT * FROM c.d.two_view");
      assertThat(String.join(", ", columns(only(project, "model.three")))).isEqualTo(columns);
    }
  }

  @Test
  void aReaderOfSomethingWrongIsNamedAsNotCheckedUntilThatIsMended() throws Exception {
    String reader = "SELECT order_id FROM c.d.middle";
    Projects broken =
        Projects.shop().view("middle", "SELECT nope FROM c.d.orders").view("reader", reader);
    assertThat(only(broken, "model.reader").relation().problems().get(0).message())
        .contains("model.middle, which has problems");
    Projects mended =
        Projects.shop().view("middle", "SELECT order_id FROM c.d.orders").view("reader", reader);
    assertThat(only(mended, "model.reader").relation().problems()).isEmpty();
  }

  @Test
  void aTableThatBecomesAViewIsReplaced() throws Exception {
    String query = "SELECT order_id FROM c.d.orders";
    assertThat(only(Projects.shop().derived("m", query), "model.m").relation().createStatement())
        .startsWith("CREATE TABLE");
    assertThat(only(Projects.shop().view("m", query), "model.m").relation().createStatement())
        .startsWith("CREATE VIEW");
  }

  @Test
  void aFaultThatOnlyOperatorsShowIsFoundWhenPlanned() throws Exception {
    AnalyzeRequest request =
        Projects.shop().view("sorted", "SELECT order_id FROM c.d.orders ORDER BY amount").request();
    CheckRequest quick = new CheckRequest(request.relations(), List.of("model.sorted"), List.of());
    assertThat(planner.check(quick).relations().get(0).relation().problems()).isEmpty();
    CheckRequest planned =
        new CheckRequest(request.relations(), List.of("model.sorted"), List.of("model.sorted"));
    assertThat(planner.check(planned).relations().get(0).relation().problems()).hasSize(1);
  }

  @Test
  void theUpsertKeyOfAViewIsTold() throws Exception {
    Checked totals =
        only(
            Projects.shop()
                .view(
                    "totals",
                    "SELECT customer_id, SUM(amount) AS total FROM c.d.orders GROUP BY"
                        + " customer_id"),
            "model.totals");
    assertThat(totals.relation().primaryKey()).isEmpty();
    assertThat(totals.upsertKey()).containsExactly("customer_id");
  }

  /** A function on the sidecar's own class path, so no jar is needed. */
  public static class Twice extends ScalarFunction {
    public long eval(long x) {
      return 2 * x;
    }
  }

  /** No query can call it. */
  public static class Nothing extends ScalarFunction {}

  private static String function(Class<?> type) {
    return "CREATE FUNCTION c.d.f AS '" + type.getName() + "' LANGUAGE JAVA";
  }

  @Test
  void aFunctionIsCalledByWhatComesAfterIt() throws Exception {
    Projects project =
        Projects.shop()
            .function("f", function(Twice.class))
            .view("v", "SELECT c.d.f(order_id) AS twice FROM c.d.orders");
    assertThat(columns(only(project, "model.v"))).containsExactly("twice");
    assertThat(columns(only(project, "model.v"))).containsExactly("twice");
  }

  @Test
  void whatIsWrongWithAFunctionIsToldThereAndMendedThere() throws Exception {
    String call = "SELECT c.d.f(order_id) AS twice FROM c.d.orders";
    Projects absent =
        Projects.shop()
            .function("f", "CREATE FUNCTION c.d.f AS 'com.example.Absent' LANGUAGE JAVA")
            .view("v", call);
    assertThat(only(absent, "function.f").relation().problems())
        .extracting(AnalyzeResponse.Finding::message)
        .singleElement()
        .asString()
        .contains("com.example.Absent");
    assertThat(only(absent, "model.v").relation().problems())
        .extracting(AnalyzeResponse.Finding::message)
        .containsExactly("Not checked, because it calls function.f, which has problems");

    Projects useless = Projects.shop().function("f", function(Nothing.class)).view("v", call);
    assertThat(only(useless, "function.f").relation().problems()).hasSize(1);

    Projects mended = Projects.shop().function("f", function(Twice.class)).view("v", call);
    assertThat(columns(only(mended, "model.v"))).containsExactly("twice");
  }
}
