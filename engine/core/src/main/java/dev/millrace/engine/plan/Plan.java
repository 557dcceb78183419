package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What would have to happen for the cluster to run what the project says. Nothing has been touched.
 *
 * @param hash identifies what the plan does: two plans that would do the same to the same jobs have
 *     the same hash, whenever they were made
 * @param limits what cannot be known or promised here, one sentence each
 * @param models in an order in which every model comes after those it reads
 */
public record Plan(
    String hash,
    String project,
    String target,
    Optional<String> flinkVersion,
    Optional<String> gitCommit,
    Instant createdAt,
    List<PlannedModel> models,
    List<Definition> definitions,
    List<String> limits) {
  public Plan {
    requireNonNull(hash, "hash");
    requireNonNull(project, "project");
    requireNonNull(target, "target");
    requireNonNull(flinkVersion, "flinkVersion");
    requireNonNull(gitCommit, "gitCommit");
    requireNonNull(createdAt, "createdAt");
    models = List.copyOf(models);
    definitions = List.copyOf(definitions);
    limits = List.copyOf(limits);
  }

  /** A plan that does nothing, for a choice of no model. */
  public static Plan ofNothing(
      String project, String target, Optional<String> gitCommit, Instant createdAt) {
    return new Plan(
        PlanHash.of(List.of()),
        project,
        target,
        Optional.empty(),
        gitCommit,
        createdAt,
        List.of(),
        List.of(),
        List.of());
  }

  /**
   * The part of this plan that is about some of its models; it is part of what was shown, so it
   * keeps the hash.
   *
   * @param chosen unique ids; of a job that fills several tables, that of any model is enough
   */
  public Plan part(Set<String> chosen) {
    List<PlannedModel> kept = models.stream().filter(model -> model.isAmong(chosen)).toList();
    Set<String> ids = new LinkedHashSet<>();
    kept.forEach(model -> ids.add(model.model()));
    return new Plan(
        hash,
        project,
        target,
        flinkVersion,
        gitCommit,
        createdAt,
        kept.stream().map(model -> model.reading(ids)).toList(),
        definitions,
        limits);
  }

  /** The models that would be acted upon. */
  public List<PlannedModel> acting() {
    return models.stream().filter(model -> model.action().acts()).toList();
  }

  /**
   * Models that need permission, because nobody can say what becomes of their state or because the
   * project wants it confirmed.
   */
  public List<PlannedModel> unknownState() {
    return models.stream().filter(model -> model.permission().needed()).toList();
  }

  /** Models that cannot be deployed. */
  public List<PlannedModel> blocked() {
    return models.stream().filter(model -> model.action() == Action.BLOCKED).toList();
  }

  /** Whether carrying it out would do nothing. */
  public boolean isEmpty() {
    return acting().isEmpty();
  }
}
