package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A data test: a query that must find no rows. Kept beside the nodes that become relations.
 *
 * @param generic empty for a test that is a file of its own
 * @param attached unique id of the node a generic test belongs to; empty for sources
 */
public record DataTest(Node node, Optional<GenericTest> generic, Optional<String> attached) {
  public DataTest {
    requireNonNull(node, "node");
    requireNonNull(generic, "generic");
    requireNonNull(attached, "attached");
  }
}
