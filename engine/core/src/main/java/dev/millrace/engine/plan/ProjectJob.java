package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import java.util.List;
import java.util.Set;

/**
 * A job as the project wants it: the streaming tables that it fills.
 *
 * @param id dbt's unique id of the one model; {@code job.<project>.<name>} of several
 * @param name Flink's name of the job
 * @param models in alphabetical order of their unique ids, so that the order in which a project
 *     lists them means nothing; at least one
 */
record ProjectJob(String id, String name, List<AnalyzedNode> models) {
  ProjectJob {
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("a job fills at least one table");
    }
  }

  List<String> modelIds() {
    return models.stream().map(model -> model.node().uniqueId()).toList();
  }

  boolean isAmong(Set<String> chosen) {
    return modelIds().stream().anyMatch(chosen::contains);
  }
}
