package dev.millrace.ui;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.AppEnvironment;
import dev.millrace.app.ProjectWindow;
import dev.millrace.app.Workbench;
import dev.millrace.app.project.EngineLease;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.ui.display.FxWatchdog;
import dev.millrace.ui.display.Screenshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * A user in front of a window of their own: own data folder, real engine, real display. What they
 * wait for has a deadline, and nothing sleeps.
 */
public final class WorkbenchUser implements AutoCloseable {
  private static final Path HOME =
      Path.of(requireNonNull(System.getProperty("millrace.home"), "millrace.home"))
          .toAbsolutePath()
          .normalize();

  private final Path folder;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final FxRobot robot = new FxRobot();
  private final Stage stage;
  private final FxWatchdog watchdog;
  private final Workbench workbench;

  private WorkbenchUser(Path folder, double width, double height, Optional<Path> project) {
    this.folder = folder;
    environment.put("MILLRACE_DATA_DIR", folder.resolve("data").toString());
    environment.put("USER", "ada");
    try {
      stage = FxToolkit.registerPrimaryStage();
      workbench =
          onFx(
              () -> {
                Workbench opened = new Workbench(appEnvironment(), stage);
                opened.start(project);
                stage.setX(0);
                stage.setY(0);
                stage.setWidth(width);
                stage.setHeight(height);
                return opened;
              });
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
    WaitForAsyncUtils.waitForFxEvents();
    watchdog =
        onFx(
            () -> {
              FxWatchdog watching = FxWatchdog.start();
              workbench.looks().theme().addListener((property, before, now) -> watching.forgive());
              return watching;
            });
  }

  /** A user who starts Millrace for the first time. */
  public static WorkbenchUser newcomer(Path folder) {
    return new WorkbenchUser(folder, 1280, 800, Optional.empty());
  }

  /** A user who opens a folder they trust. */
  public static WorkbenchUser with(Path folder, Path project) {
    return with(folder, project, 1280, 800);
  }

  /** The same with a window of this size in pixels. */
  public static WorkbenchUser with(Path folder, Path project, double width, double height) {
    try {
      Path data = Files.createDirectories(folder.resolve("data"));
      Files.write(data.resolve("trusted-folders"), List.of(project.toRealPath().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new WorkbenchUser(folder, width, height, Optional.of(project));
  }

  /** A copy of the sample that a test may change. */
  public static Path sampleIn(Path folder) {
    Path copy = folder.resolve("shop");
    copy(HOME.resolve("samples/shop"), copy);
    return copy;
  }

  /** Mouse and keyboard. */
  public FxRobot robot() {
    return robot;
  }

  public Workbench workbench() {
    return workbench;
  }

  /** The open project; waits for it. */
  public ProjectWindow project() {
    waitUntil("a project is open", 10, () -> workbench.project().isPresent());
    return workbench.project().orElseThrow();
  }

  public Scene scene() {
    return requireNonNull(stage.getScene());
  }

  /** The node of an id in the window; waits for it. */
  public <T extends Node> T node(String id, Class<T> type) {
    waitUntil("there is #" + id, 20, () -> onFx(() -> scene().lookup("#" + id) != null));
    return type.cast(requireNonNull(onFx(() -> scene().lookup("#" + id))));
  }

  /** Carries out a command as the palette does. */
  public void runs(String command) {
    boolean could = onFx(() -> project().commands().run(command));
    if (!could) {
      throw new AssertionError("the command " + command + " cannot be carried out now");
    }
    WaitForAsyncUtils.waitForFxEvents();
  }

  /**
   * Waits until something holds, asked on the test's thread.
   *
   * @param what for the message of the failure
   */
  public void waitUntil(String what, long seconds, BooleanSupplier condition) {
    try {
      WaitForAsyncUtils.waitFor(seconds, TimeUnit.SECONDS, condition::getAsBoolean);
    } catch (TimeoutException e) {
      throw new AssertionError("waited " + seconds + " s in vain until " + what, e);
    }
  }

  /** Waits until a value is there, read on the FX thread. */
  public <T> T waitFor(String what, long seconds, Supplier<Optional<T>> value) {
    waitUntil(what, seconds, () -> onFx(() -> value.get().isPresent()));
    return onFx(() -> value.get().orElseThrow());
  }

  /** Reads or does something on the FX thread. */
  public <T> T onFx(Callable<T> call) {
    try {
      return WaitForAsyncUtils.asyncFx(call).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How long the window has not answered, at most. */
  public Duration longestStall() {
    return watchdog.longest();
  }

  /** For whoever wants to know how near the limit the journeys come. */
  private void noteStall() {
    String journey =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(
                            frame -> !frame.getClassName().equals(WorkbenchUser.class.getName()))
                        .findFirst()
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .orElse(""));
    try {
      Files.writeString(
          Path.of("target/stalls.txt"),
          watchdog.longest().toMillis() + " ms " + journey + "\n" + watchdog.where() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends the window and the local cluster of its project, and fails when the window did not answer
   * at some time.
   */
  @Override
  public void close() {
    watchdog.close();
    noteStall();
    stopCluster();
    Screenshots.awaitAll();
    Optional<CompletionStage<Void>> ended = workbench.project().map(open -> open.project().ended());
    onFx(
        () -> {
          workbench.close();
          stage.hide();
          return true;
        });
    // Whoever still reads the project also writes into the folder of the test.
    ended.ifPresent(stage -> stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join());
    endProcesses();
    if (watchdog.longest().compareTo(FxWatchdog.LIMIT) > 0) {
      throw new AssertionError(
          "the window did not answer for "
              + watchdog.longest().toMillis()
              + " ms, last seen\n"
              + watchdog.where());
    }
  }

  /**
   * Ends what was still starting when the cluster was stopped: on its own it would stay for a while
   * for the next window, and write into the folder of the test.
   */
  private void endProcesses() {
    List<ProcessHandle> own =
        // Of all, since who starts them lets go of them; the folder is this test's alone.
        ProcessHandle.allProcesses()
            .filter(
                process ->
                    process
                        .info()
                        .commandLine()
                        .filter(line -> line.contains(folder.toString()))
                        .isPresent())
            .toList();
    own.forEach(ProcessHandle::destroy);
    own.forEach(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }

  private void stopCluster() {
    Optional<EngineLease> lease = workbench.project().flatMap(open -> open.project().lease());
    if (lease.isPresent()) {
      try (EngineLease borrowed = lease.get()) {
        borrowed
            .engine()
            .connector()
            .localCluster()
            .filter(local -> local.status().sidecar().isPresent())
            .ifPresent(LocalCluster::stop);
      }
    }
  }

  private AppEnvironment appEnvironment() {
    return new AppEnvironment(environment, folder, folder, HOME, DataFolders.of(environment));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : all.toList()) {
        Path target = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
        } else {
          Files.copy(source, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
