package dev.millrace.ui.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.deploy.DeployIds;
import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.settings.Appearance;
import dev.millrace.engine.Engine;
import dev.millrace.engine.deploy.DeployOptions;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.recover.WayOut;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.event.ActionEvent;
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

/** A job does not come up, and the window leads out; each test goes on from the one before. */
@ExtendWith(ShotOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecoveryJourneyTest {
  private static final String TOTALS = "model.shop.customer_totals";

  private WorkbenchUser user;
  private Screen screen;

  /** Two savepoints of a job that was stopped, and the newer one is gone. */
  @BeforeAll
  void loseASavepoint(@TempDir Path folder) throws IOException {
    Path shop = WorkbenchUser.sampleIn(folder);
    user = WorkbenchUser.with(folder, shop);
    screen = new Screen(user);
    user.waitUntil(
        "the project is read",
        60,
        () ->
            user.onFx(() -> user.project().project().state().get()) instanceof ProjectState.Ready);
    Savepoint newest =
        engine(
            engine -> {
              engine.startLocal(line -> {}, event -> {});
              Set<String> models = Set.of("model.shop.orders", TOTALS);
              PlanOptions options = new PlanOptions(models, false, false, Optional.empty());
              engine
                  .deployer()
                  .apply(engine.plan(options), new DeployOptions(false, 2), event -> {});
              engine.savepoints().take(TOTALS, Optional.empty());
              engine.deployer().stop(Set.of(TOTALS), true, event -> {});
              return engine
                  .savepoints()
                  .of(engine.ledger().deploymentOf(TOTALS).orElseThrow())
                  .getFirst();
            });
    try (Stream<Path> files = Files.walk(Path.of(URI.create(newest.path())))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @AfterAll
  void close() {
    if (user != null) {
      user.close();
    }
  }

  @Test
  @Order(1)
  void aRunThatFailsSaysInPlainWordsWhyAndOffersToRecover() {
    user.runs("deploy.show");
    TextField field = user.node(DeployIds.DEPLOY_SELECTION, TextField.class);
    user.onFx(
        () -> {
          field.setText("customer_totals");
          field.fireEvent(new ActionEvent());
          return true;
        });
    user.waitUntil("a plan is shown", 180, () -> screen.shows(DeployIds.DEPLOY_APPLY));
    screen.press(DeployIds.DEPLOY_APPLY);
    user.waitUntil("the run has ended", 180, () -> screen.shows(DeployIds.DEPLOY_AGAIN));
    user.waitUntil("ways are found", 60, () -> screen.shows(DeployIds.DEPLOY_WAY_RECOVER));
    assertThat(screen.texts(DeployIds.DEPLOY_RUN_DETAIL)).contains("is not there");
    shots("recover-run");
  }

  @Test
  @Order(2)
  void theWaysOutAreShownWithWhatEachKeepsAndTheRecommendedOneChosen() {
    screen.press(DeployIds.DEPLOY_WAY_RECOVER);
    user.waitUntil("it is explained", 60, this::canTake);
    assertThat(screen.texts(DeployIds.RECOVER_DETAIL))
        .contains("customer_totals", "is not there", "recommended", "Keeps", "Loses");
    assertThat(screen.texts(DeployIds.RECOVER_TAKE)).contains("Bring it back");
    shots("recover");
  }

  @Test
  @Order(3)
  void aWayThatGivesStateUpWaitsForTheModelsName() {
    screen.press(DeployIds.way(WayOut.Kind.FRESH));
    assertThat(canTake()).isFalse();
    user.robot().clickOn("#" + DeployIds.RECOVER_CONFIRM).write("customer_total");
    assertThat(canTake()).isFalse();
    user.robot().write("s");
    assertThat(canTake()).isTrue();
    shots("recover-grave");
    screen.press(DeployIds.way(WayOut.Kind.BRING_BACK));
    assertThat(screen.shows(DeployIds.RECOVER_TAKE)).isTrue();
    assertThat(canTake()).isTrue();
  }

  @Test
  @Order(4)
  void theRecommendedWayBringsTheJobBackStepByStep() {
    screen.press(DeployIds.RECOVER_TAKE);
    user.waitUntil("the run has ended", 180, () -> screen.shows(DeployIds.DEPLOY_AGAIN));
    assertThat(screen.texts(DeployIds.DEPLOY_VIEW)).contains("PASS=1", "ERROR=0");
    assertThat(screen.texts(DeployIds.DEPLOY_RUN_DETAIL)).contains("Restored from");
    assertThat(status().state()).isEqualTo("running");
    user.runs("deploy.recover");
    user.waitUntil(
        "nothing is in trouble",
        60,
        () -> screen.texts(DeployIds.RECOVER_PANE).contains("No job is in trouble"));
  }

  @Test
  @Order(5)
  void aJobThatSomebodyCancelledIsFoundAmongTheJobs() {
    user.runs("jobs.show");
    engine(
        engine -> {
          engine.connector().jobs().cancel(status(engine).job().orElseThrow());
          return true;
        });
    user.runs("jobs.refresh");
    user.waitUntil("the list tells of it", 120, () -> screen.shows(DeployIds.JOBS_RECOVER));
    assertThat(screen.texts(DeployIds.JOBS_VIEW)).contains("customer_totals (cancelled)");
    shots("recover-jobs");
    screen.press(DeployIds.JOBS_RECOVER);
    user.waitUntil("it is explained", 60, this::canTake);
    assertThat(screen.texts(DeployIds.RECOVER_DETAIL)).contains("was cancelled");
  }

  private boolean canTake() {
    return screen.shows(DeployIds.RECOVER_TAKE) && !screen.isDisabled(DeployIds.RECOVER_TAKE);
  }

  private DeploymentStatus status() {
    return engine(RecoveryJourneyTest::status);
  }

  private static DeploymentStatus status(Engine engine) {
    return engine.statuses().stream()
        .filter(status -> status.model().equals(TOTALS))
        .findFirst()
        .orElseThrow();
  }

  private <T> T engine(Function<Engine, T> call) {
    try (EngineLease lease = user.project().project().lease().orElseThrow()) {
      return call.apply(lease.engine());
    }
  }

  private void shots(String name) {
    for (Appearance theme : List.of(Appearance.LIGHT, Appearance.DARK)) {
      user.onFx(
          () -> {
            user.workbench().looks().choose(theme);
            user.scene().getRoot().applyCss();
            user.scene().getRoot().layout();
            Screenshots.write(
                user.scene(),
                Path.of(
                    "target/shots", name + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png"));
            return true;
          });
    }
  }
}
