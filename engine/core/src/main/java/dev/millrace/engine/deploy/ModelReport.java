package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How it ended for one job.
 *
 * @param model unique id of the model it belongs to, or the id of a job of several
 * @param models unique ids of the models whose tables it fills
 * @param operation what was done, such as {@code create}, {@code upgrade}, {@code restore}
 * @param message one sentence
 * @param problem what went wrong; empty on success
 * @param waysOut when blocked, what can be done, one sentence each
 * @param job the job that runs now
 * @param restoredFrom checkpoint or savepoint it went on from
 * @param savepoint the savepoint taken on the way
 * @param downtime from the request to stop the old job until all tasks of the new one ran
 * @param weakGate whether the job passed on time alone, since it takes no checkpoints
 */
public record ModelReport(
    String model,
    List<String> models,
    String operation,
    Outcome outcome,
    String message,
    Optional<Problem> problem,
    List<String> waysOut,
    Optional<JobId> job,
    Optional<String> restoredFrom,
    Optional<String> savepoint,
    Optional<Duration> downtime,
    Duration took,
    boolean weakGate) {
  public ModelReport {
    requireNonNull(model, "model");
    models = List.copyOf(models);
    requireNonNull(operation, "operation");
    requireNonNull(outcome, "outcome");
    requireNonNull(message, "message");
    requireNonNull(problem, "problem");
    waysOut = List.copyOf(waysOut);
    requireNonNull(job, "job");
    requireNonNull(restoredFrom, "restoredFrom");
    requireNonNull(savepoint, "savepoint");
    requireNonNull(downtime, "downtime");
    requireNonNull(took, "took");
  }
}
