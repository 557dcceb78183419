package dev.millrace.engine;

import dev.millrace.engine.artifact.Invocation;
import dev.millrace.engine.artifact.RunResults;
import dev.millrace.engine.artifact.StateComparison;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.CompiledInline;
import dev.millrace.engine.compile.CompiledProject;
import dev.millrace.engine.compile.CompiledWriter;
import dev.millrace.engine.compile.InlineCompiler;
import dev.millrace.engine.compile.InlineSource;
import dev.millrace.engine.compile.ProjectAnalyzer;
import dev.millrace.engine.compile.ProjectCompiler;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.ConnectorContext;
import dev.millrace.engine.connect.ConnectorProvider;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.deploy.Adoption;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.Deployer;
import dev.millrace.engine.deploy.DeployerSettings;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.deploy.SavepointKeeper;
import dev.millrace.engine.graph.GraphNode;
import dev.millrace.engine.graph.Selection;
import dev.millrace.engine.graph.Selector;
import dev.millrace.engine.inspect.StateBrowser;
import dev.millrace.engine.language.LanguageService;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.LedgerPlace;
import dev.millrace.engine.ledger.LedgerRebuild;
import dev.millrace.engine.ledger.TopicIds;
import dev.millrace.engine.notebook.NotebookSession;
import dev.millrace.engine.observe.LagReport;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.Planner;
import dev.millrace.engine.plan.SavedPlan;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.CleanTargets;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.engine.project.Selectors;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.QuerySubject;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotQuery;
import dev.millrace.engine.query.SnapshotWatcher;
import dev.millrace.engine.recover.Recovery;
import dev.millrace.engine.rehearse.Rehearsals;
import dev.millrace.engine.telemetry.Telemetry;
import dev.millrace.engine.testing.UnitTestListener;
import dev.millrace.engine.testing.UnitTestReport;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.engine.trust.SecretResolver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one door to everything Millrace does with a project and a target: the command line and the
 * desktop get the same answers, since both ask here.
 *
 * <p>What is expensive (compiling, type-checking, the ledger) is done when it is first asked for
 * and kept; open a new engine to see a changed folder. Thread-safe.
 */
public final class Engine implements AutoCloseable {
  /** Differences of a plan that is no longer right, before the rest is only counted. */
  private static final int TOLD = 5;

  private final EngineRequest request;
  private final Project project;
  private final Telemetry telemetry;
  private final Clock clock;
  private final Invocation invocation;
  private final OpenedLedger ledger;

  private final Object connectorLock = new Object();
  private @Nullable Connector connector;
  private @Nullable CompiledProject compiled;
  private RunResults.@Nullable Span compiling;
  private @Nullable AnalyzedProject analyzed;
  private @Nullable AnalyzedProject typed;
  private @Nullable LanguageService language;

  private Engine(
      EngineRequest request,
      Project project,
      Telemetry telemetry,
      Clock clock,
      Invocation invocation) {
    this.request = request;
    this.project = project;
    this.telemetry = telemetry;
    this.clock = clock;
    this.invocation = invocation;
    this.ledger = new OpenedLedger(this::openLedger);
  }

  /**
   * Loads a project for an invocation of its own. Faults in its files are in {@link
   * Project#problems()}.
   *
   * @throws MillraceException PROJECT_NOT_FOUND
   */
  public static Engine open(EngineRequest request, Telemetry telemetry) {
    return open(
        request,
        telemetry,
        Invocation.begin(
            "parse", Map.of(), request.load().environment(), Clock.systemUTC().instant()));
  }

  /**
   * The same for an invocation that has begun.
   *
   * @throws MillraceException PROJECT_NOT_FOUND
   */
  public static Engine open(EngineRequest request, Telemetry telemetry, Invocation invocation) {
    Project project = telemetry.phase("load", () -> new ProjectLoader().load(request.load()));
    return new Engine(request, project, telemetry, Clock.systemUTC(), invocation);
  }

  public Project project() {
    return project;
  }

  /** The connector of the target, found by its type. */
  public Connector connector() {
    // A lock of its own: an editor needs the planner while the whole project is being analyzed.
    synchronized (connectorLock) {
      Connector known = connector;
      if (known == null) {
        known = openConnector();
        connector = known;
      }
      return known;
    }
  }

