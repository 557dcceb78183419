package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.ledger.Deployment;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which deployment each job of a project goes on from, however models were renamed and moved
 * between jobs since. A deployment has at most one successor, since its state can go on in one job
 * only.
 */
final class KnownDeployments {
  private final ProjectJobs jobs;
  private final List<Deployment> deployments;
  private final Map<String, Deployment> byJob = new LinkedHashMap<>();
  private final Set<String> claimed = new LinkedHashSet<>();

  KnownDeployments(ProjectJobs jobs, List<Deployment> deployments) {
    this.jobs = requireNonNull(jobs, "jobs");
    this.deployments = List.copyOf(deployments);
    // Surest first.
    claim((job, known) -> known.model().equals(job.id()));
    claim((job, known) -> isOrphan(known) && saysItWas(job, known));
    claim(
        (job, known) ->
            isOrphan(known) && fillsOneOf(job, known) && known.jobName().equals(job.name()));
    claim((job, known) -> isOrphan(known) && fillsOneOf(job, known));
    claim((job, known) -> isOrphan(known) && sameRelation(job, known));
  }

  /** What this job goes on from; empty when it is new. */
  Optional<Deployment> of(ProjectJob job) {
    return Optional.ofNullable(byJob.get(job.id()));
  }

  /** Those that no job of the project goes on from. */
  List<Deployment> left() {
    return deployments.stream().filter(known -> !claimed.contains(known.key())).toList();
  }

  private interface Match {
    boolean fits(ProjectJob job, Deployment known);
  }

  private void claim(Match match) {
    for (ProjectJob job : jobs.all()) {
      if (!byJob.containsKey(job.id())) {
        first(known -> match.fits(job, known))
            .ifPresent(
                known -> {
                  byJob.put(job.id(), known);
                  claimed.add(known.key());
                });
      }
    }
  }

  /** What should run comes before what was stopped: a stopped one is nobody's present. */
  private Optional<Deployment> first(Predicate<Deployment> fits) {
    List<Deployment> free =
        deployments.stream().filter(known -> !claimed.contains(known.key())).filter(fits).toList();
    return free.stream()
        .filter(known -> known.wanted() == Deployment.Wanted.RUNNING)
        .findFirst()
        .or(() -> free.stream().findFirst());
  }

  private boolean isOrphan(Deployment known) {
    return !jobs.contains(known.model());
  }

  private static boolean fillsOneOf(ProjectJob job, Deployment known) {
    return job.modelIds().stream().anyMatch(known.models()::contains);
  }

  private static boolean saysItWas(ProjectJob job, Deployment known) {
    return job.models().stream()
        .map(AnalyzedNode::node)
        .anyMatch(
            node -> {
              String prefix = node.uniqueId().substring(0, node.uniqueId().lastIndexOf('.') + 1);
              return node.config()
                  .text("renamed_from")
                  .map(name -> prefix + name)
                  .filter(known.models()::contains)
                  .isPresent();
            });
  }

  private static boolean sameRelation(ProjectJob job, Deployment known) {
    return job.models().stream()
        .anyMatch(model -> model.node().relation().toString().equals(known.relation()));
  }
}
