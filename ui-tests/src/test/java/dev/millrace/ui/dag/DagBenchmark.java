package dev.millrace.ui.dag;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.app.dag.DagFeature;
import dev.millrace.app.dag.DagView;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.themes.Theme;
import dev.millrace.ui.project.GeneratedProject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/**
 * How long a large graph takes to appear, and what a frame costs while it is dragged and figures
 * change twice a second. Run it by {@code benchmarks/window}; its name keeps it out of the tests.
 */
@ExtendWith(ApplicationExtension.class)
final class DagBenchmark {
  private static final int FRAMES = 240;
  private static final double WIDTH = 1400;
  private static final double HEIGHT = 900;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ObjectProperty<ProjectState> project =
      new SimpleObjectProperty<>(new ProjectState.Opening());
  private final ObjectProperty<ClusterSnapshot> cluster =
      new SimpleObjectProperty<>(ClusterSnapshot.NONE);

  // Set by TestFX before the measurement.
  @SuppressWarnings("NullAway.Init")
  private DagView view;

  /** What a stretch of frames cost. */
  private record Cost(double framesPerSecond, double fxMillis, double renderMillis) {}

  @Start
  void start(Stage stage) {
    Theme.DARK.apply();
    DagFeature feature =
        new DagFeature(
            project,
            cluster,
            new SimpleObjectProperty<>(Theme.DARK),
            id -> {},
            position -> {},
            Executors.newVirtualThreadPerTaskExecutor());
    view = (DagView) feature.kinds().getFirst().make().apply("project").orElseThrow().view();
    Scene scene = new Scene(view, WIDTH, HEIGHT);
    Theme.dress(scene);
    stage.setScene(scene);
    stage.show();
  }

  @Test
  void figures(FxRobot robot, @TempDir Path folder) throws Exception {
    System.out.printf(
        Locale.ROOT,
        "Load average %.1f on %d processors%n",
        machine.getSystemLoadAverage(),
        machine.getAvailableProcessors());
    System.out.println("DAG, Canvas " + (int) WIDTH + " x " + (int) HEIGHT + ", figures at 2 Hz");
    for (int models : List.of(500, 2_000)) {
      Project read =
          new ProjectLoader()
              .load(LoadRequest.of(GeneratedProject.write(folder.resolve("p" + models), models)));
      assertThat(read.nodes()).hasSize(models);
      long cpu = machine.getProcessCpuTime();
      long shown = show(read);
      System.out.printf(
          Locale.ROOT,
          "%d models: laid out and shown in %d ms, with %d ms CPU of all threads%n",
          models,
          shown,
          TimeUnit.NANOSECONDS.toMillis(machine.getProcessCpuTime() - cpu));
      for (double scale : List.of(1.0, 0.6, 0.4, 0.31, 0.2, 0.1)) {
        zoomTo(robot, scale);
        Cost cost = drag(read);
        System.out.printf(
            Locale.ROOT,
            "%d models, zoom %.2f: %.0f frames/s, FX %.1f ms + render %.1f ms = %.1f ms CPU a"
                + " frame%n",
            models,
            scale,
            cost.framesPerSecond(),
            cost.fxMillis(),
            cost.renderMillis(),
            cost.fxMillis() + cost.renderMillis());
      }
    }
  }

  /** From the moment the project is known to the second frame after its picture is there. */
  private long show(Project read) throws Exception {
    CompletableFuture<Long> done = new CompletableFuture<>();
    String last = read.nodes().keySet().stream().reduce((a, b) -> b).orElseThrow();
    int wanted = read.nodes().size();
    Platform.runLater(
        () -> {
          long begin = System.nanoTime();
          project.set(new ProjectState.Ready(read, wanted));
          cluster.set(Snapshots.of(read, 0));
          new AnimationTimer() {
            private int frames;

            @Override
            public void handle(long now) {
              boolean there =
                  view.model().shownIds().size() == wanted && view.locate(last).isPresent();
              if (there && ++frames > 2) {
                stop();
                done.complete(System.nanoTime() - begin);
              }
            }
          }.start();
        });
    return TimeUnit.NANOSECONDS.toMillis(done.get(120, TimeUnit.SECONDS));
  }

  /** Zooms around a node in the middle of the order, so that there is something to see. */
  private void zoomTo(FxRobot robot, double scale) {
    robot.interact(
        () -> {
          view.fit();
          List<String> ids = view.model().shownIds();
          Bounds middle = view.locate(ids.get(ids.size() / 2)).orElseThrow();
          for (int step = 0; step < 400; step++) {
            double factor = scale / view.scale();
            if (Math.abs(factor - 1) < 0.005) {
              return;
            }
            Bounds onCanvas = canvas().sceneToLocal(view.localToScene(middle));
            scroll(
                Math.log(factor) / Math.log(1.0025), onCanvas.getCenterX(), onCanvas.getCenterY());
          }
          throw new IllegalStateException("the zoom " + scale + " cannot be reached");
        });
  }

  private Cost drag(Project read) throws Exception {
    CompletableFuture<Cost> done = new CompletableFuture<>();
    long fx = fxThread();
    long render = thread("QuantumRenderer");
    Platform.runLater(
        () -> {
          mouse(MouseEvent.MOUSE_PRESSED, 700, 450);
          new AnimationTimer() {
            private int frame;
            private long begin;
            private long fxBegin;
            private long renderBegin;

            @Override
            public void handle(long now) {
              frame++;
              if (frame == 20) {
                begin = now;
                fxBegin = threads.getThreadCpuTime(fx);
                renderBegin = threads.getThreadCpuTime(render);
              }
              double angle = frame * 0.06;
              mouse(
                  MouseEvent.MOUSE_DRAGGED,
                  700 + 260 * Math.sin(angle),
                  450 + 160 * Math.sin(2 * angle));
              if (frame % 30 == 0) {
                cluster.set(Snapshots.of(read, frame));
              }
              if (frame == FRAMES + 20) {
                stop();
                mouse(MouseEvent.MOUSE_RELEASED, 700, 450);
                double seconds = (now - begin) / 1e9;
                done.complete(
                    new Cost(
                        FRAMES / seconds,
                        (threads.getThreadCpuTime(fx) - fxBegin) / 1e6 / FRAMES,
                        (threads.getThreadCpuTime(render) - renderBegin) / 1e6 / FRAMES));
              }
            }
          }.start();
        });
    return done.get(120, TimeUnit.SECONDS);
  }

  private Node canvas() {
    return view.lookup("#" + DagView.CANVAS_ID);
  }

  private void mouse(EventType<MouseEvent> type, double x, double y) {
    Event.fireEvent(
        canvas(),
        new MouseEvent(
            type,
            x,
            y,
            x,
            y,
            MouseButton.PRIMARY,
            1,
            false,
            false,
            false,
            false,
            true,
            false,
            false,
            true,
            false,
            false,
            null));
  }

  private void scroll(double delta, double x, double y) {
    Event.fireEvent(
        canvas(),
        new ScrollEvent(
            ScrollEvent.SCROLL,
            x,
            y,
            x,
            y,
            false,
            false,
            false,
            false,
            false,
            false,
            0,
            delta,
            0,
            delta,
            ScrollEvent.HorizontalTextScrollUnits.NONE,
            0,
            ScrollEvent.VerticalTextScrollUnits.NONE,
            0,
            0,
            null));
  }

  private long fxThread() {
    return thread("JavaFX Application Thread");
  }

  private long thread(String part) {
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().contains(part))
        .findFirst()
        .orElseThrow()
        .getThreadId();
  }
}