  private Connector openConnector() {
    String type = project.target().spec().type();
    ConnectorProvider provider =
        provider(type)
            .orElseThrow(
                () ->
                    new MillraceException(
                        Problem.error(
                                ProblemCode.PROFILE_INVALID,
                                "No connector serves targets of type `" + type + "`")
                            .remedy(
                                "Use `type: flink` in profiles.yml, or --target local to check and"
                                    + " run it on this machine")));
    return provider.open(project.target().spec(), connectorContext());
  }

  private static Optional<ConnectorProvider> provider(String type) {
    return ServiceLoader.load(ConnectorProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(candidate -> candidate.types().contains(type))
        .findFirst();
  }

  /** Rendering needs no connector: a project for a target that none serves is compiled as well. */
  private Connector.DefaultTableOptions defaultTableOptions() {
    if (provider(project.target().spec().type()).isPresent()) {
      return connector().defaultTableOptions();
    }
    Map<String, String> implied = Map.of("connector", project.target().spec().type());
    return new Connector.DefaultTableOptions(implied, implied);
  }

  private ConnectorContext connectorContext() {
    return new ConnectorContext(
        request.dataFolders().project(project.target().spec().projectKey()),
        request.installation(),
        this::secrets);
  }

  /** The project after Jinja; written to the target folder as dbt does. */
  public synchronized CompiledProject compiled() {
    if (compiled == null) {
      Instant begun = clock.instant();
      CompiledProject result =
          telemetry.phase(
              "compile", () -> new ProjectCompiler().compile(project, defaultTableOptions()));
      writer().writeCompiled(result);
      compiling = new RunResults.Span(begun, clock.instant());
      compiled = result;
    }
    return compiled;
  }

  /** The project after Flink's planner; starts the sidecar when it does not run. */
  public synchronized AnalyzedProject analyzed() {
    if (analyzed == null) {
      analyzed = analyze(ProjectAnalyzer::analyze);
    }
    return analyzed;
  }

  /** What is known of the project already, if only its types, and all of it otherwise. */
  private synchronized AnalyzedProject known() {
    return analyzed == null && typed != null ? typed : analyzed();
  }

  private synchronized AnalyzedProject typed() {
    if (typed == null) {
      typed = analyzed != null ? analyzed : analyze(ProjectAnalyzer::types);
    }
    return typed;
  }

  /** One way to have the project analyzed. */
  @FunctionalInterface
  private interface Analysis {
    AnalyzedProject of(ProjectAnalyzer analyzer, CompiledProject project, SqlPlanner planner);
  }

  private AnalyzedProject analyze(Analysis analysis) {
    CompiledProject input = compiled();
    AnalyzedProject result =
        provider(project.target().spec().type()).isPresent()
            ? telemetry.phase(
                "analyze", () -> analysis.of(new ProjectAnalyzer(), input, connector().planner()))
            : AnalyzedProject.unchecked(input);
    writer().writeRun(result);
    return result;
  }

  /**
   * The analyzed project, for work that needs it whole. Faults that only making a job's operators
   * finds may be missing: {@link #plan} tells them when it compiles the models. They are all told
   * where something would have to be started before.
   *
   * @throws MillraceException with all errors, when there are any
   */
  public AnalyzedProject sound() {
    return withoutErrors(isReachable() ? typed() : known());
  }

  /** Whether the target needs no start, as far as that is known without asking it. */
  private boolean isReachable() {
    return provider(project.target().spec().type()).isPresent()
        && connector().localCluster().filter(local -> local.status().sidecar().isEmpty()).isEmpty();
  }

  private static AnalyzedProject withoutErrors(AnalyzedProject result) {
    if (result.hasErrors()) {
      throw new MillraceException(result.problems(), null);
    }
    return result;
  }

  private CompiledWriter writer() {
    return new CompiledWriter(targetFolder());
  }

  /** Where compiled texts and artifacts go. */
  public Path targetFolder() {
    return request.targetPath().orElseGet(() -> project.root().resolve("target"));
  }

  /**
   * Deletes what the project says can be made again.
   *
   * @return the folders that were there
   * @throws MillraceException CONFIG_INVALID, PROJECT_FILE_INVALID; see {@link CleanTargets}
   */
  public List<Path> clean() {
    return new CleanTargets(project.root(), targetFolder()).delete();
  }

  /** Writes dbt's artifacts of this invocation. */
  public EngineArtifacts artifacts() {
    return new EngineArtifacts(this, invocation, targetFolder(), clock);
  }

  /** The run of a command that this engine serves. */
  public Invocation invocation() {
    return invocation;
  }

  /** When the project was compiled; empty before. */
  synchronized Optional<RunResults.Span> compiling() {
    return Optional.ofNullable(compiling);
  }

  /**
   * The service that reads files of this project while they are edited; one for each engine, ended
   * with it.
   */
  public LanguageService language() {
    synchronized (connectorLock) {
      LanguageService known = language;
      if (known == null) {
        Connector open = connector();
        known = new LanguageService(project, open.defaultTableOptions(), open::planner);
        language = known;
      }
      return known;
    }
  }

  /** Chooses nodes by dbt's selection grammar; tests and what is no node are left out. */
  public Selection select(List<String> select, List<String> exclude) {
    return project.select(select, exclude);
  }

  /**
   * Chooses among all that dbt selects: nodes, tests, exposures and their like.
   *
   * @throws MillraceException SELECTION_INVALID; PROJECT_FILE_INVALID when the older state cannot
   *     be read
   */
  public Selection select(SelectionRequest asked) {
    Selectors selectors = project.details().selectors();
    Selector selector =
        new Selector(
            project.name(), selectable(asked.state()), selectors.byName(), asked.indirect());
    Optional<String> named =
        asked.selector().or(() -> asked.isOpen() ? selectors.byDefault() : Optional.empty());
    return named.isEmpty()
        ? selector.select(asked.select(), asked.exclude())
        : selector.select(List.of("selector:" + named.get()), List.of());
  }

  /**
   * All that can be selected.
   *
   * @param state a folder with an older manifest, and perhaps results of a run
   */
  public List<GraphNode> selectable(Optional<Path> state) {
    return project.selectable(
        state.map(folder -> StateComparison.states(project, folder)).orElse(Map.of()),
        state.map(StateComparison::results).orElse(Map.of()));
  }

  /** The ledger of this project and target. */
  public Ledger ledger() {
    return ledger.get();
  }

  /**
   * Begins to open the ledger, for who will need it once the project is analyzed. What goes wrong
   * is told when it is needed.
   */
  public void ledgerAhead() {
    ledger.ahead();
  }

  /**
   * Makes a lost ledger again from the jobs of this project and target that the cluster knows, and
   * from what is noted beside savepoints. Nothing on the cluster is touched.
   *
   * @param notes see {@link #savepointNotes}
   */
  public LedgerRebuild.Report rebuildLedger(StateTools.Notes notes) {
    return new LedgerRebuild(ledger(), connector().jobs(), this::topicIds)
        .rebuild(notes, request.actor());
  }

  /**
   * What is noted beside the savepoints of a folder.
   *
   * @param folder where savepoints go; empty for the target's own
   * @return empty when nobody tells where savepoints go
   * @throws MillraceException STATE_UNREADABLE where this machine does not reach the folder
   */
  public Optional<StateTools.Notes> savepointNotes(Optional<String> folder) {
    return folder.or(() -> connector().jobs().savepointFolder()).map(connector().state()::notes);
  }

  /** Takes over jobs that somebody else has started. */
  public Adoption adoption() {
    return new Adoption(connector(), ledger(), this::topicIds, request.actor());
  }

  private Map<String, String> topicIds(JobSpec spec) {
    return TopicIds.of(spec, connector().topics(), bindings());
  }

  private Ledger openLedger() {
    String target = project.target().name();
    Object address = project.target().spec().settings().get("ledger");
    if (address != null) {
      // Shared by machines, on each of which the project lies elsewhere.
      return Ledger.open(
          LedgerPlace.Server.parse(secrets().resolve(String.valueOf(address))),
          project.name(),
          target,
          clock);
    }
    String key = project.target().spec().projectKey();
    return Ledger.open(request.dataFolders().target(key, target), key, target);
  }

  /** The commit the project folder is at, to be kept with a deployment; empty outside git. */
  public Optional<String> gitCommit() {
    return GitCommit.of(project.root());
  }

  /** What would have to happen; the target must answer. */
  public Plan plan(PlanOptions options) {
    AnalyzedProject whole = sound();
    try {
      return telemetry.phase(
          "plan",
          () -> new Planner(connector(), ledger(), this::bindings, clock).plan(whole, options));
    } catch (MillraceException e) {
      if (e.problem().code() == ProblemCode.SQL_INVALID) {
        // An analysis down to operators tells every such fault, with its place in the model's file.
        AnalyzedProject unused = withoutErrors(analyzed());
      }
      throw e;
    }
  }

  /** What there is to save of a plan that this engine made. */
  public SavedPlan saved(Plan plan, PlanOptions options) {
    return SavedPlan.of(plan, options, request.load().variables());
  }

  /**
   * The plan that was saved, if it would do now what it would have done then.
   *
   * @throws MillraceException PLAN_STALE with how it differs; USAGE when it is for another project
   *     or target
   */
  public Plan again(SavedPlan saved) {
    if (!saved.project().equals(project.name())
        || !saved.target().equals(project.target().name())) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.USAGE,
                  "The plan is for project %s and target %s, and this is %s and %s"
                      .formatted(
                          saved.project(), saved.target(), project.name(), project.target().name()))
              .remedy("Go to that project's folder, or plan here"));
    }
    Plan plan = plan(saved.options());
    if (!plan.hash().equals(saved.hash())) {
      List<String> differences = new ArrayList<>(saved.differences(plan));
      int more = differences.size() - TOLD;
      if (more > 0) {
        differences.subList(TOLD, differences.size()).clear();
        differences.add("and " + more + " more");
      }
      throw new MillraceException(
          Problem.error(
                  ProblemCode.PLAN_STALE,
                  "The plan is no longer right, and nothing has been touched: "
                      + String.join("; ", differences))
              .remedy("Look at a new plan with `millrace plan`"));
    }
    return plan;
  }

  /** What would have to happen when no model is chosen: nothing; nobody is asked. */
  public Plan planOfNothing() {
    return Plan.ofNothing(project.name(), project.target().name(), gitCommit(), clock.instant());
  }

  /** Carries out plans. */
  public Deployer deployer() {
    return deployer(ledger());
  }

  /** Takes and deletes savepoints. */
  public SavepointKeeper savepoints() {
    return new SavepointKeeper(
        connector(), ledger(), DeployerSettings.DEFAULT, request.actor(), clock);
  }

  /** Tells what jobs remember. */
  public StateBrowser memory() {
    return new StateBrowser(connector(), ledger());
  }

  /** Tries upgrades before anything stops. */
  public Rehearsals rehearsals() {
    return new Rehearsals(connector().state(), ledger(), savepoints());
  }

  /** Finds jobs in trouble and leads them out. */
  public Recovery recovery() {
    return new Recovery(
        connector(), ledger(), deployer(), savepoints(), memory(), this::secrets, request.actor());
  }

  private Deployer deployer(Ledger book) {
    return new Deployer(
        connector(), book, this::secrets, DeployerSettings.DEFAULT, request.actor(), clock);
  }

  /** Models deployed at the same time. */
  public int threads() {
    return request.threads().orElse(project.target().threads());
  }

  /** What the ledger and the cluster say about every deployment. */
  public List<DeploymentStatus> statuses() {
    return deployer().statuses();
  }

  /** Runs the unit tests of these models. */
  public UnitTestReport test(Set<String> models, UnitTestListener listener) {
    return checks()
        .unitTests(
            project.unitTests().values().stream()
                .filter(test -> models.contains(test.model()))
                .toList(),
            listener);
  }

  /** Tests and checks. */
  public EngineChecks checks() {
    return new EngineChecks(
        known(), () -> connector().unitTests(), this::openSession, telemetry, clock);
  }

  /** The rows of a model as they are now. */
  public Snapshot snapshot(String uniqueId, SnapshotQuery.Settings settings) {
    return snapshot(uniqueId, settings, SnapshotWatcher.NONE);
  }

  /** The changes of a model as they come. */
  public LiveQuery live(String uniqueId, LiveQuery.Settings settings) {
    QuerySubject subject = QuerySubject.model(known(), uniqueId);
    return LiveQuery.start(this::openSession, subject, settings);
  }

  /**
   * Compiles SQL that is no model; {@code ref()}, {@code source()} and variables mean what they
   * mean in the project's own models.
   *
   * @throws MillraceException with the place in the source
   */
  public CompiledInline compile(InlineSource source) {
    return new InlineCompiler(warning -> {}).compile(project, source);
  }

  /** The rows of a query of the user's as they are now. */
  public Snapshot snapshot(
      CompiledInline query, SnapshotQuery.Settings settings, SnapshotWatcher watcher) {
    return snapshot(QuerySubject.inline(known(), query), settings, watcher);
  }

  /** The rows of a model as they are now, watched. */
  public Snapshot snapshot(
      String uniqueId, SnapshotQuery.Settings settings, SnapshotWatcher watcher) {
    return snapshot(QuerySubject.model(known(), uniqueId), settings, watcher);
  }

  private Snapshot snapshot(
      QuerySubject subject, SnapshotQuery.Settings settings, SnapshotWatcher watcher) {
    return telemetry.phase(
        "show", () -> new SnapshotQuery(this::openSession).read(subject, settings, watcher));
  }

  /** The changes of a query of the user's as they come. */
  public LiveQuery live(CompiledInline query, LiveQuery.Settings settings) {
    return LiveQuery.start(this::openSession, QuerySubject.inline(known(), query), settings);
  }

  /** A session to run a notebook's cells in; the caller closes it. */
  public NotebookSession notebookSession() {
    return new NotebookSession(
        known(), this::openSession, SnapshotQuery.Settings.DEFAULT.generatedRows());
  }

  private SqlSession openSession(List<String> setup) {
    List<String> whole = new ArrayList<>(known().namespaces());
    whole.addAll(setup);
    return connector().openSession(whole, bindings());
  }

  /** How far behind models are. */
  public LagReport lag() {
    return new LagReport(connector().metrics(), clock);
  }

  /**
   * Starts the local cluster where the target is the embedded default, and brings back the jobs of
   * all targets of this project that ran on it before.
   *
   * @param progress told of each step
   * @param events of jobs that are brought back
   * @return empty when the target is a cluster of the user's
   */
  public Optional<LocalStart> startLocal(Consumer<String> progress, Consumer<DeployEvent> events) {
    Optional<LocalCluster> local = connector().localCluster();
    if (local.isEmpty()) {
      return Optional.empty();
    }
    boolean ran = local.get().status().sidecar().isPresent();
    LocalCluster.Status status =
        telemetry.phase("start", () -> local.get().start(needsBroker(), progress));
    List<DeployReport> restored = ran ? List.of() : restoreAll(events);
    return Optional.of(new LocalStart(status, !ran, restored));
  }

  /**
   * Makes a local cluster answer, for work that only looks: starts it when it does not run, but no
   * broker, and brings no job back. Does nothing where the target is a cluster of the user's.
   */
  public void reachLocal(Consumer<String> progress) {
    connector()
        .localCluster()
        .filter(local -> local.status().sidecar().isEmpty())
        .ifPresent(local -> local.start(false, progress));
  }

  /**
   * Finishes or undoes what was cut off, then brings back lost jobs, for every target that shares
   * the local cluster.
   *
   * @return a report for each step that found something to do
   */
  public List<DeployReport> restoreAll(Consumer<DeployEvent> events) {
    String key = project.target().spec().projectKey();
    return request.dataFolders().targets(key).stream()
        .flatMap(target -> restore(key, target, events).stream())
        .filter(report -> !report.models().isEmpty())
        .toList();
  }

  private List<DeployReport> restore(String key, String target, Consumer<DeployEvent> events) {
    if (target.equals(project.target().name())) {
      return restore(deployer(), events);
    }
    try (Ledger other = Ledger.open(request.dataFolders().target(key, target), key, target)) {
      return restore(deployer(other), events);
    }
  }

  private static List<DeployReport> restore(Deployer deployer, Consumer<DeployEvent> events) {
    // What was cut off decides which job should run at all.
    return List.of(deployer.resume(events), deployer.restore(events));
  }

  private boolean needsBroker() {
    return LocalStart.needsBroker(compiled());
  }

  /** Values of every placeholder: secrets of the environment and facts of the local cluster. */
  public Bindings bindings() {
    return connector().localBindings().or(secrets());
  }

  private Bindings secrets() {
    return new SecretResolver(request.load().environment()).bindings();
  }

  @Override
  public synchronized void close() {
    ledger.close();
    synchronized (connectorLock) {
      if (language != null) {
        language.close();
        language = null;
      }
      if (connector != null) {
        connector.close();
        connector = null;
      }
    }
  }
}
