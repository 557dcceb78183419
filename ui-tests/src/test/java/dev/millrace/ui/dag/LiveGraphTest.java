package dev.millrace.ui.dag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.dag.DagView;
import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.ProjectState;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.deploy.DeployOptions;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Graph and lag chart beside a real Flink: what runs is seen without being asked for. */
@ExtendWith(ShotOnFailure.class)
final class LiveGraphTest {
  /** Copies rows and declares no watermark. */
  private static final String ORDERS = "model.shop.orders";

  /** Sums up windows of event time, so that it has one. */
  private static final String REVENUE = "model.shop.revenue_per_window";

  @Test
  void aRunningJobIsSeenOnItsNodeAndInTheChart(@TempDir Path folder) {
    Path shop = WorkbenchUser.sampleIn(folder);
    try (WorkbenchUser user = WorkbenchUser.with(folder, shop)) {
      user.waitUntil("the project is read", 30, () -> isReady(user));
      DagView view = user.node(DagView.ID, DagView.class);
      user.waitUntil(
          "the graph is there", 20, () -> user.onFx(() -> view.locate(REVENUE).isPresent()));
      user.onFx(
          () -> {
            view.model().selected().set(REVENUE);
            return true;
          });
      assertThat(words(user, DagView.CANVAS_ID)).contains("revenue_per_window, streaming table");

      try {
        withEngine(user, LiveGraphTest::deployTwo);
        user.waitUntil(
            "the node says that its job runs, and its lag",
            120,
            () -> words(user, DagView.CANVAS_ID).matches(".*running, lag -?\\d.*"));
        user.runs("lag.open");
        user.waitUntil(
            "the chart has the model's lag",
            60,
            () -> words(user, "lag-chart").matches(".*revenue_per_window: -?\\d.*"));
        assertThat(words(user, "lag-chart")).contains("orders: No lag to show");
        shot(user, "live");
      } finally {
        withEngine(user, engine -> engine.connector().localCluster().ifPresent(LocalCluster::stop));
      }
      user.waitUntil(
          "the node says that nothing answers any more",
          30,
          () -> words(user, DagView.CANVAS_ID).contains("not reachable"));
    }
  }

  private static void deployTwo(Engine engine) {
    var unused = engine.startLocal(step -> {}, event -> {});
    PlanOptions two = new PlanOptions(Set.of(ORDERS, REVENUE), false, false, Optional.empty());
    DeployReport report =
        engine
            .deployer()
            .apply(engine.plan(two), new DeployOptions(false, engine.threads()), event -> {});
    assertThat(report.succeeded()).isTrue();
  }

  private static void withEngine(WorkbenchUser user, Consumer<Engine> work) {
    try (EngineLease lease = user.project().project().lease().orElseThrow()) {
      work.accept(lease.engine());
    }
  }

  private static boolean isReady(WorkbenchUser user) {
    return user.onFx(() -> user.project().project().state().get() instanceof ProjectState.Ready);
  }

  private static String words(WorkbenchUser user, String id) {
    return user.onFx(
        () -> {
          Node node = user.scene().lookup("#" + id);
          return node == null ? "" : String.valueOf(node.getAccessibleText());
        });
  }

  private static void shot(WorkbenchUser user, String name) {
    user.onFx(
        () -> {
          Screenshots.write(user.scene(), Path.of("target/shots/graph-" + name + ".png"));
          return true;
        });
  }
}
