package dev.millrace.engine.deploy;

import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JournalEntry;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.plan.Planner;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.engine.trust.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A simulated cluster, a real ledger and a deployer that does not wait long. */
final class World {
  static final DeployerSettings QUICK =
      new DeployerSettings(
          Optional.empty(),
          // Long enough for a machine with other work; only tests of silence wait for their end.
          Duration.ofMillis(2500),
          Duration.ofMillis(2500),
          Duration.ofMillis(2500),
          Duration.ofMillis(2),
          Duration.ofMillis(5),
          1,
          Duration.ofMillis(1),
          Duration.ofMillis(100));

  final SimulatedCluster cluster = new SimulatedCluster();
  final Path folder;
  Ledger ledger;

  World(Path folder) {
    this.folder = folder;
    this.ledger = Ledger.open(folder, "shop", "dev");
    cluster.topics.put("orders", "topic-orders");
  }

  /** A new process on the same ledger. */
  World reopened() {
    cluster.crash.reset();
    ledger.close();
    ledger = Ledger.open(folder, "shop", "dev");
    return this;
  }

  Deployer deployer() {
    return deployer(Clock.systemUTC());
  }

  Deployer deployer(Clock clock) {
    return new Deployer(cluster, ledger, () -> Bindings.NONE, QUICK, "tester", clock);
  }

  Plan plan(Projects project) {
    return plan(project, PlanOptions.ALL);
  }

  Plan plan(Projects project, PlanOptions options) {
    return new Planner(cluster, ledger, World::bindings, Clock.systemUTC())
        .plan(project.analyzed(), options);
  }

  /** The broker of the simulated cluster runs. */
  static Bindings bindings() {
    return new Bindings(Map.of("local:broker", Secret.of("broker:9092")));
  }

  DeployReport run(Projects project) {
    return apply(plan(project));
  }

  DeployReport apply(Plan plan) {
    return deployer().apply(plan, new DeployOptions(true, 4), cluster.crash::accept);
  }

  DeployReport refresh(Projects project) {
    return apply(plan(project, new PlanOptions(Set.of(), true, false, Optional.empty())));
  }

  Action action(Projects project, String model) {
    return plan(project).models().stream()
        .filter(planned -> planned.name().equals(model))
        .map(PlannedModel::action)
        .findFirst()
        .orElseThrow();
  }

  Deployment deployment(String model) {
    return ledger.deploymentOf(Projects.id(model)).orElseThrow();
  }

  /** The states each operation has gone through, in the order of the operations. */
  List<List<DeployState>> paths() {
    Map<String, List<DeployState>> paths = new LinkedHashMap<>();
    for (JournalEntry entry : ledger.operations().journal()) {
      if (entry.moment() == JournalEntry.Moment.ENTERED) {
        List<DeployState> path =
            paths.computeIfAbsent(entry.operation(), operation -> new ArrayList<>());
        DeployState state = DeployState.valueOf(entry.state());
        if (path.isEmpty() || path.getLast() != state) {
          path.add(state);
        }
      }
    }
    return new ArrayList<>(paths.values());
  }

  /** All steps from one state to the next that the journal knows. */
  Set<String> steps() {
    Set<String> steps = new LinkedHashSet<>();
    for (List<DeployState> path : paths()) {
      for (int i = 1; i < path.size(); i++) {
        steps.add(path.get(i - 1) + " -> " + path.get(i));
      }
    }
    return steps;
  }

  static ModelReport only(DeployReport report) {
    return report.models().getFirst();
  }
}
