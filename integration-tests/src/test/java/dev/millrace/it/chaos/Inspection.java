package dev.millrace.it.chaos;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobParameters;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.Savepoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares ledger, cluster and disk when nobody deploys. */
final class Inspection {
  private final Ledger ledger;
  private final JobControl jobs;
  private final Path savepoints;
  private final Set<String> inspected = new HashSet<>();
  private int orphans;
  private int startedEmpty;
  private int savepointsLost;

  Inspection(Rig rig) {
    this.ledger = rig.ledger();
    this.jobs = rig.connector().jobs();
    this.savepoints = rig.data().resolve("savepoints");
  }

  /** Looks at everything; what is wrong is counted and told. */
  List<String> look() {
    List<String> wrong = new ArrayList<>();
    ledger
        .operations()
        .unfinished()
        .forEach(
            left -> wrong.add("left unfinished in " + left.state() + ": " + left.deployment()));
    Set<JobId> wanted = new HashSet<>();
    for (Deployment deployment : ledger.deployments()) {
      if (deployment.wanted() == Deployment.Wanted.RUNNING) {
        JobId job = ledger.attempt(deployment.key(), deployment.attempt().orElseThrow()).job();
        wanted.add(job);
        if (jobs.job(job).filter(status -> !status.state().isTerminal()).isEmpty()) {
          wrong.add("the job of " + deployment.key() + " does not run");
        }
      }
      startedEmpty(deployment, wrong);
    }
    for (JobStatus job : jobs.jobs()) {
      if (!job.state().isTerminal()
          && !wanted.contains(job.id())
          && ledger.id().equals(job.parameters().get(JobParameters.LEDGER))) {
        orphans++;
        wrong.add("job " + job.id() + " (" + job.name() + ") runs and nobody wants it");
      }
    }
    savepoints(wrong);
    return wrong;
  }

  int orphans() {
    return orphans;
  }

  int startedEmpty() {
    return startedEmpty;
  }

  int savepointsLost() {
    return savepointsLost;
  }

  private void startedEmpty(Deployment deployment, List<String> wrong) {
    for (Operation operation : ledger.operations().of(deployment.key())) {
      boolean keeps =
          operation.kind() == Operation.Kind.UPGRADE || operation.kind() == Operation.Kind.RESTART;
      if (!keeps) {
        continue;
      }
      Stream.of(operation.toAttempt(), operation.rollbackAttempt())
          .flatMap(Optional::stream)
          .map(number -> ledger.attempt(deployment.key(), number))
          .filter(attempt -> inspected.add(attempt.job().hex()))
          .filter(this::isEmpty)
          .forEach(
              attempt -> {
                startedEmpty++;
                wrong.add("job " + attempt.job() + " of " + deployment.key() + " started empty");
              });
    }
  }

  /** A job that never came to be initialised tells nothing. */
  private boolean isEmpty(Attempt attempt) {
    return attempt.restorePath().isEmpty()
        || jobs.checkpoints(attempt.job())
            .filter(report -> report.completed() > 0)
            .map(CheckpointReport::restored)
            .filter(Optional::isEmpty)
            .isPresent();
  }

  private void savepoints(List<String> wrong) {
    Set<Path> known = new HashSet<>();
    for (Deployment deployment : ledger.deployments()) {
      for (Savepoint savepoint : ledger.savepoints(deployment.key())) {
        Path folder = Path.of(savepoint.path().replaceFirst("^file:/*", "/"));
        known.add(folder);
        if (inspected.add(savepoint.path()) && !Files.exists(folder.resolve("_metadata"))) {
          savepointsLost++;
          wrong.add(savepoint.path() + " is in the ledger and not on disk");
        }
      }
    }
    if (!Files.isDirectory(savepoints)) {
      return;
    }
    try (Stream<Path> folders = Files.list(savepoints)) {
      folders
          .filter(folder -> Files.exists(folder.resolve("_metadata")))
          .filter(folder -> !known.contains(folder))
          .filter(folder -> inspected.add(folder.toString()))
          .forEach(
              folder -> {
                savepointsLost++;
                wrong.add(folder + " is on disk and not in the ledger");
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
