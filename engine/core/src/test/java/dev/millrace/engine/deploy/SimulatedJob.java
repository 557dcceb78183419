package dev.millrace.engine.deploy;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job of the simulated cluster. Its state is one number that grows while it runs. */
final class SimulatedJob {
  final JobId id;
  final String name;
  final Instant started;
  final Map<String, String> parameters;
  final Submission submission;
  Optional<CheckpointReport.Snapshot> restored;
  final List<CheckpointReport.Snapshot> checkpoints = new ArrayList<>();
  Optional<CheckpointReport.Snapshot> savepoint = Optional.empty();
  JobState state = JobState.INITIALIZING;
  long rows;
  long restarts;
  List<String> causes = List.of();
  int looks;
  int recoversAt;

  SimulatedJob(
      JobId id,
      Submission submission,
      Instant started,
      Optional<CheckpointReport.Snapshot> restored,
      long rows) {
    this.id = id;
    this.name = submission.jobName();
    this.submission = submission;
    this.parameters = submission.parameters();
    this.started = started;
    this.restored = restored;
    this.rows = rows;
  }

  boolean alive() {
    return !state.isTerminal();
  }
}
