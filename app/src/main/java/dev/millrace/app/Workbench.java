package dev.millrace.app;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Fx;
import dev.millrace.app.fx.Text;
import dev.millrace.app.fx.Ticker;
import dev.millrace.app.fx.TimelineTicker;
import dev.millrace.app.look.Looks;
import dev.millrace.app.settings.Preferences;
import dev.millrace.app.settings.SettingsFile;
import dev.millrace.app.settings.WindowBounds;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.CommandRegistry;
import dev.millrace.app.shell.Dialogs;
import dev.millrace.app.shell.MainWindow;
import dev.millrace.app.shell.StageDialogs;
import dev.millrace.app.welcome.WelcomeView;
import dev.millrace.app.work.Works;
import dev.millrace.engine.telemetry.Telemetry;
import dev.millrace.engine.trust.TrustedFolders;
import dev.millrace.themes.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One window from its start to its end: the welcome view, or the project that is open in it.
 *
 * <p>Holds what outlives a project; everything else is made anew by {@link ProjectWindow}.
 */
public final class Workbench implements AutoCloseable {
  private final Text text = Text.beside(WelcomeView.class);
  private final Text words = Text.beside(Workbench.class);
  private final AppEnvironment environment;
  private final Stage stage;
  private final Scene scene = new Scene(new Pane());
  private final SettingsFile<Preferences> file;
  private final TrustedFolders trusted;
  private final Works works = new Works(Fx.THREAD);
  private final Ticker ticker = new TimelineTicker();
  private final Telemetry telemetry;
  private final Dialogs dialogs;
  private final Looks looks;

  private Preferences preferences;
  private @Nullable ProjectWindow project;

  /** FX thread. */
  public Workbench(AppEnvironment environment, Stage stage) {
    this.environment = requireNonNull(environment, "environment");
    this.stage = requireNonNull(stage, "stage");
    this.file =
        new SettingsFile<>(
            environment.windowFolder().resolve("preferences.json"), Preferences.class);
    this.preferences = file.read().orElse(Preferences.FIRST);
    this.trusted = new TrustedFolders(environment.dataFolders().root().resolve("trusted-folders"));
    this.telemetry = Telemetry.fromEnvironment(environment.environment());
    this.dialogs = new StageDialogs(stage);
    this.looks =
        new Looks(
            preferences.appearance(), chosen -> remember(before -> before.withAppearance(chosen)));
    Theme.dress(scene);
  }

  /**
   * Shows the window.
   *
   * @param folder what to open; empty for what was open when the window was last seen
   */
  public void start(Optional<Path> folder) {
    place(preferences.bounds());
    welcome();
    stage.setScene(scene);
    stage.show();
    rememberBounds();
    stage.setOnCloseRequest(
        event -> {
          ProjectWindow open = project;
          if (open != null) {
            open.remember();
          }
        });
    folder.or(() -> preferences.open().map(Path::of)).ifPresent(this::open);
  }

  /** Opens a project's folder, after the question of trust where it was not answered yet. */
  public void open(Path folder) {
    Optional<Path> root = projectRoot(folder);
    if (root.isEmpty()) {
      boolean there = Files.isDirectory(folder);
      remember(before -> before.forgotten(folder.toString()));
      dialogs.failed(
          text.get("missing.title", folder.getFileName()),
          new IOException(text.get(there ? "missing.text" : "gone.text", folder)));
      return;
    }
    Path found = root.get();
    if (trusted.trusts(found)) {
      show(found, false);
      return;
    }
    dialogs
        .choose(
            text.get("trust.title", found.getFileName()),
            text.get("trust.text", found.getFileName(), found),
            List.of(text.get("trust.yes"), text.get("trust.no"), text.get("trust.back")))
        .thenAccept(
            choice -> {
              if (choice == 0) {
                trusted.trust(found);
                show(found, false);
              } else if (choice == 1) {
                show(found, true);
              }
            });
  }

  /** The project that is open; empty at the welcome view. */
  public Optional<ProjectWindow> project() {
    return Optional.ofNullable(project);
  }

  /** What is remembered for all projects. */
  public Looks looks() {
    return looks;
  }

  @Override
  public void close() {
    leave();
    file.close();
    telemetry.close();
  }

