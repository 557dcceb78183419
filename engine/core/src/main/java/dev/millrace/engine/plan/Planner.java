package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
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
    List<JobStatus> jobs = connector.jobs().overview();
    List<Deployment> deployments = ledger.deployments();
    ProjectJobs wanted = new ProjectJobs(project);
    KnownDeployments known = new KnownDeployments(wanted, deployments);
    boolean anyNew =
        wanted.all().stream()
            .filter(job -> options.selected().isEmpty() || job.isAmong(options.selected()))
            .anyMatch(job -> known.of(job).isEmpty());
    SpecBuilder specs =
        new SpecBuilder(
            connector.planner(),
            connector.state(),
            project,
            // Who starts anew wants nothing of before.
            options.fullRefresh() ? Optional.empty() : plannerVersion(capabilities));
    Outlooks outlooks = new Outlooks(connector.jobs(), connector.state(), ledger, clock);
    ModelPlanner models =
        new ModelPlanner(
            connector.jobs(),
            ledger,
            capabilities,
            jobs,
            OtherJobs.look(connector.jobs(), ledger, deployments, jobs),
            anyNew ? LeftStates.look(connector, ledger, deployments) : LeftStates.NONE,
            specs,
            outlooks,
            options);
    StatePolicies policies =
        new StatePolicies(
            wanted.all().stream()
                .filter(job -> options.selected().isEmpty() || job.isAmong(options.selected()))
                .toList(),
            options);
    List<Supplier<PlannedModel>> work = new ArrayList<>();
    Set<String> selected = new LinkedHashSet<>();
    for (ProjectJob job : wanted.all()) {
      if (options.selected().isEmpty() || job.isAmong(options.selected())) {
        selected.add(job.id());
        List<String> upstream = wanted.upstreamOf(job).stream().filter(selected::contains).toList();
        work.add(() -> models.plan(job, known.of(job), upstream));
      }
    }
    if (options.selected().isEmpty()) {
      known.left().stream()
          .filter(deployment -> deployment.wanted() == Deployment.Wanted.RUNNING)
          .forEach(deployment -> work.add(() -> models.removed(deployment)));
    }
    List<Definition> definitions = definitions(project, new Definitions(ledger, deployments));
    List<PlannedModel> ordered = new SinkOwners(ledger, deployments).inOrder(AtOnce.all(work));
    TopicOutlooks topics = TopicOutlooks.ask(connector.topics(), bindings.get(), ledger, ordered);
    KafkaOutlooks kafka =
        new KafkaOutlooks(
            connector.topics(), bindings, ledger, outlooks, topics, clock, options.choices());
    List<Supplier<PlannedModel>> judgements = new ArrayList<>();
    ordered.forEach(
        model -> judgements.add(() -> policies.judge(WayOffers.judged(kafka.judge(model)))));
    List<PlannedModel> planned = AtOnce.all(judgements);
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
    OutputChanges output = new OutputChanges(new Readers(project, planned), ledger);
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

  private static List<Definition> definitions(AnalyzedProject project, Definitions known) {
    List<Definition> definitions = new ArrayList<>();
    for (AnalyzedNode node : project.nodes().values()) {
      switch (node.node().materialization()) {
        case VIEW, STREAMING_SOURCE, FUNCTION -> definitions.add(known.of(node));
        case STREAMING_TABLE, EPHEMERAL -> {}
      }
    }
    return definitions;
  }
}
