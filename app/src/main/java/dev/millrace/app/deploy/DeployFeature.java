package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.fx.Ticker;
import dev.millrace.app.parts.Remedy;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.ItemKind;
import dev.millrace.app.shell.Place;
import dev.millrace.app.shell.Workspace;
import dev.millrace.app.watch.ClusterWatch;
import dev.millrace.app.work.Works;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ChangeListener;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** Everything this package adds to a window that is open on a project. FX thread only. */
public final class DeployFeature implements AutoCloseable {
  /** Id of the tab that plans and deploys. */
  public static final String DEPLOY_ITEM = "deploy:plan";

  /** Id of the tab that lists the jobs. */
  public static final String JOBS_ITEM = "jobs:all";

  private final OpenProject project;
  private final Workspace workspace;
  private final Text text = Text.beside(DeployFeature.class);
  private final DeployModel deploy;
  private final JobsModel jobs;
  private final RecoverModel recover;
  private final ClusterWatch watch;
  private final InstantSource clock;
  private final Consumer<SourcePosition> openSource;
  private final Consumer<String> remember;
  private final Subscription watched;
  private final ChangeListener<ProjectState> projectListener = (state, was, now) -> read(now);
  private @Nullable DeployItem deployItem;
  private @Nullable JobsView jobsView;
  private @Nullable DeployItem jobsItem;
  private boolean looked;

  /**
   * @param watch is asked to look at once after a deployment
   * @param fx the FX thread
   * @param openSource shows a place in a file of the project
   * @param remember shows what the job of a model remembers, by its unique id
   */
  public DeployFeature(
      OpenProject project,
      ClusterWatch watch,
      Works works,
      Ticker ticker,
      Workspace workspace,
      Executor fx,
      InstantSource clock,
      Consumer<SourcePosition> openSource,
      Consumer<String> remember) {
    this.project = requireNonNull(project, "project");
    this.workspace = requireNonNull(workspace, "workspace");
    this.watch = requireNonNull(watch, "watch");
    this.clock = requireNonNull(clock, "clock");
    this.openSource = requireNonNull(openSource, "openSource");
    this.remember = requireNonNull(remember, "remember");
    Deployments deployments = new EngineDeployments(project, clock);
    this.jobs = new JobsModel(deployments, project.restricted(), works, fx, text);
    this.deploy =
        new DeployModel(
            deployments,
            project.restricted(),
            project.state(),
            works,
            ticker,
            clock,
            text,
            this::ended);
    this.recover = new RecoverModel(deployments, deploy, fx, text, this::place, openSource);
    jobs.standing().addListener((property, before, standing) -> lookForTroubles());
    jobs.rows().addListener((InvalidationListener) rows -> lookForTroubles());
    jobs.work()
        .addListener(
            (property, before, work) -> {
              if (work.isEmpty()) {
                recover.ended();
              }
            });
    project.state().addListener(projectListener);
    this.watched = watch.snapshot().subscribe(jobs::see);
    read(project.state().get());
  }

  /** Kinds of tabs. */
  public List<ItemKind> kinds() {
    return List.of(
        new ItemKind(
            "deploy",
            name ->
                DEPLOY_ITEM.endsWith(":" + name) ? Optional.of(deployItem()) : Optional.empty()),
        new ItemKind(
            "jobs",
            name -> JOBS_ITEM.endsWith(":" + name) ? Optional.of(jobsItem()) : Optional.empty()));
  }

  /** Views are made when they are first looked at: a window opens sooner without them. */
  private DeployItem deployItem() {
    DeployItem known = deployItem;
    if (known == null) {
      RunDetail run = new RunDetail(text, this::place, recover::of, openSource, this::take);
      TroubleDetail trouble = new TroubleDetail(text, this::place, openSource);
      DeployView view =
          new DeployView(text, deploy, recover, run, trouble, clock, openSource, this::take);
      known =
          new DeployItem(
              DEPLOY_ITEM,
              text.get("deploy.title"),
              CarbonIcons.DEPLOY,
              Place.CENTER,
              view,
              view::focusSelection);
      deployItem = known;
    }
    return known;
  }

  private JobsView jobsView() {
    JobsView known = jobsView;
    if (known == null) {
      known = new JobsView(text, jobs, recover, this::lead, remember);
      jobsView = known;
    }
    return known;
  }

  private DeployItem jobsItem() {
    DeployItem known = jobsItem;
    if (known == null) {
      JobsView view = jobsView();
      known =
          new DeployItem(
              JOBS_ITEM,
              text.get("jobs.title"),
              CarbonIcons.LIST_CHECKED,
              Place.BOTTOM,
              view,
              view::focusTable);
      jobsItem = known;
    }
    return known;
  }

  /** What a user can do. */
  public List<Command> commands() {
    return new DeployCommands(
            text,
            project,
            workspace,
            deploy,
            jobs,
            () -> {
              showTroubles();
              recover.look();
            },
            () -> jobsView().chosen())
        .all();
  }

  /** A strip for the window's top that is there only while something is left unfinished. */
  public Region banner() {
    return new UnfinishedBanner(text, deploy, jobs, this::resume);
  }

  /** Shows what would happen to some models; {@code selection} as dbt writes it. */
  public void plan(String selection) {
    show(DEPLOY_ITEM);
    deploy.plan(PlanRequest.of(selection));
  }

  /** Starts the local cluster and brings its jobs back. */
  public void startLocal() {
    show(JOBS_ITEM);
    jobs.startLocal();
  }

  @Override
  public void close() {
    watched.unsubscribe();
    project.state().removeListener(projectListener);
  }

  private void show(String item) {
    Optional<DockItem> unused = workspace.open(item);
  }

  private void resume() {
    show(DEPLOY_ITEM);
    deploy.resume();
  }

  private void ended() {
    jobs.refresh();
    watch.refresh();
    recover.ended();
  }

  /** A cluster that does not run knows no job; that is no trouble of theirs. */
  private void lookForTroubles() {
    boolean reachable =
        jobs.standing()
            .get()
            .filter(known -> known.local().isEmpty() || known.localRuns())
            .isPresent();
    if (reachable) {
      recover.see(jobs.rows());
    }
  }

  private void showTroubles() {
    show(DEPLOY_ITEM);
    deploy.showTroubles();
  }

  /** Shows the ways out of the trouble that a model's job is in. */
  private void lead(String model) {
    showTroubles();
    recover.look(model);
  }

  private void take(Remedy remedy) {
    switch (remedy) {
      case Remedy.PlanAgain again -> deploy.plan(PlanRequest.of(name(again.model())));
      case Remedy.StartFresh fresh ->
          deploy.plan(new PlanRequest(name(fresh.model()), true, false));
      case Remedy.Recover trouble -> lead(trouble.model());
      case Remedy.Resume _ -> resume();
      case Remedy.StartLocal _ -> startLocal();
      case Remedy.Words _ -> {}
    }
  }

  private static String name(String uniqueId) {
    return uniqueId.substring(uniqueId.lastIndexOf('.') + 1);
  }

  private Optional<SourcePosition> place(String uniqueId) {
    return project.state().get() instanceof ProjectState.Ready ready
        ? Optional.ofNullable(ready.project().nodes().get(uniqueId))
            .map(Node::path)
            .map(SourcePosition::of)
        : Optional.empty();
  }

  private void read(@Nullable ProjectState state) {
    if (state instanceof ProjectState.Ready && !looked) {
      looked = true;
      jobs.refresh();
    }
  }
}