  private void show(Path folder, boolean restricted) {
    leave();
    remember(before -> before.opened(folder.toString()));
    ProjectWindow opened =
        new ProjectWindow(
            new ProjectWindow.Surroundings(
                environment, stage, works, ticker, telemetry, dialogs, looks),
            folder,
            restricted,
            everywhere());
    project = opened;
    Fx.afterPulse(
        scene,
        () -> {
          if (project == opened) {
            opened.fill(scene);
          }
        });
    stage.setTitle(words.get("title.project", folder.getFileName()));
  }

  private void welcome() {
    CommandRegistry registry = new CommandRegistry(new SimpleObjectProperty<>(null));
    register(registry);
    WelcomeView view =
        new WelcomeView(
            preferences.recent().stream().map(Path::of).toList(),
            this::chooseFolder,
            this::openSample,
            this::open);
    new MainWindow(registry, works, view.view(), List.of()).fill(scene);
    stage.setTitle(words.get("title"));
  }

  private void register(CommandRegistry registry) {
    everywhere().forEach(registry::register);
    looks.commands().forEach(registry::register);
  }

  private List<Command> everywhere() {
    String group = words.get("group");
    return List.of(
        Command.everywhere(
            "project.open",
            group,
            words.get("open"),
            Optional.of("Shortcut+O"),
            Action.always(this::chooseFolder)),
        Command.everywhere(
            "project.open-sample",
            group,
            words.get("open-sample"),
            Optional.empty(),
            Action.always(this::openSample)),
        Command.everywhere(
            "project.close",
            group,
            words.get("close"),
            Optional.empty(),
            Action.always(this::closeProject)),
        Command.everywhere(
            "window.quit",
            group,
            words.get("quit"),
            Optional.of("Shortcut+Q"),
            Action.always(
                () -> {
                  ProjectWindow open = project;
                  if (open != null) {
                    open.remember();
                  }
                  stage.close();
                })));
  }

  private void chooseFolder() {
    Optional<Path> start =
        preferences.recent().stream().map(Path::of).map(Path::getParent).findFirst();
    dialogs.folder(text.get("choose"), start).ifPresent(this::open);
  }

  /** Our own project: copied where the user may edit it, and trusted. */
  private void openSample() {
    Path copy = environment.dataFolders().root().resolve("samples").resolve("shop");
    works
        .start(
            words.get("copying"),
            progress -> {
              if (!Files.exists(copy.resolve("dbt_project.yml"))) {
                FolderCopy.copy(environment.installation().resolve("samples/shop"), copy);
              }
              return copy;
            })
        .result()
        .whenComplete(
            (folder, failure) -> {
              if (failure == null) {
                trusted.trust(folder);
                open(folder);
              } else {
                dialogs.failed(words.get("open-sample"), failure);
              }
            });
  }

  private void closeProject() {
    leave();
    remember(Preferences::closed);
    welcome();
  }

  private void leave() {
    ProjectWindow open = project;
    if (open != null) {
      open.close();
      project = null;
    }
  }

  private void remember(UnaryOperator<Preferences> change) {
    preferences = change.apply(preferences);
    file.write(preferences);
  }

  private void place(WindowBounds bounds) {
    stage.setWidth(bounds.width());
    stage.setHeight(bounds.height());
    if (!Double.isNaN(bounds.x()) && Screens.show(bounds)) {
      stage.setX(bounds.x());
      stage.setY(bounds.y());
    }
    stage.setMaximized(bounds.maximized());
  }

  private void rememberBounds() {
    Runnable changed =
        () ->
            remember(
                before ->
                    before.withBounds(
                        stage.isMaximized()
                            ? new WindowBounds(
                                before.bounds().x(),
                                before.bounds().y(),
                                before.bounds().width(),
                                before.bounds().height(),
                                true)
                            : new WindowBounds(
                                stage.getX(),
                                stage.getY(),
                                stage.getWidth(),
                                stage.getHeight(),
                                false)));
    Settled settled = new Settled(changed);
    stage.xProperty().addListener((property, before, now) -> settled.changed());
    stage.yProperty().addListener((property, before, now) -> settled.changed());
    stage.widthProperty().addListener((property, before, now) -> settled.changed());
    stage.heightProperty().addListener((property, before, now) -> settled.changed());
    stage.maximizedProperty().addListener((property, before, now) -> settled.changed());
  }

  /** The folder itself or the nearest one above it with a {@code dbt_project.yml}, as dbt looks. */
  private static Optional<Path> projectRoot(Path folder) {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("dbt_project.yml"))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }
}
