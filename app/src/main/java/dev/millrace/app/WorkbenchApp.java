package dev.millrace.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The process of the window. */
public final class WorkbenchApp extends Application {
  private @Nullable Workbench workbench;

  @Override
  public void start(Stage stage) {
    AppEnvironment environment = AppEnvironment.ofProcess();
    List<String> arguments = getParameters().getRaw();
    Optional<Path> folder =
        arguments.stream().findFirst().map(environment.workingDirectory()::resolve);
    Workbench opened = new Workbench(environment, stage);
    workbench = opened;
    opened.start(folder);
  }

  @Override
  public void stop() {
    if (workbench != null) {
      workbench.close();
    }
    // Threads of HTTP clients would hold the process for a minute.
    System.exit(0);
  }
}
