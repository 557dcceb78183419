package dev.millrace.app.watch;

/** Looks at the target once; may take seconds, never on the FX thread. */
@FunctionalInterface
public interface ClusterProbe {
  /**
   * What is there now. Never throws because of the target: what it says instead is in the snapshot.
   *
   * @param before the last answer; returned again when nothing can have changed
   */
  ClusterSnapshot look(ClusterSnapshot before);
}
