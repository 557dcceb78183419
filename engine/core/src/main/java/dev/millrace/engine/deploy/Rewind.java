package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.ledger.StoredSpec;
import dev.millrace.engine.ledger.TableUse;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One model's way back to an earlier state: which savepoint, and what ran when it was taken.
 *
 * @param spec what ran then and is to run again
 * @param otherQuery whether that is another query than the one that is deployed now
 */
public record Rewind(
    Deployment deployment, Savepoint savepoint, StoredSpec spec, boolean otherQuery) {
  public Rewind {
    requireNonNull(deployment, "deployment");
    requireNonNull(savepoint, "savepoint");
    requireNonNull(spec, "spec");
  }

  /**
   * The way back to what ran before the last change: the newest savepoint that was taken of another
   * specification.
   *
   * @throws MillraceException USAGE when there is none
   */
  public static Rewind before(Ledger ledger, String model) {
    Deployment deployment = deployed(ledger, model);
    return ledger.savepoints(deployment.key()).stream()
        .map(savepoint -> of(ledger, deployment, savepoint))
        .filter(rewind -> !deployment.spec().equals(Optional.of(rewind.spec().number())))
        .max(Comparator.comparing(rewind -> rewind.savepoint().takenAt()))
        .orElseThrow(
            () ->
                new MillraceException(
                    Problem.error(
                            ProblemCode.USAGE,
                            "There is no savepoint of "
                                + name(model)
                                + " from before its last change")
                        .remedy("Look at `millrace savepoints list`, and name one with `--to`")));
  }

  /**
   * The way back to a savepoint or to a checkpoint that was left behind.
   *
   * @param ways all there are, as {@link SavepointKeeper#of} tells them
   * @param which its label, its path, the end of its path, or a time: the newest from before it
   * @throws MillraceException USAGE when there is none, or more than one
   */
  public static Rewind to(Ledger ledger, List<Savepoint> ways, String model, String which) {
    Deployment deployment = deployed(ledger, model);
    List<Savepoint> found =
        ways.stream()
            .filter(
                savepoint ->
                    savepoint.label().equals(Optional.of(which))
                        || savepoint.path().equals(which)
                        || savepoint.path().endsWith("/" + which))
            .toList();
    Optional<Instant> time = found.isEmpty() ? time(which) : Optional.empty();
    if (time.isPresent()) {
      return ways.stream()
          .filter(savepoint -> !savepoint.takenAt().isAfter(time.get()))
          .max(Comparator.comparing(Savepoint::takenAt))
          .map(savepoint -> of(ledger, deployment, savepoint))
          .orElseThrow(
              () ->
                  new MillraceException(
                      Problem.error(
                              ProblemCode.USAGE,
                              "There is no savepoint of " + name(model) + " from before " + which)
                          .remedy("Look at `millrace savepoints list`")));
    }
    if (found.size() != 1) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.USAGE,
                  (found.isEmpty() ? "No savepoint" : "More than one savepoint")
                      + " of "
                      + name(model)
                      + " is called "
                      + which)
              .remedy("Look at `millrace savepoints list`"));
    }
    return of(ledger, deployment, found.getFirst());
  }

  /** A time as ISO 8601 writes it; without an offset it is a time of this machine. */
  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from)
                  instanceof ZonedDateTime zoned
              ? zoned.toInstant()
              : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Rewind of(Ledger ledger, Deployment deployment, Savepoint savepoint) {
    StoredSpec spec = ledger.spec(ledger.attempt(deployment.key(), savepoint.attempt()).spec());
    String now =
        deployment.spec().map(number -> ledger.spec(number).spec().queryFingerprint()).orElse("");
    return new Rewind(deployment, savepoint, spec, !spec.spec().queryFingerprint().equals(now));
  }

  private static Deployment deployed(Ledger ledger, String model) {
    return ledger
        .deploymentOf(model)
        .orElseThrow(
            () ->
                new MillraceException(
                    Problem.error(ProblemCode.USAGE, name(model) + " has not been deployed")));
  }

  private static String name(String model) {
    return model.substring(model.lastIndexOf('.') + 1);
  }

  /** What readers of its tables see when a job goes back to an older state, one sentence. */
  public static String effectOn(JobSpec spec) {
    if (spec.outputs().stream().noneMatch(output -> output.primaryKey().isEmpty())) {
      return "What was read since then is read again; rows with the same key are written over";
    }
    boolean exactlyOnce =
        spec.tables().stream()
            .filter(TableUse::written)
            .anyMatch(
                table -> "exactly-once".equals(table.options().get("sink.delivery-guarantee")));
    return "What was read since then is read again, and its rows are written a second time"
        + (exactlyOnce ? ", since what was committed stays" : "");
  }
}
