package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The jobs of a project. A streaming table has one of its own, unless the config {@code job} of
 * several says the same name: those share one, as Flink's statement sets do.
 */
final class ProjectJobs {
  /** Config of a model that names its job. */
  static final String JOB = "job";

  private final AnalyzedProject project;

  /** By id, in an order in which every job comes after those whose tables it reads. */
  private final Map<String, ProjectJob> jobs = new LinkedHashMap<>();

  private final Map<String, ProjectJob> byModel = new LinkedHashMap<>();
  private final Map<String, Set<String>> upstream = new LinkedHashMap<>();

  /**
   * @throws MillraceException CONFIG_INVALID when jobs would wait for each other
   */
  ProjectJobs(AnalyzedProject project) {
    this.project = requireNonNull(project, "project");
    Map<String, ProjectJob> found = group();
    found.values().forEach(job -> job.modelIds().forEach(model -> byModel.put(model, job)));
    found.values().forEach(job -> upstream.put(job.id(), findUpstream(job)));
    for (ProjectJob job : found.values()) {
      order(job, found, new ArrayList<>());
    }
  }

  List<ProjectJob> all() {
    return List.copyOf(jobs.values());
  }

  boolean contains(String id) {
    return jobs.containsKey(id);
  }

  /** Ids of the jobs whose tables a job reads, directly, through views or ephemeral models. */
  Set<String> upstreamOf(ProjectJob job) {
    return upstream.getOrDefault(job.id(), Set.of());
  }

  private Map<String, ProjectJob> group() {
    Map<String, List<AnalyzedNode>> named = new LinkedHashMap<>();
    for (AnalyzedNode node : project.nodes().values()) {
      if (node.node().materialization() == Materialization.STREAMING_TABLE) {
        String key =
            node.node()
                .config()
                .text(JOB)
                .map(name -> JOB + "." + project.project().name() + "." + name)
                .orElse(node.node().uniqueId());
        named.computeIfAbsent(key, name -> new ArrayList<>()).add(node);
      }
    }
    Map<String, ProjectJob> found = new LinkedHashMap<>();
    named.forEach(
        (key, models) -> {
          models.sort(Comparator.comparing(model -> model.node().uniqueId()));
          AnalyzedNode first = models.getFirst();
          String id = models.size() == 1 ? first.node().uniqueId() : key;
          found.put(id, new ProjectJob(id, first.compiled().names().job(), models));
        });
    return found;
  }

  private Set<String> findUpstream(ProjectJob job) {
    Set<String> ids = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    job.models().forEach(model -> collect(model.node(), ids, seen));
    ids.remove(job.id());
    return ids;
  }

  private void collect(Node node, Set<String> ids, Set<String> seen) {
    for (String parent : node.dependsOn()) {
      AnalyzedNode analyzed = project.nodes().get(parent);
      if (analyzed == null || !seen.add(parent)) {
        continue;
      }
      switch (analyzed.node().materialization()) {
        case STREAMING_TABLE -> ids.add(requireNonNull(byModel.get(parent), parent).id());
        case VIEW, EPHEMERAL -> collect(analyzed.node(), ids, seen);
        case STREAMING_SOURCE, FUNCTION -> {}
      }
    }
  }

  private void order(ProjectJob job, Map<String, ProjectJob> found, List<ProjectJob> path) {
    if (jobs.containsKey(job.id())) {
      return;
    }
    if (path.contains(job)) {
      throw cycle(path.subList(path.indexOf(job), path.size()));
    }
    path.addLast(job);
    for (String above : upstreamOf(job)) {
      order(requireNonNull(found.get(above), above), found, path);
    }
    path.removeLast();
    jobs.put(job.id(), job);
  }

  /** The graph of models has no cycle, so at least one of these has several models. */
  private static MillraceException cycle(List<ProjectJob> jobs) {
    ProjectJob shared =
        jobs.stream().filter(job -> job.models().size() > 1).findFirst().orElseThrow();
    Node model = shared.models().getFirst().node();
    SourcePosition place = model.config().origins().get(JOB);
    return new MillraceException(
        Problem.error(
                ProblemCode.CONFIG_INVALID,
                "The job `"
                    + model.config().text(JOB).orElse(shared.id())
                    + "` fills tables that "
                    + String.join(
                        " and ",
                        jobs.stream()
                            .filter(job -> !job.equals(shared))
                            .flatMap(job -> job.models().stream())
                            .map(other -> other.node().name())
                            .toList())
                    + " reads, and reads the table that it fills, so neither can start first")
            .at(place == null ? SourcePosition.of(model.path()) : place)
            .remedy("Put all of them into one job, or one of its models into a job of its own"));
  }
}
