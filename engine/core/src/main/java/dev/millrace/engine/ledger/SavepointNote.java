package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.StateTools;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept beside a savepoint so that a lost ledger can be made again from it: whose it is and
 * what its job was made from.
 *
 * @param savepoint where the note says it lies, and where it may have been moved to since
 * @param model the deployment's, by then
 * @param goneOn whether a job has gone on since from what was stopped with it; its state is older
 *     than that job's
 * @param topics the broker's ids of the topics its job used, by name, just after it had stopped
 * @param parameters of the job: see {@link JobParameters}
 */
public record SavepointNote(
    Savepoint savepoint,
    String model,
    JobId job,
    Instant startedAt,
    boolean goneOn,
    Map<String, String> topics,
    Map<String, String> parameters) {
  private static final String JOB = "millrace.job";
  private static final String STARTED = "millrace.started";
  private static final String ORIGIN = "millrace.savepoint.origin";
  private static final String TAKEN = "millrace.savepoint.taken";
  private static final String LABEL = "millrace.savepoint.label";
  private static final String GONE_ON = "millrace.savepoint.gone_on";
  private static final String TOPIC = "millrace.topic.";

  public SavepointNote {
    requireNonNull(savepoint, "savepoint");
    requireNonNull(model, "model");
    requireNonNull(job, "job");
    requireNonNull(startedAt, "startedAt");
    topics = Map.copyOf(topics);
    parameters = Map.copyOf(parameters);
  }

  /** That of a savepoint the ledger knows. */
  public static SavepointNote of(
      Ledger ledger, Savepoint savepoint, boolean goneOn, Map<String, String> topics) {
    Attempt attempt = ledger.attempt(savepoint.deployment(), savepoint.attempt());
    String model = ledger.deployment(savepoint.deployment()).model();
    return new SavepointNote(
        savepoint,
        model,
        attempt.job(),
        attempt.startedAt(),
        goneOn,
        topics,
        JobParameters.of(
            ledger.project(),
            ledger.target(),
            model,
            attempt,
            ledger.spec(attempt.spec()).spec(),
            ledger.id()));
  }

  /** Those that belong to a ledger's project and target. */
  public static List<SavepointNote> ofTarget(Ledger ledger, StateTools.Notes notes) {
    return notes.notes().stream()
        .flatMap(note -> read(note).stream())
        .filter(note -> JobParameters.areOf(ledger, note.parameters()))
        .toList();
  }

  /** As it was written; empty for a note that is none of ours, or of a version we do not know. */
  private static Optional<SavepointNote> read(StateTools.Note note) {
    Map<String, String> text = note.text();
    String attempt = text.getOrDefault(JobParameters.ATTEMPT, "");
    String deployment = text.get(JobParameters.DEPLOYMENT);
    String model = text.get(JobParameters.MODEL);
    if (deployment == null || model == null || !attempt.matches("[1-9]\\d{0,8}")) {
      return Optional.empty();
    }
    try {
      Map<String, String> topics = new LinkedHashMap<>();
      Map<String, String> parameters = new LinkedHashMap<>(text);
      text.forEach(
          (key, value) -> {
            if (key.startsWith(TOPIC)) {
              topics.put(key.substring(TOPIC.length()), value);
            }
          });
      return Optional.of(
          new SavepointNote(
              new Savepoint(
                  note.path(),
                  deployment,
                  Integer.parseInt(attempt),
                  Savepoint.Origin.valueOf(text.getOrDefault(ORIGIN, "")),
                  0,
                  Instant.parse(text.getOrDefault(TAKEN, "")),
                  Optional.ofNullable(text.get(LABEL))),
              model,
              new JobId(text.getOrDefault(JOB, "")),
              Instant.parse(text.getOrDefault(STARTED, "")),
              Boolean.parseBoolean(text.get(GONE_ON)),
              topics,
              parameters));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** As it is written. */
  public Map<String, String> text() {
    Map<String, String> text = new LinkedHashMap<>(parameters);
    text.put(JOB, job.hex());
    text.put(STARTED, startedAt.toString());
    text.put(ORIGIN, savepoint.origin().name());
    text.put(TAKEN, savepoint.takenAt().toString());
    savepoint.label().ifPresent(label -> text.put(LABEL, label));
    text.put(GONE_ON, Boolean.toString(goneOn));
    topics.forEach((name, id) -> text.put(TOPIC + name, id));
    return text;
  }

  /** Whether its job was stopped with it, and nothing has gone on from there. */
  public boolean isLastState() {
    return savepoint.origin() == Savepoint.Origin.STOP && !goneOn;
  }

  /** Its job as a cluster would tell of it that had not forgotten it. */
  FoundJob found() {
    return new FoundJob(
        new JobStatus(job, model, JobState.FINISHED, startedAt, 0, 0, 0, 0, parameters),
        savepoint.deployment(),
        model,
        savepoint.attempt());
  }

  /** What such a cluster would tell of its checkpoints. */
  CheckpointReport report() {
    return new CheckpointReport(
        1,
        0,
        Optional.empty(),
        Optional.of(new CheckpointReport.Snapshot(1, savepoint.path(), savepoint.takenAt(), 0)),
        Optional.empty());
  }
}
