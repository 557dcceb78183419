package dev.millrace.app.dag;

import dev.millrace.engine.project.Node;
import java.util.Optional;

/** What a node of the graph is, as the user thinks of it. */
public enum NodeKind {
  /** A table kept up to date by a job. */
  STREAMING_TABLE,
  /** A table that something else fills, described by a model. */
  STREAMING_SOURCE,
  VIEW,
  EPHEMERAL,
  /** A user-defined function from a jar. */
  FUNCTION,
  /** A table that something else fills, described in YAML. */
  SOURCE,
  SEED;

  /** The kind of a node; empty for those the graph leaves out: nothing is ever built on them. */
  static Optional<NodeKind> of(Node node) {
    return switch (node.resourceType()) {
      case SOURCE -> Optional.of(SOURCE);
      case SEED -> Optional.of(SEED);
      case TEST, ANALYSIS, SNAPSHOT, OPERATION -> Optional.empty();
      case MODEL ->
          Optional.of(
              switch (node.materialization()) {
                case VIEW -> VIEW;
                case STREAMING_TABLE -> STREAMING_TABLE;
                case STREAMING_SOURCE -> STREAMING_SOURCE;
                case EPHEMERAL -> EPHEMERAL;
                case FUNCTION -> FUNCTION;
              });
    };
  }

  /** Whether a job of its own fills it. */
  boolean hasJob() {
    return this == STREAMING_TABLE;
  }
}
