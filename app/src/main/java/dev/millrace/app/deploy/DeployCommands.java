package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.project.OpenProject;
import dev.millrace.app.project.ProjectState;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.Command;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Workspace;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import org.jspecify.annotations.Nullable;

/** The commands of this package. */
final class DeployCommands {
  private static final String EDITOR = "editor:";

  private final Text text;
  private final OpenProject project;
  private final Workspace workspace;
  private final DeployModel deploy;
  private final JobsModel jobs;
  private final Runnable recover;
  private final Supplier<List<JobRow>> chosen;

  /**
   * @param recover shows jobs in trouble and their ways out
   * @param chosen the jobs that are marked in the list
   */
  DeployCommands(
      Text text,
      OpenProject project,
      Workspace workspace,
      DeployModel deploy,
      JobsModel jobs,
      Runnable recover,
      Supplier<List<JobRow>> chosen) {
    this.text = requireNonNull(text, "text");
    this.project = requireNonNull(project, "project");
    this.workspace = requireNonNull(workspace, "workspace");
    this.deploy = requireNonNull(deploy, "deploy");
    this.jobs = requireNonNull(jobs, "jobs");
    this.recover = requireNonNull(recover, "recover");
    this.chosen = requireNonNull(chosen, "chosen");
  }

  List<Command> all() {
    ObservableBooleanValue trusted = when(() -> !project.restricted());
    ObservableBooleanValue free = when(this::isFree, deploy.busy());
    return List.of(
        command("deploy.show", "", Action.always(() -> show(DeployFeature.DEPLOY_ITEM))),
        command(
            "deploy.plan",
            "Shortcut+Shift+D",
            new Action(
                free,
                () -> {
                  show(DeployFeature.DEPLOY_ITEM);
                  deploy.plan(PlanRequest.ALL);
                })),
        command(
            "deploy.plan-model",
            "Shortcut+Alt+D",
            new Action(
                when(
                    () -> isFree() && activeModel().isPresent(),
                    deploy.busy(),
                    workspace.active(),
                    project.state()),
                () ->
                    activeModel()
                        .ifPresent(
                            node -> {
                              show(DeployFeature.DEPLOY_ITEM);
                              deploy.plan(PlanRequest.of(node.name()));
                            }))),
        command(
            "deploy.apply",
            "",
            new Action(
                when(() -> deploy.obstacle().get().isEmpty(), deploy.obstacle()),
                () -> {
                  show(DeployFeature.DEPLOY_ITEM);
                  deploy.apply();
                })),
        command("deploy.cancel", "", new Action(deploy.busy(), deploy::cancel)),
        command(
            "deploy.resume",
            "",
            new Action(
                free,
                () -> {
                  show(DeployFeature.DEPLOY_ITEM);
                  deploy.resume();
                })),
        command("deploy.recover", "", new Action(free, recover)),
        command(
            "jobs.show", "Shortcut+Shift+J", Action.always(() -> show(DeployFeature.JOBS_ITEM))),
        command("jobs.refresh", "", new Action(trusted, jobs::refresh)),
        command("jobs.stop", "", stop(() -> jobs.askToStop(chosen.get()))),
        command("jobs.stop-all", "", stop(() -> jobs.askToStop(jobs.rows()))),
        command(
            "cluster.start",
            "",
            new Action(
                when(this::mayStartLocal, jobs.standing(), jobs.work()),
                () -> {
                  show(DeployFeature.JOBS_ITEM);
                  jobs.startLocal();
                })),
        command(
            "cluster.stop",
            "",
            new Action(
                when(
                    () ->
                        !isBusy() && jobs.standing().get().filter(Standing::localRuns).isPresent(),
                    jobs.standing(),
                    jobs.work()),
                () -> {
                  show(DeployFeature.JOBS_ITEM);
                  jobs.askToStopLocal();
                })));
  }

  private Action stop(Runnable ask) {
    return new Action(
        when(
            () -> !isBusy() && jobs.rows().stream().anyMatch(JobRow::stoppable),
            jobs.rows(),
            jobs.work()),
        () -> {
          show(DeployFeature.JOBS_ITEM);
          ask.run();
        });
  }

  private boolean isFree() {
    return !project.restricted() && !deploy.busy().get();
  }

  private boolean isBusy() {
    return jobs.work().get().isPresent();
  }

  private boolean mayStartLocal() {
    return !isBusy()
        && jobs.standing()
            .get()
            .filter(known -> known.local().isPresent() && !known.localRuns())
            .isPresent();
  }

  /** The model whose file the user is in. */
  private Optional<Node> activeModel() {
    @Nullable DockItem active = workspace.active().getValue();
    if (active == null
        || !active.id().startsWith(EDITOR)
        || !(project.state().get() instanceof ProjectState.Ready ready)) {
      return Optional.empty();
    }
    String path = active.id().substring(EDITOR.length());
    return ready.project().nodes().values().stream()
        .filter(node -> node.resourceType() == ResourceType.MODEL && node.path().equals(path))
        .findFirst();
  }

  private void show(String item) {
    Optional<DockItem> unused = workspace.open(item);
  }

  private Command command(String id, String shortcut, Action action) {
    return Command.everywhere(
        id,
        text.get("group"),
        text.get("command." + id),
        shortcut.isEmpty() ? Optional.empty() : Optional.of(shortcut),
        action);
  }

  private static ObservableBooleanValue when(
      Callable<Boolean> condition, Observable... dependencies) {
    return Bindings.createBooleanBinding(condition, dependencies);
  }
}
