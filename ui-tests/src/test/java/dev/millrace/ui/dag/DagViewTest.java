package dev.millrace.ui.dag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.dag.DagFeature;
import dev.millrace.app.dag.DagView;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.themes.Theme;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import dev.millrace.ui.project.GeneratedProject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith({ApplicationExtension.class, ShotOnFailure.class})
final class DagViewTest {
  private final ObjectProperty<ProjectState> project =
      new SimpleObjectProperty<>(new ProjectState.Opening());
  private final ObjectProperty<ClusterSnapshot> cluster =
      new SimpleObjectProperty<>(ClusterSnapshot.NONE);
  private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);
  private final List<String> opened = new CopyOnWriteArrayList<>();
  private DockItem item;
  private Scene scene;

  @Start
  void start(Stage stage) {
    Theme.LIGHT.apply();
    DagFeature feature =
        new DagFeature(
            project,
            cluster,
            theme,
            id -> {},
            position -> opened.add(position.file()),
            Executors.newVirtualThreadPerTaskExecutor());
    item = feature.kinds().getFirst().make().apply("project").orElseThrow();
    scene = new Scene(item.view(), 1280, 800);
    Theme.dress(scene);
    stage.setScene(scene);
    stage.show();
  }

  @Test
  void showShots(FxRobot robot, @TempDir Path folder) throws Exception {
    Project shop = new ProjectLoader().load(LoadRequest.of(Path.of("../samples/shop").toAbsolutePath().normalize()));
    robot.interact(() -> { project.set(new ProjectState.Ready(shop, 1)); cluster.set(Snapshots.of(shop, 1)); });
    WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> ((DagView) item.view()).toString() != null);
    Thread.sleep(3000);
    for (Theme look : Theme.values()) {
      robot.interact(() -> { look.apply(); theme.set(look); });
      Thread.sleep(500);
      robot.interact(() -> Screenshots.write(scene, Path.of("target/shots/dag-shop-" + look + ".png")));
      robot.clickOn("#dag-face-table");
      Thread.sleep(500);
      robot.interact(() -> Screenshots.write(scene, Path.of("target/shots/dag-table-" + look + ".png")));
      robot.clickOn("#dag-face-tree");
      Thread.sleep(500);
      robot.interact(() -> Screenshots.write(scene, Path.of("target/shots/dag-tree-" + look + ".png")));
      robot.clickOn("#dag-face-picture");
    }
    for (int n : List.of(500, 2000)) {
      Project big = new ProjectLoader().load(LoadRequest.of(GeneratedProject.write(folder.resolve("p" + n), n)));
      assertThat(big.problems()).isEmpty();
      robot.interact(() -> { project.set(new ProjectState.Ready(big, n)); cluster.set(Snapshots.of(big, 1)); });
      Thread.sleep(4000);
      robot.interact(() -> Screenshots.write(scene, Path.of("target/shots/dag-" + n + ".png")));
      for (int i = 0; i < 5; i++) { robot.clickOn("#dag-zoom-in"); }
      Thread.sleep(500);
      robot.interact(() -> Screenshots.write(scene, Path.of("target/shots/dag-" + n + "-b.png")));
    }
  }
}
