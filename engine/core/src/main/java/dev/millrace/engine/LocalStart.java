package dev.millrace.engine;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.CompiledProject;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.deploy.DeployReport;
import java.util.List;

/**
 * The local cluster after a start.
 *
 * @param fresh whether it did not run before
 * @param restored what was brought back, a report for each target that had jobs
 */
public record LocalStart(LocalCluster.Status status, boolean fresh, List<DeployReport> restored) {
  private static final String BROKER = "${local:kafka";

  public LocalStart {
    requireNonNull(status, "status");
    restored = List.copyOf(restored);
  }

  /** Whether a table of the project is stored in the local broker. */
  static boolean needsBroker(CompiledProject project) {
    return project.nodes().values().stream()
        .flatMap(node -> node.relation().stream())
        .anyMatch(LocalStart::namesBroker);
  }

  private static boolean namesBroker(PlannedRelation relation) {
    return switch (relation) {
      case PlannedRelation.DeclaredTable table -> table.createTable().contains(BROKER);
      case PlannedRelation.View _, PlannedRelation.Function _ -> false;
      case PlannedRelation.DerivedTable table ->
          table.storage().appendOptions().values().stream().anyMatch(LocalStart::isBroker)
              || table.storage().keyedOptions().values().stream().anyMatch(LocalStart::isBroker);
    };
  }

  private static boolean isBroker(String option) {
    return option.contains(BROKER);
  }
}
