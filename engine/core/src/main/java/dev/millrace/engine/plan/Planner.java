package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.trust.Bindings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Compares desired, known and observed. Changes nothing. */
public final class Planner {
  private final Connector connector;
  private final Ledger ledger;
  private final Supplier<Bindings> bindings;
  private final Clock clock;

  /**
   * A planner.
   *
   * @param bindings values of placeholders, to ask brokers about topics
   */
  public Planner(Connector connector, Ledger ledger, Supplier<Bindings> bindings, Clock clock) {
    this.connector = requireNonNull(connector, "connector");
    this.ledger = requireNonNull(ledger, "ledger");
    this.bindings = requireNonNull(bindings, "bindings");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Plans a project without errors.
   *
   * @throws dev.millrace.engine.problem.MillraceException CLUSTER_UNREACHABLE, CONFIG_INVALID, or
   *     SQL_INVALID when a model does not compile
   */
  public Plan plan(AnalyzedProject project, PlanOptions options) {
    Capabilities capabilities = connector.capabilities();
    List<JobStatus> jobs = connector.jobs().jobs();
    List<Deployment> deployments = ledger.deployments();
    SpecBuilder specs =
        new SpecBuilder(
            connector.planner(),
            project,
            // Who starts anew wants nothing of before.
            options.fullRefresh() ? Optional.empty() : plannerVersion(capabilities));
    ModelPlanner models =
        new ModelPlanner(
            connector.jobs(),
            ledger,
            capabilities,
            jobs,
            specs,
            new Outlooks(connector.jobs(), connector.state(), clock),
            options);
    List<Supplier<PlannedModel>> work = new ArrayList<>();
    List<Definition> definitions = new ArrayList<>();
    Definitions known = new Definitions(ledger, deployments);
    Set<String> claimed = new LinkedHashSet<>();
    for (AnalyzedNode analyzed : project.nodes().values()) {
      Node node = analyzed.node();
      switch (node.materialization()) {
        case STREAMING_TABLE -> {
          Optional<Deployment> own = deploymentOf(node, project, deployments);
          own.ifPresent(deployment -> claimed.add(deployment.key()));
          if (isSelected(node.uniqueId(), options)) {
            work.add(() -> models.plan(analyzed, own, upstreamOf(node, project, options)));
          }
        }
        case VIEW, STREAMING_SOURCE -> definitions.add(known.of(analyzed));
        case EPHEMERAL -> {}
      }
    }
    if (options.selected().isEmpty()) {
      deployments.stream()
          .filter(deployment -> !claimed.contains(deployment.key()))
          .filter(deployment -> deployment.wanted() == Deployment.Wanted.RUNNING)
          .forEach(deployment -> work.add(() -> models.removed(deployment)));
    }
    List<PlannedModel> planned = AtOnce.all(work);
    TopicOutlooks topics = TopicOutlooks.ask(connector.topics(), bindings.get(), ledger, planned);
    List<PlannedModel> meant = meaning(project, planned, topics);
    List<String> limits = new ArrayList<>(capabilities.limits());
    topics.silence().ifPresent(reason -> limits.add("Topics are not looked at: " + reason));
    return new Plan(
        PlanHash.of(meant),
        project.project().name(),
        project.project().target().name(),
        capabilities.flinkVersion(),
        options.gitCommit(),
        clock.instant(),
        meant,
        definitions,
        limits);
  }

  /**
   * Flink's version in the planner: the cluster's where both are one process. A planner beside a
   * remote cluster may be of another patch release, which the ledger does not know.
   */
  private Optional<String> plannerVersion(Capabilities capabilities) {
    return connector.localCluster().isPresent() ? capabilities.flinkVersion() : Optional.empty();
  }

  /** What each action means for others, now that all of them are known. */
  private List<PlannedModel> meaning(
      AnalyzedProject project, List<PlannedModel> planned, TopicOutlooks topics) {
    OutputChanges output = new OutputChanges(new Readers(project, planned));
    Losses losses = new Losses(connector.jobs());
    return planned.stream()
        .map(
            model -> {
              PlannedModel meant =
                  model.meaning(
                      new Consequences(output.of(model), losses.of(model), topics.of(model)));
              return TopicOutlooks.obstacle(meant).map(meant::blocked).orElse(meant);
            })
        .toList();
  }

  private static boolean isSelected(String uniqueId, PlanOptions options) {
    return options.selected().isEmpty() || options.selected().contains(uniqueId);
  }

  /**
   * The deployment of a model: its own; else that of the model it says it was renamed from; else
   * that of a model which has left the project and filled the same table.
   */
  private static Optional<Deployment> deploymentOf(
      Node node, AnalyzedProject project, List<Deployment> deployments) {
    Optional<Deployment> own =
        deployments.stream()
            .filter(deployment -> deployment.model().equals(node.uniqueId()))
            .findFirst();
    if (own.isPresent()) {
      return own;
    }
    String prefix = node.uniqueId().substring(0, node.uniqueId().lastIndexOf('.') + 1);
    Optional<String> before = node.config().text("renamed_from").map(name -> prefix + name);
    List<Deployment> orphans =
        deployments.stream().filter(deployment -> !isJob(deployment.model(), project)).toList();
    return orphans.stream()
        .filter(deployment -> before.filter(deployment.model()::equals).isPresent())
        .findFirst()
        .or(
            () ->
                orphans.stream()
                    .filter(deployment -> deployment.relation().equals(node.relation().toString()))
                    .findFirst());
  }

  private static boolean isJob(String uniqueId, AnalyzedProject project) {
    AnalyzedNode node = project.nodes().get(uniqueId);
    return node != null && node.node().materialization() == Materialization.STREAMING_TABLE;
  }

  /** Models of the plan whose tables a model reads, through views and ephemeral models too. */
  private static List<String> upstreamOf(Node node, AnalyzedProject project, PlanOptions options) {
    Set<String> upstream = new LinkedHashSet<>();
    collectUpstream(node, project, upstream, new LinkedHashSet<>());
    return upstream.stream().filter(id -> isSelected(id, options)).toList();
  }

  private static void collectUpstream(
      Node node, AnalyzedProject project, Set<String> upstream, Set<String> seen) {
    for (String parent : node.dependsOn()) {
      AnalyzedNode analyzed = project.nodes().get(parent);
      if (analyzed == null || !seen.add(parent)) {
        continue;
      }
      switch (analyzed.node().materialization()) {
        case STREAMING_TABLE -> upstream.add(parent);
        case VIEW, EPHEMERAL -> collectUpstream(analyzed.node(), project, upstream, seen);
        case STREAMING_SOURCE -> {}
      }
    }
  }
}
