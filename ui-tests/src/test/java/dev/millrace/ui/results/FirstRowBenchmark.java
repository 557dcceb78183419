package dev.millrace.ui.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.project.ProjectState;
import dev.millrace.app.results.Mode;
import dev.millrace.app.results.ResultTab;
import dev.millrace.app.welcome.WelcomeView;
import dev.millrace.ui.WorkbenchUser;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the click on "open sample" in a window that was never used to the first live row in it: the
 * project is read, a local Flink and a local Kafka are started, a query is submitted.
 *
 * <p>Not a test by name: {@code benchmarks/window} runs it.
 */
class FirstRowBenchmark {
  private static final long PROMISED_SECONDS = 20;

  // The figures are what this program is for.
  @SuppressWarnings("SystemOut")
  @Test
  void figures(@TempDir Path folder) {
    try (WorkbenchUser user = WorkbenchUser.newcomer(folder)) {
      long begun = System.nanoTime();
      user.robot().clickOn("#" + WelcomeView.SAMPLE_ID);
      user.waitUntil(
          "the project is read",
          60,
          () ->
              user.onFx(
                  () -> user.project().project().state().get() instanceof ProjectState.Ready));
      Duration read = Duration.ofNanos(System.nanoTime() - begun);
      user.onFx(
          () -> {
            user.project().results().show("model.shop.orders_feed", Mode.LIVE);
            return true;
          });
      user.waitUntil("a row is shown", 120, () -> rows(user) > 0);
      Duration shown = Duration.ofNanos(System.nanoTime() - begun);
      System.out.printf(
          Locale.ROOT,
          "Open sample, load average %.1f: read after %.1f s, first live row after %.1f s (%.2f of"
              + " what is promised); longest stall of the FX thread %d ms%n",
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
          read.toMillis() / 1e3,
          shown.toMillis() / 1e3,
          (double) shown.toMillis() / TimeUnit.SECONDS.toMillis(PROMISED_SECONDS),
          user.longestStall().toMillis());
      assertThat(rows(user)).isPositive();
    }
  }

  private static int rows(WorkbenchUser user) {
    return user.onFx(
        () ->
            user.project().workspace().items().stream()
                .filter(ResultTab.class::isInstance)
                .map(ResultTab.class::cast)
                .mapToInt(tab -> tab.model().rows().size())
                .sum());
  }
}
