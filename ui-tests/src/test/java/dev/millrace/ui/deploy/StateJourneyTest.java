package dev.millrace.ui.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.deploy.DeployIds;
import dev.millrace.app.deploy.JobRow;
import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.settings.Appearance;
import dev.millrace.app.state.StateFeature;
import dev.millrace.app.state.StateIds;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.deploy.DeployOptions;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
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

/** What running jobs remember is looked at and counted; each test goes on from the one before. */
@ExtendWith(ShotOnFailure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StateJourneyTest {
  private static final String TOTALS = "model.shop.customer_totals";

  private Path folder;
  private Path shop;
  private WorkbenchUser user;
  private Screen screen;

  @BeforeAll
  void open(@TempDir Path given) {
    folder = given;
    shop = WorkbenchUser.sampleIn(folder);
    window();
  }

  private void window() {
    user = WorkbenchUser.with(folder, shop);
    screen = new Screen(user);
    user.waitUntil(
        "the project is read",
        60,
        () ->
            user.onFx(() -> user.project().project().state().get()) instanceof ProjectState.Ready);
  }

  @AfterAll
  void close() {
    if (user != null) {
      user.close();
    }
  }

  @Test
  @Order(1)
  void beforeAnythingIsDeployedItSaysWhatToDo() {
    user.runs("state.show");
    user.waitUntil(
        "it has looked",
        60,
        () -> screen.texts(StateIds.STATE_VIEW).contains("Nothing is deployed on this target yet"));
    shots("state-nothing");
  }

  @Test
  @Order(2)
  void whatIsDeployedIsReadByItselfInTheColumnsOfTheQuery() {
    engine(
        engine -> {
          engine.startLocal(line -> {}, event -> {});
          PlanOptions options =
              new PlanOptions(Set.of("model.shop.orders", TOTALS), false, false, Optional.empty());
          return engine
              .deployer()
              .apply(engine.plan(options), new DeployOptions(false, 2), event -> {});
        });
    user.waitUntil("both are listed", 60, () -> screen.rows(StateIds.STATE_LIST) == 2);
    user.waitUntil(
        "both are read", 60, () -> screen.texts(StateIds.STATE_TITLE).contains("2 jobs remember"));

    user.runs("jobs.show");
    TableView<?> jobs = user.node(DeployIds.JOBS_TABLE, TableView.class);
    user.waitUntil("they are among the jobs", 30, () -> user.onFx(() -> row(jobs) >= 0));
    user.onFx(
        () -> {
          jobs.getSelectionModel().clearAndSelect(row(jobs));
          return true;
        });
    screen.press(DeployIds.JOBS_STATE);
    user.waitUntil(
        "the job is shown",
        30,
        () -> screen.texts(StateIds.STATE_HEAD).contains("customer_totals"));
    assertThat(screen.texts(StateIds.STATE_DETAIL))
        .contains("GroupAggregate", "operator with state", "accState", "customer_id ", "revenue ")
        .contains("source", "positions  ", "%");
    assertThat(screen.texts(StateIds.STATE_HEAD))
        .contains("Read from checkpoint", " ago - native", "Its job began", "without state");
    assertThat(path()).startsWith("file:").contains("chk-");
    assertThat(screen.isDisabled(StateIds.STATE_COUNT)).isTrue();
    assertThat(screen.texts(StateIds.STATE_OBSTACLE)).contains("canonical format");
    user.runs("state.show");
    shots("state");
  }

  private static int row(TableView<?> jobs) {
    return jobs.getItems().stream().map(item -> ((JobRow) item).model()).toList().indexOf(TOTALS);
  }

  @Test
  @Order(3)
  void entriesOfACanonicalSavepointAreCounted() {
    Savepoint taken =
        engine(
            engine ->
                engine
                    .savepoints()
                    .take(TOTALS, Optional.of("to count"), SavepointFormat.CANONICAL));
    screen.press(StateIds.STATE_READ);
    ComboBox<Optional<Savepoint>> place = place();
    user.waitUntil(
        "the savepoint can be chosen", 60, () -> user.onFx(() -> place.getItems().size() > 1));
    user.onFx(
        () -> {
          place.setValue(place.getItems().get(1));
          return true;
        });
    user.waitUntil("it is read", 60, () -> path().equals(taken.path()));
    assertThat(screen.texts(StateIds.STATE_HEAD)).contains("- canonical");
    screen.press(StateIds.STATE_COUNT);
    user.waitUntil(
        "the entries are counted",
        120,
        () -> screen.texts(StateIds.STATE_DETAIL).contains(" entries, "));
    shots("state-counted");
  }

  @Test
  @Order(4)
  void theTabOfTheLastTimeSaysThatTheClusterIsAwayAndStartsIt() {
    user.close();
    window();
    assertThat(
            user.waitFor(
                    "the tab is open again",
                    30,
                    () ->
                        user.project().workspace().items().stream()
                            .filter(item -> item.id().equals(StateFeature.ITEM))
                            .findFirst())
                .title()
                .getValue())
        .isEqualTo("State");
    user.runs("state.show");
    user.waitUntil("it says so", 60, () -> screen.shows(StateIds.STATE_LOCAL));
    assertThat(screen.texts(StateIds.STATE_VIEW)).contains("The local cluster does not run");
    shots("state-away");
    screen.press(StateIds.STATE_LOCAL);
    user.waitUntil(
        "both are read again",
        180,
        () -> screen.texts(StateIds.STATE_TITLE).contains("2 jobs remember"));
    assertThat(screen.shows(StateIds.STATE_LOCAL)).isFalse();
  }

  @SuppressWarnings("unchecked")
  private ComboBox<Optional<Savepoint>> place() {
    return user.node(StateIds.STATE_PLACE, ComboBox.class);
  }

  private String path() {
    return user.onFx(
        () ->
            user.scene().lookup("#" + StateIds.STATE_PATH) instanceof TextField field
                ? field.getText()
                : "");
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
