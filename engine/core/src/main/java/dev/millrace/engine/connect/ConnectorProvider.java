package dev.millrace.engine.connect;

import java.util.Set;

/** Finds its connector by a target's type; registered for {@link java.util.ServiceLoader}. */
public interface ConnectorProvider {
  /** The target types it serves, such as {@code flink}. */
  Set<String> types();

  /**
   * Opens the connector. Nothing is started and nothing is contacted until a port is used.
   *
   * @throws dev.millrace.engine.problem.MillraceException PROFILE_INVALID, all faults of the target
   *     together
   */
  Connector open(TargetSpec target, ConnectorContext context);
}
