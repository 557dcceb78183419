package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Definition;
import dev.millrace.engine.plan.FailOn;
import dev.millrace.engine.plan.OutputChange;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanJson;
import dev.millrace.engine.plan.PlanMarkdown;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanPolicy;
import dev.millrace.engine.plan.PlanStore;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.plan.SavedPlan;
import dev.millrace.engine.plan.TopicOutlook;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says beyond the jobs: about readers, about what is given up, about topics. */
class ConsequencesTest {
  private static final Column ID = new Column("id", "BIGINT NOT NULL");
  private static final Column AMOUNT = new Column("amount", "INT");
  private static final Column NOTE = new Column("note", "STRING");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void deploy() {
    world = new World(folder);
    world.run(shop(List.of(ID, AMOUNT, NOTE)));
  }

  /** Two models read orders: one its amount through a view, one only its id. */
  private static Projects shop(List<Column> columns) {
    return new Projects()
        .query("orders", "SELECT 1", "stateless", columns)
        .viewOf("big_orders", "SELECT id, amount FROM orders WHERE amount > 5", "orders")
        .query(
            "revenue",
            "SELECT SUM(amount) AS total FROM big_orders",
            "agg",
            List.of(ID),
            "big_orders")
        .query("ids", "SELECT id FROM orders", "stateless", List.of(ID), "orders");
  }

