package dev.millrace.ui.display;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.stage.Window;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves a picture of every open window in {@code target/failure-shots} when a test fails. */
public final class ShotOnFailure implements AfterTestExecutionCallback {
  @Override
  public void afterTestExecution(ExtensionContext context) throws InterruptedException {
    if (context.getExecutionException().isEmpty()) {
      return;
    }
    String name =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    CountDownLatch done = new CountDownLatch(1);
    Platform.runLater(
        () -> {
          List<Window> windows = List.copyOf(Window.getWindows());
          for (int index = 0; index < windows.size(); index++) {
            Screenshots.write(
                windows.get(index).getScene(),
                Path.of("target/failure-shots", name + "-" + index + ".png"));
          }
          done.countDown();
        });
    if (!done.await(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the FX thread did not answer");
    }
    Screenshots.awaitAll();
  }
}
