package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.project.ProjectResource;
import dev.millrace.engine.sql.FlinkSql;
import dev.millrace.engine.sql.UsedNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who reads the tables of a project's models. */
final class Readers {
  private final AnalyzedProject project;
  private final Map<String, Action> actions = new LinkedHashMap<>();
  private final Map<String, List<AnalyzedNode>> children = new LinkedHashMap<>();
  private final Map<String, Optional<UsedNames>> names = new LinkedHashMap<>();

  /**
   * @param planned what the plan does with each model so far
   */
  Readers(AnalyzedProject project, List<PlannedModel> planned) {
    this.project = requireNonNull(project, "project");
    planned.forEach(job -> job.models().forEach(model -> actions.put(model, job.action())));
    for (AnalyzedNode node : project.nodes().values()) {
      for (String parent : node.node().dependsOn()) {
        children.computeIfAbsent(parent, id -> new ArrayList<>()).add(node);
      }
    }
  }

  /** All that read the table of a model, whatever they use of it. */
  List<OutputChange.Reader> of(String model) {
    return find(model, Optional.empty());
  }

  /**
   * Those whose text may use a column, by its name: exposures do not say what they use, so they are
   * always among them.
   */
  List<OutputChange.Reader> of(String model, String column) {
    return find(model, Optional.of(column));
  }

  private List<OutputChange.Reader> find(String model, Optional<String> column) {
    Set<String> found = new LinkedHashSet<>();
    Set<String> carriers = new LinkedHashSet<>();
    collect(model, column, found, carriers);
    for (ProjectResource resource : project.project().details().resources().values()) {
      if (resource.kind() == ProjectResource.Kind.EXPOSURE
          && resource.dependsOn().stream().anyMatch(carriers::contains)) {
        found.add(resource.uniqueId());
      }
    }
    return found.stream()
        .map(id -> new OutputChange.Reader(id, Optional.ofNullable(actions.get(id))))
        .toList();
  }

  private void collect(
      String model, Optional<String> column, Set<String> found, Set<String> carriers) {
    if (!carriers.add(model)) {
      return;
    }
    for (AnalyzedNode child : children.getOrDefault(model, List.of())) {
      String id = child.node().uniqueId();
      boolean uses =
          column.isEmpty() || used(child).map(used -> used.mayUse(column.get())).orElse(true);
      if (!uses) {
        continue;
      }
      switch (child.node().materialization()) {
        case STREAMING_TABLE -> found.add(id);
        // Who reads the view reads the table; who compiles the other in has its text as well.
        case VIEW, EPHEMERAL -> collect(id, column, found, carriers);
        case STREAMING_SOURCE, FUNCTION -> {}
      }
    }
  }

  private Optional<UsedNames> used(AnalyzedNode node) {
    return names.computeIfAbsent(
        node.node().uniqueId(), id -> FlinkSql.usedNames(node.compiled().sql()));
  }
}