  private PlannedModel planned(Plan plan, String name) {
    return plan.models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<OutputChange> output(Projects project, String name) {
    return planned(world.plan(project), name).consequences().output();
  }

  @Test
  void aColumnThatGoesBreaksThoseWhoNameItThroughViewsToo() {
    List<OutputChange> output = output(shop(List.of(ID, NOTE)), "orders");

    assertThat(output).hasSize(1);
    assertThat(output.getFirst().breaking()).isTrue();
    assertThat(output.getFirst().subject()).isEqualTo("amount");
    assertThat(output.getFirst().sentence()).isEqualTo("it is gone");
    assertThat(output.getFirst().readers())
        .extracting(OutputChange.Reader::name)
        .containsExactly("revenue");
  }

  @Test
  void aColumnNobodyNamesBreaksNoReader() {
    List<OutputChange> output = output(shop(List.of(ID, AMOUNT)), "orders");

    assertThat(output.getFirst().breaking()).isTrue();
    assertThat(output.getFirst().readers()).isEmpty();
  }

  @Test
  void aNewColumnFits() {
    List<OutputChange> output =
        output(shop(List.of(ID, AMOUNT, NOTE, new Column("tax", "INT"))), "orders");

    assertThat(output).singleElement().satisfies(change -> assertThat(change.breaking()).isFalse());
  }

  @Test
  void aNewColumnThatIsDeclaredNotNullBreaksWhoReadsStoredRows() {
    List<OutputChange> output =
        output(shop(List.of(ID, AMOUNT, NOTE, new Column("tax", "INT NOT NULL"))), "orders");

    assertThat(output)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.breaking()).isTrue();
              assertThat(change.sentence()).startsWith("it is new and declared NOT NULL;");
            });
  }

  @Test
  void aTypeThatChangesBreaksAndSoDoesOneThatLosesItsNulls() {
    List<OutputChange> output =
        output(
            shop(
                List.of(
                    new Column("id", "INT NOT NULL"), new Column("amount", "INT NOT NULL"), NOTE)),
            "orders");

    assertThat(output)
        .extracting(change -> change.subject() + " " + change.breaking() + " " + change.sentence())
        .containsExactly(
            "amount true it is declared NOT NULL from now on; who reads a row stored before that"
                + " has none fails",
            "id true its type changes from BIGINT NOT NULL to INT NOT NULL");
  }

  @Test
  void aStarReadsEveryColumn() {
    Projects reading =
        new Projects()
            .query("orders", "SELECT 1", "stateless", List.of(ID))
            .query("copy", "SELECT * FROM orders", "stateless", List.of(ID), "orders");

    assertThat(output(reading, "orders").getFirst().readers())
        .extracting(OutputChange.Reader::name)
        .containsExactly("copy");
  }

  @Test
  void aReaderOutsideThePlanIsSaidToGoOn() {
    Plan plan =
        world.plan(
            shop(List.of(ID, NOTE)),
            new PlanOptions(Set.of(Projects.id("orders")), false, false, Optional.empty()));

    assertThat(PlanText.of(plan))
        .contains("amount: it is gone; used by revenue (not in this plan)");
  }

  @Test
  void aFullRefreshSaysWhatIsLostAndWhatTheTopicKeeps() {
    world.cluster.records.put("orders", 1_234_567L);
    Plan plan =
        world.plan(
            shop(List.of(ID, AMOUNT, NOTE)),
            new PlanOptions(Set.of(), true, false, Optional.empty()));

    assertThat(PlanText.of(plan))
        .contains("LOSES")
        .contains("all state of the job")
        .contains("1,234,567 records");
    assertThat(new PlanPolicy(Set.of(FailOn.STATE_LOSS)).violations(plan)).hasSize(3);
    assertThat(new PlanPolicy(Set.of(FailOn.BREAKING)).violations(plan)).isEmpty();
  }

  @Test
  void aPolicyNamesWhatItRefuses() {
    List<Problem> refused =
        new PlanPolicy(Set.of(FailOn.BREAKING)).violations(world.plan(shop(List.of(ID, NOTE))));

    assertThat(refused)
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .isEqualTo(
                        "Refused by --fail-on breaking: the output of orders changes, amount: it is"
                            + " gone; used by revenue (unchanged)"));
  }

  @Test
  void viewsAreComparedWithWhatJobsWereMadeFrom() {
    Projects other =
        new Projects()
            .query("orders", "SELECT 1", "stateless", List.of(ID, AMOUNT, NOTE))
            .viewOf("big_orders", "SELECT id, amount FROM orders WHERE amount > 9", "orders")
            .viewOf("unread", "SELECT id FROM orders", "orders")
            .query(
                "revenue",
                "SELECT SUM(amount) AS total FROM big_orders",
                "agg",
                List.of(ID),
                "big_orders");

    List<Definition> definitions = world.plan(other).definitions();

    assertThat(definitions)
        .extracting(each -> each.uniqueId() + " " + each.standing())
        .containsExactly("model.shop.big_orders CHANGED", "model.shop.unread NEW");
    assertThat(definitions.getFirst().readers()).containsExactly(Projects.id("revenue"));
    assertThat(world.plan(shop(List.of(ID, AMOUNT, NOTE))).definitions().getFirst().standing())
        .isEqualTo(Definition.Standing.UNCHANGED);
  }

  @Test
  void aTopicThatWasMadeAnewBlocksWhoWouldGoOnFromItsPositions() {
    world.cluster.topics.put("orders", "another");
    Plan plan = world.plan(new Projects().table("revenue", "agg-max"));

    PlannedModel revenue = planned(plan, "revenue");
    assertThat(revenue.action()).isEqualTo(Action.BLOCKED);
    assertThat(revenue.reasons().getFirst()).contains("Topic orders was made anew");
  }

  @Test
  void aTopicThatIsGoneIsToldOfAnUnchangedJobToo() {
    world.cluster.topics.remove("orders");
    Plan plan = world.plan(shop(List.of(ID, AMOUNT, NOTE)));

    assertThat(planned(plan, "revenue").action()).isEqualTo(Action.UNCHANGED);
    assertThat(planned(plan, "revenue").consequences().topics())
        .extracting(TopicOutlook::standing)
        .contains(TopicOutlook.Standing.GONE);
    assertThat(PlanText.of(plan))
        .contains("orders it existed when the job was deployed and is gone");
  }

  @Test
  void aBrokerThatIsSilentIsNamedAndThePlanStands() {
    world.cluster.describeFails = true;
    Plan plan = world.plan(shop(List.of(ID, AMOUNT, NOTE)));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.limits())
        .containsExactly("Topics are not looked at: The broker does not answer");
  }

  @Test
  void aSavedPlanIsReadAsItWasWritten() {
    Plan plan = world.plan(shop(List.of(ID, NOTE)));
    SavedPlan saved = SavedPlan.of(plan, PlanOptions.ALL, Map.of("rate", 5));

    assertThat(SavedPlan.read(saved.bytes(), "plan.json").bytes()).isEqualTo(saved.bytes());
    assertThat(saved.differences(plan)).isEmpty();
  }

  @Test
  void aSavedPlanNamesWhatWouldBeDifferentNow() {
    SavedPlan saved = SavedPlan.of(world.plan(shop(List.of(ID, NOTE))), PlanOptions.ALL, Map.of());

    assertThat(saved.differences(world.plan(shop(List.of(ID, AMOUNT, NOTE)))))
        .containsExactly("orders: upgrade, state kept then, unchanged now");
    assertThat(saved.differences(world.plan(shop(List.of(ID, AMOUNT)))))
        .containsExactly("orders: still upgrade, state kept, but of something else than was shown");
  }

  @Test
  void aCheckpointMakesNoPlanStale() {
    SavedPlan saved = SavedPlan.of(world.plan(shop(List.of(ID, NOTE))), PlanOptions.ALL, Map.of());
    world.cluster.records.put("orders", 99L);
    world.cluster.flink.jobs().forEach(job -> world.cluster.flink.checkpoint(job.id()));

    assertThat(world.plan(shop(List.of(ID, NOTE))).hash()).isEqualTo(saved.hash());
  }

  @Test
  void whatIsNoPlanIsRefusedInASentence() {
    assertThatThrownBy(() -> SavedPlan.read("no".getBytes(StandardCharsets.UTF_8), "a.txt"))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("a.txt is not a saved plan");
    assertThatThrownBy(
            () ->
                SavedPlan.read(
                    "{\"millrace_plan\": 99}".getBytes(StandardCharsets.UTF_8), "b.json"))
        .hasMessageContaining("newer Millrace");
  }

  @Test
  void plansAreFoundByTheBeginningOfTheirHash() throws Exception {
    PlanStore store = new PlanStore(Files.createDirectory(folder.resolve("plans")));
    SavedPlan saved = SavedPlan.of(world.plan(shop(List.of(ID, NOTE))), PlanOptions.ALL, Map.of());
    store.keep(saved);

    assertThat(store.find(saved.hash().substring(0, 6)).bytes()).isEqualTo(saved.bytes());
    assertThatThrownBy(() -> store.find("ffffffffffffffffff"))
        .hasMessageContaining("No plan ffffffffffffffffff was made on this machine");
  }

  @Test
  void markdownKeepsNamesFromBecomingMarkup() {
    String text = PlanMarkdown.of(world.plan(shop(List.of(ID, NOTE))));

    assertThat(text)
        .contains("| orders | upgrade, state kept | amount |")
        .contains("**breaks** amount: it is gone; used by revenue (unchanged)");
  }

  @Test
  void programsReadTheConsequences() throws Exception {
    JsonNode orders =
        new ObjectMapper()
            .readTree(PlanJson.of(world.plan(shop(List.of(ID, NOTE)))))
            .path("models")
            .get(0);

    assertThat(orders.path("output").get(0).path("breaking").asBoolean()).isTrue();
    assertThat(orders.path("output").get(0).path("readers").findValuesAsText("unique_id"))
        .containsExactly("model.shop.revenue");
    assertThat(orders.path("topics").isArray()).isTrue();
  }
}
