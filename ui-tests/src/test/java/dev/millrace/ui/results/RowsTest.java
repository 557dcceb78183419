package dev.millrace.ui.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.results.Mode;
import dev.millrace.app.results.PaneModel;
import dev.millrace.app.results.PaneToolbar;
import dev.millrace.app.results.PaneView;
import dev.millrace.app.results.Phase;
import dev.millrace.app.results.ResultTab;
import dev.millrace.engine.connect.JobState;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShotOnFailure.class)
class RowsTest {
  private static final String FEED = "model.shop.orders_feed";

  @TempDir private Path folder;

  /** One journey: a cluster is started once. */
  @Test
  void aLiveQueryChangesIsPausedExportedAndGoneFromTheClusterWhenStopped() throws Exception {
    Path project = WorkbenchUser.sampleIn(folder);
    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      user.waitUntil(
          "the project is read",
          30,
          () ->
              user.onFx(
                  () -> user.project().project().state().get() instanceof ProjectState.Ready));
      user.onFx(
          () -> {
            user.project().results().show(FEED, Mode.LIVE);
            return true;
          });
      PaneModel pane = pane(user);
      shot(user, "rows-starting");
      user.waitUntil(
          "rows come", 120, () -> user.onFx(() -> pane.state().get().phase() == Phase.RUNNING));
      long first = received(user, pane);
      user.waitUntil("more rows come", 30, () -> received(user, pane) > first + 20);
      assertThat(running(user)).as("jobs of the query").isEqualTo(1);
      user.robot().clickOn("#" + PaneToolbar.CHANGELOG_ID);
      TableView<?> changes = user.node(PaneView.CHANGES_ID, TableView.class);
      assertThat(user.onFx(() -> changes.getItems().size())).isPositive();
      shot(user, "rows-live");

      user.robot().clickOn("#" + PaneToolbar.PAUSE_ID);
      int shown = user.onFx(() -> changes.getItems().size());
      user.waitUntil(
          "changes wait unseen", 30, () -> user.onFx(() -> pane.counts().get().waiting() > 10));
      assertThat(user.onFx(() -> changes.getItems().size())).isEqualTo(shown);
      shot(user, "rows-paused");
      user.robot().clickOn("#" + PaneToolbar.PAUSE_ID);
      user.waitUntil(
          "what waited is shown", 10, () -> user.onFx(() -> changes.getItems().size() > shown));

      Path file = folder.resolve("changes.csv");
      user.onFx(
          () -> {
            user.project().results().export(pane, file);
            return true;
          });
      user.waitUntil("the file is written", 20, () -> Files.exists(file));
      assertThat(Files.readAllLines(file).getFirst()).startsWith("\"op\",\"order_id\"");

      user.robot().clickOn("#" + PaneToolbar.STOP_ID);
      user.waitUntil(
          "the cluster confirms",
          60,
          () -> user.onFx(() -> pane.state().get().phase() == Phase.CANCELLED));
      assertThat(running(user)).as("jobs after the stop").isZero();
      user.onFx(
          () -> {
            user.workbench().looks().commands();
            return user.project().commands().run("view.dark-theme");
          });
      shot(user, "rows-stopped-dark");

      user.onFx(
          () -> {
            user.project().results().show(FEED, Mode.SNAPSHOT);
            return true;
          });
      user.waitUntil(
          "the snapshot is complete",
          60,
          () -> user.onFx(() -> pane.state().get().phase() == Phase.COMPLETE));
      assertThat(user.onFx(() -> pane.rows().size())).isEqualTo(1_000);
      shot(user, "rows-snapshot-dark");
      stopCluster(user);
    }
  }

  @Test
  void aQueryOfOnesOwnIsTypedAndItsFaultIsShownInPlace() {
    Path project = WorkbenchUser.sampleIn(folder);
    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      user.waitUntil(
          "the project is read",
          30,
          () ->
              user.onFx(
                  () -> user.project().project().state().get() instanceof ProjectState.Ready));
      user.runs("rows.new-query");
      user.robot().write("SELECT * FROM {{ ref('ordrs') }}");
      user.runs("rows.snapshot");
      PaneModel pane = pane(user);
      user.waitUntil(
          "the fault is told",
          60,
          () -> user.onFx(() -> pane.state().get().phase() == Phase.FAILED));
      assertThat(user.node(PaneView.MESSAGE_ID, javafx.scene.control.Label.class).getText())
          .contains("inline:1:18", "orders");
      shot(user, "rows-fault");
    }
  }

  private static PaneModel pane(WorkbenchUser user) {
    return user.onFx(
        () ->
            user.project().workspace().items().stream()
                .filter(ResultTab.class::isInstance)
                .map(ResultTab.class::cast)
                .findFirst()
                .orElseThrow()
                .model());
  }

  private static long received(WorkbenchUser user, PaneModel pane) {
    return user.onFx(() -> pane.counts().get().received());
  }

  private static long running(WorkbenchUser user) {
    try (EngineLease lease = user.project().project().lease().orElseThrow()) {
      return lease.engine().connector().jobs().jobs().stream()
          .filter(job -> job.state() == JobState.RUNNING)
          .count();
    }
  }

  private static void stopCluster(WorkbenchUser user) {
    try (EngineLease lease = user.project().project().lease().orElseThrow()) {
      lease.engine().connector().localCluster().orElseThrow().stop();
    }
  }

  /** Pictures take longer than the window may stand still, so they are made on demand only. */
  private static void shot(WorkbenchUser user, String name) {
    String shots = System.getProperty("millrace.shots");
    if (shots != null) {
      user.onFx(
          () -> {
            Screenshots.write(user.scene(), Path.of(shots, name + ".png"));
            return true;
          });
    }
  }
}
