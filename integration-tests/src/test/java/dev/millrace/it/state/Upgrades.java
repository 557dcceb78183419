package dev.millrace.it.state;

import dev.millrace.engine.connect.JobId;
import java.util.List;
import java.util.Optional;

/** Who starts the old queries of cases and goes over to the new ones. */
interface Upgrades {
  /** Whether the old queries are started as the references are, by one command for all. */
  boolean startsByCommand();

  /** Starts the old queries where no command has; a case whose job does not start ends. */
  void start(List<RunningCase> cases);

  /** The job that runs a model whose query is changed. */
  Optional<JobId> job(String model);

  /**
   * Looks at the change, whose files have been written, before anything is stopped. A case that is
   * not allowed to go on ends.
   */
  void plan(List<RunningCase> cases);

  /** Carries the change out; a case whose new job does not start ends. */
  void upgrade(List<RunningCase> cases);

  /** Why the new query of a model has stopped for good; empty while it runs. */
  Optional<String> failure(String model);

  /** Stops the jobs that this has started itself; those of commands are stopped with the others. */
  void end();
}
