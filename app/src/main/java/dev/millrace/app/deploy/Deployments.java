package dev.millrace.app.deploy;

import dev.millrace.app.work.Progress;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What this package asks of the engine. Each call may take seconds or minutes, ends when its thread
 * is interrupted, and throws {@link MillraceException} for whatever a user can mend.
 */
interface Deployments {
  /** Makes a plan; touches no job. */
  PlanAnswer plan(PlanRequest request, Progress progress);

  /**
   * Carries a plan out.
   *
   * @throws MillraceException PLAN_STALE, LOCKED, CONFIRMATION_NEEDED before anything is touched
   */
  DeployReport apply(
      PlanAnswer answer,
      boolean allowUnknownState,
      Consumer<DeployEvent> events,
      Progress progress);

  /** Finishes or undoes what was cut off. */
  DeployReport resume(Consumer<DeployEvent> events, Progress progress);

  /**
   * Jobs that do not run as they should, and their ways out. Reads savepoints, so it takes longer
   * than {@link #look}; starts nothing.
   */
  List<Trouble> troubles();

  /**
   * Takes a way out that starts something.
   *
   * @param deadLetter the topic that records which are left out are copied into first
   * @throws MillraceException LOCKED, DEPLOY_BLOCKED before anything is touched
   */
  DeployReport recover(
      Trouble trouble,
      WayOut way,
      Optional<String> deadLetter,
      Consumer<DeployEvent> events,
      Progress progress);

  /**
   * Stops jobs with a savepoint.
   *
   * @param models unique ids; empty for all
   */
  DeployReport stop(Set<String> models, Consumer<DeployEvent> events, Progress progress);

  /** Starts the local cluster and brings back the jobs that ran on it. */
  DeployReport startLocal(Consumer<DeployEvent> events, Progress progress);

  /** Stops the local cluster with all its jobs; their state stays on disk. */
  void stopLocal(Progress progress);

  /** How things stand, by what ledger and cluster say. Starts nothing. */
  Standing look();
}
