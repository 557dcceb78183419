package dev.millrace.cli.command;

import dev.millrace.engine.Engine;
import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import java.time.Duration;
import java.util.Set;

/** Models that a run makes no job for: dbt's tools want a result of each all the same. */
final class DefinedOnly {
  private DefinedOnly() {}

  /**
   * @param selected unique ids; empty for all
   */
  static void record(Engine engine, Set<String> selected, RunRecorder recorder) {
    for (Node node : engine.project().nodes().values()) {
      boolean asked = selected.isEmpty() || selected.contains(node.uniqueId());
      if (asked && node.resourceType() == ResourceType.MODEL) {
        switch (node.materialization()) {
          case VIEW, STREAMING_SOURCE, FUNCTION ->
              recorder.addIfAbsent(
                  NodeResult.of(
                          node.uniqueId(),
                          NodeResult.Status.NO_OP,
                          "A " + node.materialization().dbtName() + " has no job of its own")
                      .timed(
                          engine.invocation().startedAt(),
                          Duration.ZERO,
                          Thread.currentThread().getName()));
          // dbt has no results of ephemeral models either; tables have theirs from the run.
          case EPHEMERAL, STREAMING_TABLE -> {}
        }
      }
    }
  }
}
