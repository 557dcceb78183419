package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to it that no two jobs of ours fill one table: who takes a table over comes after the job
 * that gives it up, and is blocked where none does.
 */
final class SinkOwners {
  private final Ledger ledger;
  private final List<Deployment> deployments;

  SinkOwners(Ledger ledger, List<Deployment> deployments) {
    this.ledger = requireNonNull(ledger, "ledger");
    this.deployments = List.copyOf(deployments);
  }

  /** The same plan, each job after those that give up a table it fills. */
  List<PlannedModel> inOrder(List<PlannedModel> planned) {
    Map<String, PlannedModel> byDeployment = new LinkedHashMap<>();
    planned.forEach(job -> byDeployment.put(job.deployment(), job));
    Map<String, PlannedModel> jobs = new LinkedHashMap<>();
    Map<String, Set<String>> givers = new LinkedHashMap<>();
    Map<String, Set<String>> takers = new LinkedHashMap<>();
    for (PlannedModel job : planned) {
      PlannedModel checked = job;
      if (job.action().acts()) {
        Set<String> before = new LinkedHashSet<>();
        checked = obstacle(job, byDeployment, before).map(job::blocked).orElse(job);
        givers.put(job.model(), before);
        before.forEach(
            giver -> takers.computeIfAbsent(giver, id -> new LinkedHashSet<>()).add(job.model()));
      }
      jobs.put(job.model(), checked);
    }
    // Who gives a table up may read it from then on, and cannot wait for the one who takes it over.
    jobs.replaceAll(
        (id, job) ->
            job.notAfter(takers.getOrDefault(id, Set.of()))
                .after(givers.getOrDefault(id, Set.of())));
    takers.values().stream()
        .flatMap(Set::stream)
        .filter(taker -> isAboveItself(taker, jobs))
        .toList()
        .forEach(
            taker ->
                jobs.computeIfPresent(
                    taker,
                    (id, job) ->
                        job.blocked(
                            "Jobs exchange their tables, so neither can give its own up first;"
                                + " give one of the tables up in a plan of its own")));
    Map<String, PlannedModel> inOrder = new LinkedHashMap<>();
    jobs.values().forEach(job -> place(job, jobs, inOrder, new LinkedHashSet<>()));
    return List.copyOf(inOrder.values());
  }

  private static boolean isAboveItself(String id, Map<String, PlannedModel> jobs) {
    Set<String> above = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(id));
    while (!open.isEmpty()) {
      PlannedModel job = jobs.get(open.pop());
      if (job != null) {
        job.upstream().stream().filter(above::add).forEach(open::push);
      }
    }
    return above.contains(id);
  }

  /**
   * Why a job may not begin; empty when it may.
   *
   * @param before takes the jobs that give up a table it fills
   */
  private Optional<String> obstacle(
      PlannedModel job, Map<String, PlannedModel> byDeployment, Set<String> before) {
    Set<RelationName> filled = filled(job.desired());
    for (Deployment other : deployments) {
      if (other.key().equals(job.deployment())
          || other.wanted() != Deployment.Wanted.RUNNING
          || other.spec().isEmpty()) {
        continue;
      }
      Set<RelationName> shared = filled(other.spec().map(number -> ledger.spec(number).spec()));
      shared.retainAll(filled);
      if (shared.isEmpty()) {
        continue;
      }
      Optional<PlannedModel> giver =
          Optional.ofNullable(byDeployment.get(other.key()))
              .filter(planned -> givesUp(planned, shared));
      if (giver.isEmpty()) {
        return Optional.of(
            "Table "
                + shared.iterator().next()
                + " is filled by the job "
                + other.jobName()
                + ", which this plan leaves as it is; stop that one first, with a plan for the"
                + " whole project and --stop-removed, or with `millrace stop`");
      }
      before.add(giver.get().model());
    }
    return Optional.empty();
  }

  private static boolean givesUp(PlannedModel job, Set<RelationName> tables) {
    return switch (job.action()) {
      case STOP -> true;
      case UPGRADE, UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS, START_FRESH ->
          filled(job.desired()).stream().noneMatch(tables::contains);
      case CREATE, RESTART, UNCHANGED, LEFT_RUNNING, BLOCKED -> false;
    };
  }

  private static Set<RelationName> filled(Optional<JobSpec> spec) {
    Set<RelationName> tables = new LinkedHashSet<>();
    spec.ifPresent(each -> each.outputs().stream().map(JobOutput::relation).forEach(tables::add));
    return tables;
  }

  private static void place(
      PlannedModel job,
      Map<String, PlannedModel> all,
      Map<String, PlannedModel> placed,
      Set<String> path) {
    if (placed.containsKey(job.model()) || !path.add(job.model())) {
      return;
    }
    for (String id : job.upstream()) {
      PlannedModel before = all.get(id);
      if (before != null) {
        place(before, all, placed, path);
      }
    }
    placed.put(job.model(), job);
  }
}
