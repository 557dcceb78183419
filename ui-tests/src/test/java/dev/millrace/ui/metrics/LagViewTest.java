package dev.millrace.ui.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.metrics.DeploymentMark;
import dev.millrace.app.metrics.LagFeature;
import dev.millrace.app.metrics.LagHistory;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.ModelStatus;
import dev.millrace.engine.observe.LagPoint;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.themes.Theme;
import dev.millrace.ui.dag.Snapshots;
import dev.millrace.ui.display.ShotOnFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith({ApplicationExtension.class, ShotOnFailure.class})
final class LagViewTest {
  private final ObjectProperty<ClusterSnapshot> cluster =
      new SimpleObjectProperty<>(ClusterSnapshot.NONE);
  private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);

  private volatile boolean measured = true;

  @Start
  void start(Stage stage) {
    Theme.LIGHT.apply();
    LagFeature feature =
        new LagFeature(
            cluster,
            (model, table, back) ->
                measured ? history(model) : new LagHistory.Past(List.of(), List.of()),
            theme,
            id -> {},
            Executors.newVirtualThreadPerTaskExecutor());
    Region view = feature.kinds().getFirst().make().apply("project").orElseThrow().view();
    Scene scene = new Scene(view, 1280, 500);
    Theme.dress(scene);
    stage.setScene(scene);
    stage.show();
  }

  @Test
  void modelsStandWithTheirFiguresAndThoseFurthestBehindAreDrawn(FxRobot robot) throws Exception {
    showShop(robot);
    TableView<?> list = robot.lookup("#lag-list").query();
    assertThat(list.getItems()).hasSize(9);
    assertThat(list.getSelectionModel().getSelectedItems()).hasSize(3);
    await(
        () ->
            words(robot).startsWith("Lag over time. payments: ")
                && words(robot).contains("orders: ")
                && words(robot).contains("customers: "));
  }

  @Test
  void whatIsSelectedInTheListIsDrawn(FxRobot robot) throws Exception {
    showShop(robot);
    TableView<?> list = robot.lookup("#lag-list").query();
    robot.interact(() -> list.getSelectionModel().clearAndSelect(0));
    await(() -> words(robot).startsWith("Lag over time. customer_totals: "));
    assertThat(words(robot)).doesNotContain("payments");
  }

  @Test
  void whatIsDrawnStaysWhenTheListIsFilledAnew(FxRobot robot) throws Exception {
    showShop(robot);
    await(() -> words(robot).contains("payments: "));
    String before = words(robot);
    robot.interact(
        () -> {
          ClusterSnapshot whole = cluster.get();
          Map<String, ModelStatus> fewer = new LinkedHashMap<>(whole.models());
          fewer.remove("model.shop.customer_totals");
          cluster.set(new ClusterSnapshot(whole.cluster(), whole.target(), fewer, whole.takenAt()));
        });
    WaitForAsyncUtils.waitForFxEvents();
    TableView<?> list = robot.lookup("#lag-list").query();
    assertThat(list.getItems()).hasSize(8);
    assertThat(list.getSelectionModel().getSelectedItems()).hasSize(3);
    assertThat(words(robot).replaceAll("[\\d.]+", "")).isEqualTo(before.replaceAll("[\\d.]+", ""));
  }

  @Test
  void theTableHasTheChartsFiguresAndDeployments(FxRobot robot) throws Exception {
    showShop(robot);
    robot.clickOn("#lag-face-table");
    TableView<?> points = robot.lookup("#lag-points").query();
    await(() -> points.getItems().size() > 300);
    assertThat(points.getItems())
        .anySatisfy(line -> assertThat(line.toString()).contains("#2 upgraded"));
  }

  @Test
  void aModelWithoutAWatermarkSaysSoInsteadOfAnEmptyChart(FxRobot robot) throws Exception {
    measured = false;
    Project shop = shop();
    robot.interact(() -> cluster.set(Snapshots.withoutWatermarks(shop)));
    await(
        () ->
            robot
                .lookup(".lag-silence .label")
                .queryAs(Label.class)
                .getText()
                .contains("the input declares none"));
  }

  @Test
  void aClusterThatDoesNotRunIsSaid(FxRobot robot) throws Exception {
    robot.interact(
        () ->
            cluster.set(
                new ClusterSnapshot(new ClusterState.Off(), "dev", Map.of(), Instant.now())));
    await(
        () ->
            robot
                .lookup("#lag-list .placeholder .label")
                .queryAs(Label.class)
                .getText()
                .startsWith("The local cluster does not run"));
  }

  @Test
  void bothThemesDrawTheLines(FxRobot robot) throws Exception {
    showShop(robot);
    await(() -> words(robot).contains("payments: "));
    for (Theme look : Theme.values()) {
      Set<Integer> colors = colors(robot, look);
      assertThat(colors).hasSizeGreaterThan(20);
      assertThat(colors)
          .contains(argb(look.palette().series().get(0)), argb(look.palette().background()));
    }
    robot.interact(Theme.LIGHT::apply);
  }

  private static String words(FxRobot robot) {
    return robot.lookup("#lag-chart").query().getAccessibleText();
  }

  private static LagHistory.Past history(String model) {
    List<LagPoint> points = new ArrayList<>();
    Instant now = Instant.now();
    long seed = model.length();
    for (int at = 150; at > 0; at--) {
      if (at > 40 && at < 80 && seed % 2 == 0) {
        continue;
      }
      points.add(
          new LagPoint(
              now.minusSeconds(at * 2L),
              Duration.ofMillis(
                  Math.round(4_000 + 300 * seed + 2_000 * Math.sin(at / (5.0 + seed))))));
    }
    List<DeploymentMark> marks =
        seed % 2 == 0
            ? List.of(new DeploymentMark(now.minusSeconds(160), 2, DeploymentMark.Kind.CONTINUED))
            : List.of();
    return new LagHistory.Past(points, marks);
  }

  private void showShop(FxRobot robot) {
    robot.interact(() -> cluster.set(Snapshots.of(shop(), 1)));
    WaitForAsyncUtils.waitForFxEvents();
  }

  private static Project shop() {
    Path folder = Path.of("..", "samples", "shop").toAbsolutePath().normalize();
    return new ProjectLoader().load(LoadRequest.of(folder));
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
          WritableImage picture = robot.lookup("#lag-chart").query().snapshot(null, null);
          for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
              colors.add(picture.getPixelReader().getArgb(x, y));
            }
          }
        });
    return colors;
  }

  private static int argb(Color color) {
    return 0xFF000000
        | (int) Math.round(color.getRed() * 255) << 16
        | (int) Math.round(color.getGreen() * 255) << 8
        | (int) Math.round(color.getBlue() * 255);
  }

  private static void await(Callable<Boolean> condition) throws TimeoutException {
    WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, condition);
  }
}
