package dev.millrace.ui.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.app.dag.DagFeature;
import dev.millrace.app.dag.DagView;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.themes.Theme;
import dev.millrace.ui.display.ShotOnFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.geometry.VerticalDirection;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TreeTableView;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
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
  private static final String ORDERS = "model.shop.orders";
  private static final String TOTALS = "model.shop.customer_totals";

  private final ObjectProperty<ProjectState> project =
      new SimpleObjectProperty<>(new ProjectState.Opening());
  private final ObjectProperty<ClusterSnapshot> cluster =
      new SimpleObjectProperty<>(ClusterSnapshot.NONE);
  private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);
  private final List<String> opened = new CopyOnWriteArrayList<>();

  // Set by TestFX before each test.
  @SuppressWarnings("NullAway.Init")
  private DagView view;

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
    view = (DagView) feature.kinds().getFirst().make().apply("project").orElseThrow().view();
    Scene scene = new Scene(view, 1280, 800);
    Theme.dress(scene);
    stage.setScene(scene);
    stage.show();
    view.focusContent();
  }

  @Test
  void theSamplesModelsAreAllInThePicture(FxRobot robot) throws Exception {
    Project shop = showShop(robot);

    assertThat(view.model().shownIds())
        .hasSize(13)
        .containsExactlyElementsOf(
            shop.nodes().keySet().stream().filter(id -> id.startsWith("model.")).toList());
    for (String id : view.model().shownIds()) {
      assertThat(view.getLayoutBounds().contains(where(id))).as(id).isTrue();
    }
  }

  @Test
  void aWindowOfAnotherSizeShowsTheWholeGraphUntilTheUserLooksElsewhere(FxRobot robot)
      throws Exception {
    showShop(robot);
    double before = where(ORDERS).getWidth();
    resize(robot, 900, 700);
    await(() -> where(ORDERS).getWidth() < before - 10);
    double small = where(ORDERS).getWidth();

    robot.moveTo(point(ORDERS)).scroll(3, VerticalDirection.UP);
    await(() -> where(ORDERS).getWidth() > small + 10);
    double chosen = where(ORDERS).getWidth();
    resize(robot, 1280, 800);
    await(() -> view.getWidth() > 1200);
    assertThat(where(ORDERS).getWidth()).isEqualTo(chosen, within(0.5));
  }

  private void resize(FxRobot robot, double width, double height) {
    robot.interact(
        () -> {
          view.getScene().getWindow().setWidth(width);
          view.getScene().getWindow().setHeight(height);
        });
  }

  @Test
  void aClickOpensTheModel(FxRobot robot) throws Exception {
    showShop(robot);
    robot.clickOn(point(ORDERS));
    await(() -> opened.contains("models/streams/orders.sql"));
    assertThat(view.model().selected().get()).isEqualTo(ORDERS);
  }

  @Test
  void theWheelZoomsAroundThePointer(FxRobot robot) throws Exception {
    showShop(robot);
    Bounds before = where(ORDERS);
    robot.moveTo(point(ORDERS)).scroll(3, VerticalDirection.UP);
    await(() -> Math.abs(where(ORDERS).getWidth() - before.getWidth()) > 10);
    assertThat(where(ORDERS).getCenterX()).isEqualTo(before.getCenterX(), within(3.0));
    assertThat(where(ORDERS).getCenterY()).isEqualTo(before.getCenterY(), within(3.0));
  }

  @Test
  void draggingMovesThePictureAndOpensNothing(FxRobot robot) throws Exception {
    showShop(robot);
    Bounds before = where(ORDERS);
    robot.drag(point(ORDERS), MouseButton.PRIMARY).dropBy(120, 60);
    await(() -> where(ORDERS).getMinX() > before.getMinX() + 60);
    assertThat(where(ORDERS).getWidth()).isEqualTo(before.getWidth(), within(0.01));
    assertThat(opened).isEmpty();
  }

  @Test
  void keysZoomAndFit(FxRobot robot) throws Exception {
    showShop(robot);
    Bounds before = where(ORDERS);
    robot.type(KeyCode.EQUALS, KeyCode.EQUALS);
    await(() -> where(ORDERS).getWidth() > before.getWidth() * 1.3);
    robot.type(KeyCode.DIGIT0);
    await(() -> Math.abs(where(ORDERS).getWidth() - before.getWidth()) < 0.01);
  }

  @Test
  void keysWalkAlongEdgesAndEnterOpens(FxRobot robot) throws Exception {
    showShop(robot);
    robot.type(KeyCode.RIGHT, KeyCode.RIGHT);
    await(() -> ORDERS.equals(view.model().selected().get()));
    robot.type(KeyCode.LEFT);
    await(() -> "model.shop.orders_feed".equals(view.model().selected().get()));
    robot.type(KeyCode.RIGHT, KeyCode.ENTER);
    await(() -> opened.contains("models/streams/orders.sql"));
  }

  @Test
  void theTableHasTheSameNodesAndOpensThem(FxRobot robot) throws Exception {
    showShop(robot);
    robot.clickOn("#dag-face-table");
    TreeTableView<?> table = robot.lookup("#dag-table").query();
    await(() -> table.getExpandedItemCount() == view.model().shownIds().size());
    robot.clickOn("#dag-column-name");
    robot.interact(() -> table.getSelectionModel().select(0));
    robot.interact(table::requestFocus);
    robot.type(KeyCode.ENTER);
    await(() -> opened.contains("models/marts/customer_totals.sql"));
    assertThat(view.model().selected().get()).isEqualTo(TOTALS);
  }

  @Test
  void theSelectionBoxTakesDbtsGrammar(FxRobot robot) throws Exception {
    showShop(robot);
    robot.clickOn("#dag-selection").write("+customer_totals");
    await(() -> view.model().chosen().get().map(Set::size).orElse(0) == 4);
    robot.clickOn("#dag-hide");
    await(() -> view.model().shownIds().size() == 4);
    assertThat(robot.lookup("#dag-count").queryAs(Label.class).getText()).startsWith("4 of 13");
  }

  @Test
  void howJobsStandIsSaidInWords(FxRobot robot) throws Exception {
    Project shop = showShop(robot);
    robot.interact(
        () -> {
          cluster.set(Snapshots.of(shop, 1));
          view.model().selected().set(TOTALS);
        });
    assertThat(robot.lookup("#dag-canvas").query().getAccessibleText())
        .contains("customer_totals, streaming table, running, lag 1 s");
  }

  @Test
  void bothThemesDrawTheGraph(FxRobot robot) throws Exception {
    Project shop = showShop(robot);
    robot.interact(() -> cluster.set(Snapshots.of(shop, 1)));
    Set<Integer> light = colors(robot, Theme.LIGHT);
    Set<Integer> dark = colors(robot, Theme.DARK);
    robot.interact(Theme.LIGHT::apply);
    assertThat(light).hasSizeGreaterThan(50);
    assertThat(dark).hasSizeGreaterThan(50);
    assertThat(dark).doesNotContain(argb(Theme.LIGHT));
    assertThat(light).doesNotContain(argb(Theme.DARK));
  }

  @Test
  void anEmptyProjectSaysWhatToDo(FxRobot robot, @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("dbt_project.yml"), "name: empty\nprofile: empty\n");
    Project empty = new ProjectLoader().load(LoadRequest.of(folder));
    robot.interact(() -> project.set(new ProjectState.Ready(empty, 1)));
    await(
        () ->
            robot
                .lookup("#dag-message")
                .queryAs(Label.class)
                .getText()
                .startsWith("No models yet"));
  }

  private Project showShop(FxRobot robot) throws TimeoutException {
    Path folder = Path.of("..", "samples", "shop").toAbsolutePath().normalize();
    Project shop = new ProjectLoader().load(LoadRequest.of(folder));
    robot.interact(() -> project.set(new ProjectState.Ready(shop, 1)));
    await(() -> view.locate(ORDERS).isPresent());
    WaitForAsyncUtils.waitForFxEvents();
    return shop;
  }

  private Bounds where(String id) {
    return view.locate(id).orElseThrow();
  }

  private Point2D point(String id) {
    Bounds bounds = view.localToScreen(where(id));
    return new Point2D(bounds.getCenterX(), bounds.getCenterY());
  }

  private Set<Integer> colors(FxRobot robot, Theme look) {
    robot.interact(
        () -> {
          look.apply();
          theme.set(look);
        });
    WaitForAsyncUtils.waitForFxEvents(5);
    Set<Integer> colors = new HashSet<>();
    robot.interact(
        () -> {
          WritableImage picture = robot.lookup("#dag-canvas").query().snapshot(null, null);
          for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
              colors.add(picture.getPixelReader().getArgb(x, y));
            }
          }
        });
    return colors;
  }

  private static int argb(Theme look) {
    var color = look.palette().background();
    return 0xFF000000
        | (int) Math.round(color.getRed() * 255) << 16
        | (int) Math.round(color.getGreen() * 255) << 8
        | (int) Math.round(color.getBlue() * 255);
  }

  private static void await(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, condition);
  }
}
