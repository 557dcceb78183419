package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/** A node as a line of the table. */
record DagRow(DagNode node, NodeFacts facts, int reads, int readers) {
  DagRow {
    requireNonNull(node, "node");
    requireNonNull(facts, "facts");
  }

  static DagRow of(DagPicture picture, int at) {
    return new DagRow(
        picture.graph().node(at),
        picture.facts().get(at),
        picture.graph().parents(at).size(),
        picture.graph().children(at).size());
  }

  /** For sorting: what is not measured stands below what is. */
  static double orLeast(OptionalDouble value) {
    return value.orElse(-1);
  }
}
