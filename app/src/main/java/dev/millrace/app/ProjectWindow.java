package dev.millrace.app;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.dag.DagFeature;
import dev.millrace.app.deploy.DeployFeature;
import dev.millrace.app.editor.EditorFeature;
import dev.millrace.app.fx.Fx;
import dev.millrace.app.fx.Text;
import dev.millrace.app.fx.Ticker;
import dev.millrace.app.look.Looks;
import dev.millrace.app.metrics.EngineHistory;
import dev.millrace.app.metrics.LagFeature;
import dev.millrace.app.notebook.NotebookFeature;
import dev.millrace.app.problems.ProblemsFeature;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.recovery.RecoveryBuffers;
import dev.millrace.app.results.EngineQueries;
import dev.millrace.app.results.ResultsFeature;
import dev.millrace.app.settings.Layout;
import dev.millrace.app.settings.SettingsFile;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.BentoWorkspace;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.CommandRegistry;
import dev.millrace.app.shell.Dialogs;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.ItemKind;
import dev.millrace.app.shell.MainWindow;
import dev.millrace.app.shell.Place;
import dev.millrace.app.shell.StatusSegment;
import dev.millrace.app.shell.Workspace;
import dev.millrace.app.sqlfield.CodeField;
import dev.millrace.app.sqlfield.SqlField;
import dev.millrace.app.state.StateFeature;
import dev.millrace.app.tree.FolderWatch;
import dev.millrace.app.tree.ProjectTree;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.ClusterWatch;
import dev.millrace.app.watch.EngineProbe;
import dev.millrace.app.work.Works;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.telemetry.Telemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * One open project: every feature is made here, by hand, and given what it needs. To add a feature
 * is to add its lines in the constructor.
 */
