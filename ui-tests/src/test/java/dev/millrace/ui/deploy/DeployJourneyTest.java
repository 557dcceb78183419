package dev.millrace.ui.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.deploy.DeployIds;
import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.ProjectState;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.state.Choices;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.ShotOnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.event.ActionEvent;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One user, one cluster, one story; each test goes on from where the last one ended. */
@ExtendWith(ShotOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeployJourneyTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";
  private static final String DIVIDES = "models/marts/divides_by_zero.sql";

  private Path shop;
  private WorkbenchUser user;
  private Screen screen;

  @BeforeAll
  void openTheSample(@TempDir Path folder) throws IOException {
    shop = WorkbenchUser.sampleIn(folder);
    Files.writeString(
        shop.resolve(DIVIDES),
        "SELECT order_id / (order_id - order_id) AS nothing FROM {{ ref('orders_feed') }}\n");
    user = WorkbenchUser.with(folder, shop);
    screen = new Screen(user);
    user.waitUntil(
        "the project is read", 30, () -> user.onFx(this::state) instanceof ProjectState.Ready);
  }

  @AfterAll
  void stopTheCluster() {
    if (user != null) {
      engine(
          lease -> {
            lease.engine().connector().localCluster().ifPresent(LocalCluster::stop);
            return true;
          });
      user.close();
    }
  }

  @Test
  @Order(1)
  void aPlanOfNewModelsShowsCreates() {
    user.runs("deploy.show");
    plan("+customer_totals");
    assertThat(screen.rows(DeployIds.DEPLOY_PLAN_LIST)).isEqualTo(2);
    assertThat(words(DeployIds.DEPLOY_PLAN_SUMMARY)).contains("2 to create");
    assertThat(screen.texts(DeployIds.DEPLOY_PLAN_DETAIL)).contains("create");
  }

  @Test
  @Order(2)
  void applyingItShowsEachStepAndDbtsLastLine() {
    screen.press(DeployIds.DEPLOY_APPLY);
    user.waitUntil(
        "a step runs",
        60,
        () ->
            screen.rows(DeployIds.DEPLOY_RUN_LIST) > 0
                && !screen.texts(DeployIds.DEPLOY_RUN_DETAIL).isEmpty());
    waitForTheEnd();
    assertThat(words(DeployIds.DEPLOY_RUN_TOTALS)).contains("PASS=2", "ERROR=0");
    assertThat(screen.texts(DeployIds.DEPLOY_RUN_DETAIL)).contains("Prove it with a checkpoint");
    assertThat(status("customer_totals").state()).isEqualTo("running");
  }

  @Test
  @Order(3)
  void nothingToDoIsSaidInOneSentence() {
    plan("+customer_totals");
    assertThat(words(DeployIds.DEPLOY_PLAN_SUMMARY)).contains("Nothing to do");
    assertThat(screen.shows(DeployIds.DEPLOY_APPLY)).isFalse();
  }

  @Test
  @Order(4)
  void anEditOutsideShowsAnUpgradeThatKeepsState() throws IOException {
    edit(
        "  MIN(log_offset) AS first_offset,\n",
        "  SUM(amount) / COUNT(*) AS average_order,\n  MIN(log_offset) AS first_offset,\n");
    // The plan on the screen was made for what the folder said before.
    user.waitUntil(
        "the plan is out of date",
        20,
        () -> screen.texts(DeployIds.DEPLOY_NOTICE).contains("changed"));
    screen.press(DeployIds.DEPLOY_REPLAN);
    waitForAPlan();
    assertThat(words(DeployIds.DEPLOY_PLAN_SUMMARY)).contains("1 to upgrade", "1 unchanged");
    assertThat(screen.rows(DeployIds.DEPLOY_PLAN_LIST)).isEqualTo(1);
    assertThat(screen.texts(DeployIds.DEPLOY_PLAN_DETAIL))
        .contains("AS average_order", "column average_order", "kept", "goes on from it");
  }

  @Test
  @Order(5)
  void theUpgradeGoesOnFromASavepoint() {
    screen.press(DeployIds.DEPLOY_APPLY);
    waitForTheEnd();
    assertThat(words(DeployIds.DEPLOY_RUN_TOTALS)).contains("PASS=1", "ERROR=0");
    assertThat(screen.texts(DeployIds.DEPLOY_RUN_DETAIL)).contains("Restored from", "Pause");
    Optional<String> restored =
        status("customer_totals")
            .checkpoints()
            .flatMap(CheckpointReport::restored)
            .map(CheckpointReport.Snapshot::path);
    assertThat(restored).hasValueSatisfying(path -> assertThat(path).contains("savepoint"));
  }

  @Test
  @Order(6)
  void cancellingLeavesSomethingThatTheBannerResumes() throws IOException {
    edit("MAX(log_offset) AS last_offset\n", "MAX(log_offset) AS last_offset,\n  1 AS added\n");
    awaitTheEdit("1 AS added");
    plan("customer_totals");
    screen.press(DeployIds.DEPLOY_APPLY);
    user.waitUntil(
        "the model's turn has come",
        60,
        () -> screen.texts(DeployIds.DEPLOY_RUN_DETAIL).contains("running"));
    screen.press(DeployIds.DEPLOY_CANCEL);
    waitForTheEnd();
    assertThat(words(DeployIds.DEPLOY_RUN_TOTALS)).contains("ERROR=1");
    assertThat(screen.texts(DeployIds.DEPLOY_RUN_DETAIL)).contains("can be resumed");
    plan("customer_totals");
    assertThat(words(DeployIds.DEPLOY_PLAN_SUMMARY)).contains("1 blocked");
    screen.press(DeployIds.DEPLOY_UNFINISHED_RESUME);
    waitForTheEnd();
    assertThat(words(DeployIds.DEPLOY_RUN_TOTALS)).contains("PASS=1", "ERROR=0");
    user.waitUntil(
        "the banner is gone", 20, () -> !screen.shows(DeployIds.DEPLOY_UNFINISHED_RESUME));
  }

  @Test
  @Order(7)
  void aChangeOfMeaningNeedsADecision() throws IOException {
    edit("SUM(amount) AS revenue", "MAX(amount) AS revenue");
    awaitTheEdit("MAX(amount) AS revenue");
    plan("customer_totals");
    assertThat(screen.texts(DeployIds.DEPLOY_PLAN_DETAIL)).contains("upgrade, CHANGES STATE");
    assertThat(screen.isDisabled(DeployIds.DEPLOY_APPLY)).isTrue();
    screen.press(DeployIds.choose("revenue", Choices.Choice.RESET));
    waitForAPlan();
    assertThat(screen.shows(DeployIds.choose("revenue", Choices.Choice.RESET))).isFalse();
    assertThat(screen.texts(DeployIds.DEPLOY_PLAN_DETAIL)).contains("begins again, as was chosen");
    assertThat(screen.isDisabled(DeployIds.DEPLOY_APPLY)).isFalse();
    screen.press(DeployIds.DEPLOY_FULL_REFRESH);
    waitForAPlan();
    assertThat(screen.isDisabled(DeployIds.DEPLOY_APPLY)).isTrue();
    user.robot().clickOn("#" + DeployIds.DEPLOY_CONFIRM).write("customer_totals");
    assertThat(screen.isDisabled(DeployIds.DEPLOY_APPLY)).isFalse();
    screen.press(DeployIds.DEPLOY_FULL_REFRESH);
    waitForAPlan();
  }

  @Test
  @Order(8)
  void whatTheProjectForbidsReadsAsBlocked() throws IOException {
    String key = "primary_key=['customer_id']";
    edit(key, key + ", state_policy={'decide': 'forbid'}");
    awaitTheEdit("state_policy");
    plan("customer_totals");
    assertThat(screen.texts(DeployIds.DEPLOY_PLAN_DETAIL))
        .contains("BLOCKED", "`decide: forbid`", TOTALS + ":2:4");
    assertThat(screen.shows(DeployIds.choose("revenue", Choices.Choice.RESET))).isFalse();
    edit(key + ", state_policy={'decide': 'forbid'}", key);
    awaitTheEdit(key + ")");
  }

  @Test
  @Order(9)
  void aFailureShowsItsCauseAndWaysOut() {
    plan("divides_by_zero");
    screen.press(DeployIds.DEPLOY_APPLY);
    waitForTheEnd();
    assertThat(words(DeployIds.DEPLOY_RUN_TOTALS)).contains("ERROR=1");
    assertThat(screen.texts(DeployIds.DEPLOY_RUN_DETAIL)).contains("zero", DIVIDES);
    assertThat(screen.shows(DeployIds.DEPLOY_WAY_PLAN)).isTrue();
  }

  @Test
  @Order(10)
  void aJobIsStoppedWithASavepointAfterAQuestion() {
    user.runs("jobs.show");
    TableView<?> table = user.node(DeployIds.JOBS_TABLE, TableView.class);
    user.waitUntil("jobs are listed", 20, () -> user.onFx(() -> table.getItems().size()) >= 2);
    user.runs("jobs.stop-all");
    screen.press(DeployIds.JOBS_CONFIRM);
    user.waitUntil(
        "all jobs are stopped",
        60,
        () ->
            status("customer_totals").state().equals("stopped")
                && status("orders").state().equals("stopped"));
    user.waitUntil(
        "the list says so",
        20,
        () -> user.onFx(() -> String.valueOf(table.getItems())).contains("stopped"));
  }

  private void plan(String selection) {
    TextField field = user.node(DeployIds.DEPLOY_SELECTION, TextField.class);
    user.onFx(
        () -> {
          field.setText(selection);
          field.fireEvent(new ActionEvent());
          return true;
        });
    waitForAPlan();
  }

  private void waitForAPlan() {
    user.waitUntil(
        // The first one starts the cluster, on a machine that may have other work.
        "a plan is shown",
        180,
        () -> screen.shows(DeployIds.DEPLOY_PLAN_SUMMARY) || screen.shows(DeployIds.DEPLOY_FAILED));
    assertThat(screen.texts(DeployIds.DEPLOY_FAILED)).isEmpty();
  }

  private void waitForTheEnd() {
    user.waitUntil(
        "the run has ended",
        120,
        () -> screen.shows(DeployIds.DEPLOY_AGAIN) || screen.shows(DeployIds.DEPLOY_REPLAN));
    assertThat(screen.texts(DeployIds.DEPLOY_NOTICE)).isEmpty();
  }

  private String words(String id) {
    Label label = user.node(id, Label.class);
    return user.onFx(label::getText);
  }

  private void edit(String before, String after) throws IOException {
    Path file = shop.resolve(TOTALS);
    String text = Files.readString(file);
    assertThat(text).contains(before);
    Files.writeString(file, text.replace(before, after));
  }

  private void awaitTheEdit(String text) {
    user.waitUntil(
        "the folder is read again",
        20,
        () ->
            user.onFx(this::state) instanceof ProjectState.Ready ready
                && ready.project().node("model.shop.customer_totals").rawCode().contains(text));
  }

  private ProjectState state() {
    return user.project().project().state().get();
  }

  private DeploymentStatus status(String model) {
    List<DeploymentStatus> statuses = engine(lease -> lease.engine().statuses());
    return statuses.stream()
        .filter(status -> status.model().endsWith("." + model))
        .findFirst()
        .orElseThrow();
  }

  private <T> T engine(Function<EngineLease, T> call) {
    try (EngineLease lease = user.project().project().lease().orElseThrow()) {
      return call.apply(lease);
    }
  }
}
