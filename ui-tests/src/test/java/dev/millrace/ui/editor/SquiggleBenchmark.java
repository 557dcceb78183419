package dev.millrace.ui.editor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.editor.CodePane;
import dev.millrace.app.editor.EditorTab;
import dev.millrace.app.project.ProjectState;
import dev.millrace.engine.language.DocumentReport.Stage;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.project.GeneratedProject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a change of the text in an editor to the picture with the squiggle of Flink's planner below
 * it, and back to the picture without.
 *
 * <p>Not a test by name: {@code benchmarks/window} runs it.
 */
class SquiggleBenchmark {
  private static final double PROMISED_MILLIS = 150;
  private static final String WRONG = " no_such_column,";
  private static final int WARM = 3;
  private static final int ROUNDS = 10;
  private static final int FILES = 13;

  @Test
  void sample(@TempDir Path folder) throws Exception {
    figures("Sample", folder, WorkbenchUser.sampleIn(folder));
  }

  @Test
  void fiveHundredModels(@TempDir Path folder) throws Exception {
    figures("500 models", folder, GeneratedProject.write(folder.resolve("generated"), 500));
  }

  // The figures are what this program is for.
  @SuppressWarnings("SystemOut")
  private static void figures(String what, Path folder, Path project) throws Exception {
    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      List<Node> models = models(user);
      List<Double> shown = new ArrayList<>();
      List<Double> gone = new ArrayList<>();
      for (int round = -WARM; round < ROUNDS; round++) {
        for (Node model : models) {
          EditorTab tab = open(user, model);
          double until = change(user, tab, true);
          double back = change(user, tab, false);
          if (round >= 0) {
            shown.add(until);
            gone.add(back);
          }
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%s, load average %.1f: edit to squiggle %s; mended to no squiggle %s; longest stall of"
              + " the FX thread %d ms%n",
          what,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
          line(shown),
          line(gone),
          user.longestStall().toMillis());
      assertThat(shown).hasSize(models.size() * ROUNDS);
    }
  }

  private static List<Node> models(WorkbenchUser user) {
    user.waitUntil(
        "the project is read",
        60,
        () ->
            user.onFx(() -> user.project().project().state().get() instanceof ProjectState.Ready));
    ProjectState.Ready ready =
        (ProjectState.Ready) user.onFx(() -> user.project().project().state().get());
    List<Node> all =
        ready.project().nodes().values().stream()
            .filter(node -> node.resourceType() == ResourceType.MODEL)
            .filter(node -> node.rawCode().contains("SELECT"))
            .toList();
    int step = Math.max(1, all.size() / FILES);
    List<Node> some = new ArrayList<>();
    for (int index = 0; index < all.size() && some.size() < FILES; index += step) {
      some.add(all.get(index));
    }
    return some;
  }

  private static EditorTab open(WorkbenchUser user, Node model) {
    EditorTab tab =
        (EditorTab)
            user.onFx(
                () -> user.project().workspace().open("editor:" + model.path()).orElseThrow());
    user.waitUntil(
        "the planner has spoken of " + model.path(),
        120,
        () ->
            user.onFx(
                () ->
                    tab.document()
                        .report()
                        .get()
                        .filter(report -> report.stage() != Stage.PARSED)
                        .isPresent()));
    return tab;
  }

  /** Milliseconds from a change to the picture that shows what is said of it. */
  private static double change(WorkbenchUser user, EditorTab tab, boolean wrong) throws Exception {
    CompletableFuture<Long> done = new CompletableFuture<>();
    long begun =
        user.onFx(
            () -> {
              CodePane pane = tab.editor().pane();
              int at = pane.area().getText().indexOf("SELECT") + "SELECT".length();
              AnimationTimer pictures =
                  new AnimationTimer() {
                    private boolean marked;

                    @Override
                    public void handle(long now) {
                      if (marked) {
                        // The picture with the marks has been made.
                        stop();
                        done.complete(System.nanoTime());
                      }
                      marked = pane.marks().isEmpty() != wrong;
                    }
                  };
              long start = System.nanoTime();
              if (wrong) {
                pane.area().insertText(at, WRONG);
              } else {
                pane.area().deleteText(at, at + WRONG.length());
              }
              pictures.start();
              return start;
            });
    return (done.get(60, TimeUnit.SECONDS) - begun) / 1e6;
  }

  private static String line(List<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    double high = sorted[(int) Math.ceil(0.95 * sorted.length) - 1];
    return String.format(
        Locale.ROOT,
        "n=%d median %.0f ms, 95th percentile %.0f ms (%.2f of what is promised), longest %.0f ms",
        sorted.length,
        sorted[sorted.length / 2],
        high,
        high / PROMISED_MILLIS,
        sorted[sorted.length - 1]);
  }
}
