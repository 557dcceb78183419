package dev.millrace.connector.flink.local;

import java.util.Optional;
import java.util.function.Consumer;

/** The way to the one sidecar of a project and target. Thread-safe. */
public interface SidecarAccess extends AutoCloseable {
  /**
   * The running sidecar, started when there is none, and held by a lease until {@link #close()}.
   *
   * <p>A sidecar of role {@code cluster} serves {@code planner} too. One of role {@code planner} is
   * ended and replaced when {@code cluster} is asked for. Cheap when it runs (one call on
   * loopback): call it again after a connection was refused, for a new one has another token and
   * other ports.
   *
   * @param progress told what is being done, one short sentence at a time; not called when it runs
   * @throws dev.millrace.engine.problem.MillraceException LOCAL_START_FAILED or RESOURCE_EXHAUSTED,
   *     with the cause from its log
   */
  RunningSidecar ensure(SidecarRole role, Consumer<String> progress);

  /** The running sidecar, whatever its role, if one answers; starts and holds nothing. */
  Optional<RunningSidecar> find();

  /** Gives the lease back; the sidecar stays. */
  @Override
  void close();
}