public final class ProjectWindow implements AutoCloseable {
  private final Text text = Text.beside(ProjectWindow.class);
  private final SettingsFile<Layout> layoutFile;
  private final OpenProject project;
  private final BentoWorkspace workspace;
  private final CommandRegistry registry;
  private final MainWindow window;
  private final ProjectTree tree;
  private final EditorFeature editor;
  private final ClusterWatch cluster;
  private final DeployFeature deploy;
  private final StateFeature state;
  private final ResultsFeature results;
  private final NotebookFeature notebooks;
  private final RecoveryBuffers recovery;
  private final ExecutorService background =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("layout").factory());
  private final Settled moved = new Settled(this::remember);
  private @Nullable FolderWatch watch;
  private boolean restoring = true;
  private boolean closed;

  /** What outlives a project. */
  record Surroundings(
      AppEnvironment environment,
      Stage stage,
      Works works,
      Ticker ticker,
      Telemetry telemetry,
      Dialogs dialogs,
      Looks looks) {
    Surroundings {
      requireNonNull(environment, "environment");
      requireNonNull(stage, "stage");
      requireNonNull(works, "works");
      requireNonNull(ticker, "ticker");
      requireNonNull(telemetry, "telemetry");
      requireNonNull(dialogs, "dialogs");
      requireNonNull(looks, "looks");
    }
  }

  ProjectWindow(Surroundings given, Path folder, boolean restricted, List<Command> everywhere) {
    AppEnvironment environment = given.environment();
    // The folder's path names the file, so that two projects of one name are told apart.
    UUID key = UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8));
    this.layoutFile =
        new SettingsFile<>(
            environment.windowFolder().resolve("layouts").resolve(key + ".json"), Layout.class);
    this.project =
        new OpenProject(
            folder,
            restricted,
            request(environment, folder, restricted),
            given.telemetry(),
            given.works(),
            Fx.THREAD);
    this.workspace = new BentoWorkspace(this::placeholder, this::arranged);
    this.registry = new CommandRegistry(workspace.active());
    this.tree = new ProjectTree(folder, this::openFile, given.dialogs(), Fx.THREAD);

    everywhere.forEach(registry::register);
    tree.commands().forEach(registry::register);
    registry.register(
        Command.everywhere(
            "project.reload",
            text.get("group"),
            text.get("reload"),
            Optional.empty(),
            Action.always(project::reload)),
        Command.everywhere(
            "tab.close",
            text.get("group"),
            text.get("close-tab"),
            Optional.of("Shortcut+W"),
            Action.always(this::closeActive)));
    workspace.register(new ItemKind("files", rest -> Optional.of(tree)));

    this.cluster =
        new ClusterWatch(new EngineProbe(project::lease, InstantSource.system()), Fx.THREAD);
    DagFeature dag =
        new DagFeature(
            project.state(),
            cluster.snapshot(),
            given.looks().theme(),
            workspace::open,
            this::openAt,
            background);
    add(dag.kinds(), dag.commands());
    this.deploy =
        new DeployFeature(
            project,
            cluster,
            given.works(),
            given.ticker(),
            workspace,
            Fx.THREAD,
            InstantSource.system(),
            this::openAt,
            this::remembers);
    add(deploy.kinds(), deploy.commands());
    this.state =
        new StateFeature(
            project,
            cluster.snapshot(),
            given.works(),
            workspace,
            Fx.THREAD,
            InstantSource.system(),
            this::modelOf,
            deploy::startLocal,
            this::openAt);
    add(state.kinds(), state.commands());

    this.recovery =
        new RecoveryBuffers(environment.windowFolder().resolve("recovery").resolve(key.toString()));
    this.editor =
        new EditorFeature(
            project, recovery, given.dialogs(), workspace::open, background, Fx.THREAD);
    add(editor.kinds(), editor.commands());

    ProblemsFeature problems = new ProblemsFeature(project.state(), workspace::open, this::openAt);
    add(problems.kinds(), problems.commands());

    LagFeature lag =
        new LagFeature(
            cluster.snapshot(),
            new EngineHistory(project::lease, InstantSource.system()),
            given.looks().theme(),
            workspace::open,
            background);
    add(lag.kinds(), lag.commands());
    SqlField.Factory fields = accessible -> new CodeField(accessible, background, Fx.THREAD);
    this.results =
        new ResultsFeature(
            new EngineQueries(project),
            workspace,
            given.works(),
            given.ticker(),
            given.dialogs(),
            fields,
            this::modelOf);
    add(results.kinds(), results.commands());
    this.notebooks =
        new NotebookFeature(
            project,
            given.works(),
            given.dialogs(),
            fields,
            recovery,
            new NotebookFeature.Shared(ResultsFeature.SNAPSHOT, EditorFeature.SAVE));
    add(notebooks.kinds(), notebooks.commands());

    given.looks().commands().forEach(registry::register);
    this.window = new MainWindow(registry, given.works(), workspace.view(), segments());
    window.banner(deploy.banner());
    if (restricted) {
      Label warning = new Label(text.get("restricted"));
      warning.setId("restricted");
      warning.getStyleClass().addAll("banner", "warning-banner");
      warning.setMaxWidth(Double.MAX_VALUE);
      window.banner(warning);
    }
  }

  /** Shows the project in a scene, part by part, and reads the folder meanwhile. */
  void fill(Scene scene) {
    project.reload();
    window.fill(scene);
    Fx.afterPulse(scene, () -> restore(scene));
  }

  private void restore(Scene scene) {
    if (closed) {
      return;
    }
    layoutFile.read().ifPresent(workspace::restore);
    if (workspace.items().isEmpty()) {
      workspace.open(DagFeature.ITEM);
    }
    Fx.afterPulse(scene, this::complete);
  }

  private void complete() {
    if (closed) {
      return;
    }
    DockItem shown = workspace.active().getValue();
    workspace.open(ProjectTree.ITEM);
    if (shown != null) {
      // The files stand beside what somebody works on.
      workspace.show(shown);
    }
    restoring = false;
    // Somebody may have opened a file meanwhile.
    arranged();
    if (!project.restricted()) {
      cluster.start();
    }
    try {
      watch =
          new FolderWatch(
              project.folder(),
              () -> {
                tree.refresh();
                editor.filesChanged();
                notebooks.filesChanged();
                project.reload();
              });
    } catch (IOException e) {
      // The tree has a command that reads the folder again.
      window.banner(new Label(text.get("not-watched", e.getMessage())));
    }
  }

  /** The folder that is open, and its engine. */
  public OpenProject project() {
    return project;
  }

  /** Panes with rows of models and queries. */
  public ResultsFeature results() {
    return results;
  }

  /** Where items are docked. */
  public Workspace workspace() {
    return workspace;
  }

  /** Everything that can be done. */
  public CommandRegistry commands() {
    return registry;
  }

  /** Writes down how the tabs are arranged. */
  void remember() {
    if (!restoring) {
      layoutFile.write(workspace.layout());
    }
  }

  @Override
  public void close() {
    closed = true;
    remember();
    if (watch != null) {
      watch.close();
    }
    editor.close();
    workspace.dispose();
    recovery.close();
    deploy.close();
    state.close();
    cluster.close();
    project.close();
    background.shutdown();
    layoutFile.close();
  }

  private static EngineRequest request(
      AppEnvironment environment, Path folder, boolean restricted) {
    Map<String, String> variables = restricted ? Map.of() : environment.environment();
    return new EngineRequest(
        new LoadRequest(
            folder,
            environment.homeDirectory(),
            Optional.of(folder),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            variables),
        environment.installation(),
        environment.dataFolders(),
        OptionalInt.empty(),
        Optional.empty(),
        environment.environment().getOrDefault("USER", System.getProperty("user.name", "")));
  }

  private List<StatusSegment> segments() {
    return List.of(
        new StatusSegment(
            "status-target",
            project.state().map(this::target),
            text.get("target.text"),
            Optional.empty()),
        new StatusSegment(
            "status-cluster",
            cluster.snapshot().map(this::clusterState),
            text.get("cluster.text"),
            Optional.empty()),
        new StatusSegment(
            "status-problems",
            project.state().map(this::problems),
            text.get("problems.text"),
            Optional.of(ProblemsFeature.SHOW)));
  }

  private String target(ProjectState state) {
    return switch (state) {
      case ProjectState.Opening opening -> text.get("opening");
      case ProjectState.Failed failed -> text.get("failed");
      case ProjectState.Ready ready ->
          text.get("target", ready.project().name(), ready.project().target().name());
    };
  }

  private String clusterState(ClusterSnapshot snapshot) {
    return switch (snapshot.cluster()) {
      case ClusterState.NotAsked notAsked -> "";
      case ClusterState.Off off -> text.get("cluster.off");
      case ClusterState.Answers answers -> text.get("cluster.on", snapshot.running());
      case ClusterState.Silent silent -> text.get("cluster.silent");
    };
  }

  private String problems(ProjectState state) {
    int count = state.problems().size();
    return count == 0 ? "" : text.get("problems", count);
  }

  private Node placeholder() {
    Label hint = new Label(text.get("placeholder"));
    hint.getStyleClass().add("muted");
    return new StackPane(hint);
  }

  private void add(List<ItemKind> kinds, List<Command> commands) {
    kinds.forEach(workspace::register);
    commands.forEach(registry::register);
  }

  /** The model whose file is edited in a tab. */
  private Optional<String> modelOf(@Nullable DockItem item) {
    String editors = EditorFeature.KIND + ":";
    if (item == null
        || !item.id().startsWith(editors)
        || !(project.state().get() instanceof ProjectState.Ready ready)) {
      return Optional.empty();
    }
    String path = item.id().substring(editors.length());
    return ready.project().nodes().values().stream()
        .filter(node -> node.path().equals(path) && node.resourceType() == ResourceType.MODEL)
        .map(dev.millrace.engine.project.Node::uniqueId)
        .findFirst();
  }

  private void remembers(String uniqueId) {
    state.show(uniqueId);
  }

  private void openAt(SourcePosition place) {
    if (place.file().startsWith("analyses/")) {
      openFile(place.file());
    } else {
      editor.open(place);
    }
  }

  private void openFile(String path) {
    boolean notebook = path.startsWith("analyses/") && path.endsWith(".sql");
    if (!notebook || workspace.open("notebook:" + path).isEmpty()) {
      workspace.open("editor:" + path);
    }
  }

  private void closeActive() {
    DockItem active = workspace.active().getValue();
    if (active != null && active.place() != Place.LEFT) {
      workspace.close(active);
    }
  }

  private void arranged() {
    if (!restoring) {
      moved.changed();
    }
  }
}
