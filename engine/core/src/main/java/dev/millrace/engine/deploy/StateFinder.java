package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the newest state of a job that no longer runs. */
final class StateFinder {
  private final Ledger ledger;
  private final JobControl jobs;
  private final Outside outside;

  StateFinder(Ledger ledger, JobControl jobs, Outside outside) {
    this.ledger = requireNonNull(ledger, "ledger");
    this.jobs = requireNonNull(jobs, "jobs");
    this.outside = requireNonNull(outside, "outside");
  }

  /** What was found. */
  sealed interface Found {
    /**
     * State to go on from.
     *
     * @param origin in words
     */
    record State(String path, String origin) implements Found {
      public State {
        requireNonNull(path, "path");
        requireNonNull(origin, "origin");
      }
    }

    /** There never was any, so starting without is right. */
    record NeverHadAny() implements Found {}

    /** There was some, and it cannot be found: starting without would lose it in silence. */
    record Lost() implements Found {}
  }

  /**
   * The newest state of an attempt or, when it has none of its own, of what it was started from.
   */
  Found newestOf(Attempt attempt) {
    Optional<Found> own = ownState(attempt);
    if (own.isPresent()) {
      return own.get();
    }
    // Passing the gate took a checkpoint, wherever it is now: what the job was started from is
    // older, and going on from it would take back in silence what the job has done since.
    boolean proven =
        attempt.state() == Attempt.State.COMMITTED
            && ledger.spec(attempt.spec()).spec().checkpoints();
    if (attempt.hadCheckpoint() || proven) {
      return new Found.Lost();
    }
    if (attempt.restorePath().isPresent()) {
      // It never took a checkpoint, so what it started from is the newest there is.
      return new Found.State(attempt.restorePath().get(), "what the job was started from");
    }
    Optional<Attempt> before =
        ledger.attempts(attempt.deployment()).stream()
            .filter(other -> other.number() < attempt.number())
            .filter(other -> other.state() == Attempt.State.COMMITTED)
            .filter(other -> other.spec() == attempt.spec())
            .findFirst();
    // Same specification, same state: an older submission's checkpoint is better than none.
    return before.flatMap(this::ownState).orElseGet(Found.NeverHadAny::new);
  }

  /** A savepoint asked for since, that the cluster took without our seeing it. */
  Optional<String> savepointSince(Attempt attempt, Instant asked) {
    return outside
        .read(() -> jobs.checkpoints(attempt.job()))
        .flatMap(CheckpointReport::latestSavepoint)
        // Clocks of two machines differ a little.
        .filter(savepoint -> savepoint.time().isAfter(asked.minusSeconds(60)))
        .map(CheckpointReport.Snapshot::path);
  }

  /** State that the attempt itself has left: the newest of checkpoints on disk and savepoints. */
  private Optional<Found> ownState(Attempt attempt) {
    Optional<CheckpointReport> report = outside.read(() -> jobs.checkpoints(attempt.job()));
    List<Dated> left = new ArrayList<>();
    outside
        .read(() -> jobs.newestRetainedCheckpoint(attempt.job()))
        .ifPresent(
            found -> left.add(new Dated(found.time(), found.path(), "its newest checkpoint")));
    report
        .flatMap(CheckpointReport::latestSavepoint)
        .filter(found -> !ledger.isDeleted(found.path()))
        .ifPresent(found -> left.add(new Dated(found.time(), found.path(), "its savepoint")));
    ledger.savepoints(attempt.deployment()).stream()
        .filter(taken -> taken.attempt() == attempt.number())
        .forEach(taken -> left.add(new Dated(taken.takenAt(), taken.path(), "its savepoint")));
    // Statistics can name a checkpoint that has been replaced since, so they come second.
    return left.stream()
        .max(Comparator.comparing(Dated::time))
        .<Found>map(newest -> new Found.State(newest.path(), newest.origin()))
        .or(
            () ->
                report
                    .flatMap(CheckpointReport::latestCheckpoint)
                    .map(CheckpointReport.Snapshot::path)
                    .or(attempt::checkpoint)
                    .map(path -> new Found.State(path, "the last checkpoint we saw")));
  }

  private record Dated(Instant time, String path, String origin) {}
}
