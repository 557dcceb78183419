package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.state.CarryOver;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Operations and the journal. Each method is one transaction. */
public final class Operations {
  private final Database database;
  private final Clock clock;
  private final String ledgerId;
  private final Consumer<Handle> guard;

  /**
   * The operations of a ledger.
   *
   * @param guard asked first in each transaction that writes; throws when it must not
   */
  Operations(Database database, Clock clock, String ledgerId, Consumer<Handle> guard) {
    this.database = requireNonNull(database, "database");
    this.clock = requireNonNull(clock, "clock");
    this.ledgerId = requireNonNull(ledgerId, "ledgerId");
    this.guard = requireNonNull(guard, "guard");
  }

  /** Writes down the intent, before anything is done. */
  public Operation begin(
      String deployment,
      Operation.Kind kind,
      String state,
      Optional<String> planHash,
      Optional<Long> spec,
      Optional<Integer> fromAttempt,
      boolean dropUnclaimed,
      String actor) {
    return begin(
        deployment,
        kind,
        state,
        planHash,
        spec,
        fromAttempt,
        Optional.empty(),
        dropUnclaimed,
        CarryOver.NONE,
        actor);
  }

  /**
   * The same for an operation that starts from an older state.
   *
   * @param chosenPath savepoint or checkpoint that was chosen
   * @param carryOver what is done to the savepoint before the new job goes on from it
   */
  public Operation begin(
      String deployment,
      Operation.Kind kind,
      String state,
      Optional<String> planHash,
      Optional<Long> spec,
      Optional<Integer> fromAttempt,
      Optional<String> chosenPath,
      boolean dropUnclaimed,
      CarryOver carryOver,
      String actor) {
    Operation operation =
        new Operation(
            UUID.randomUUID().toString(),
            deployment,
            kind,
            state,
            planHash,
            spec,
            fromAttempt,
            Optional.empty(),
            Optional.empty(),
            chosenPath,
            Optional.empty(),
            Optional.empty(),
            dropUnclaimed,
            carryOver,
            Optional.empty(),
            List.of(),
            actor,
            ProcessHandle.current().pid(),
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    useTransaction(
        handle -> {
          handle.execute(
              "INSERT INTO operation (operation, deployment, kind, state, plan_hash, spec,"
                  + " from_attempt, chosen_path, drop_unclaimed, carry_over, ways_out, actor, pid,"
                  + " started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', ?, ?, ?)",
              operation.id(),
              deployment,
              kind.name(),
              state,
              planHash.orElse(null),
              spec.orElse(null),
              fromAttempt.orElse(null),
              chosenPath.orElse(null),
              dropUnclaimed ? 1 : 0,
              carryOver.isNone() ? null : Rows.write(carryOver),
              actor,
              operation.pid(),
              operation.startedAt().toString());
          entry(handle, operation, JournalEntry.Moment.ENTERED, state, "");
        });
    return operation;
  }

  /** Writes down that the operation came into its state, with all that is known by then. */
  public Operation save(Operation operation, String detail) {
    useTransaction(handle -> store(handle, operation, detail));
    return operation;
  }

  /**
   * Writes down that a submission is about to be made: a new attempt and the operation that makes
   * it, together.
   *
   * @param rollback whether it brings the old job back
   */
  public Operation saveWithAttempt(
      Operation operation,
      boolean rollback,
      long spec,
      Optional<String> restorePath,
      String detail) {
    return inTransaction(
        handle -> {
          int number =
              handle
                      .createQuery(
                          "SELECT COALESCE(MAX(number), 0) FROM attempt WHERE deployment = :d")
                      .bind("d", operation.deployment())
                      .mapTo(Integer.class)
                      .one()
                  + 1;
          JobId job = JobId.derive(ledgerId, operation.deployment(), Integer.toString(number));
          handle.execute(
              "INSERT INTO attempt (deployment, number, spec, job, restore_path, had_checkpoint,"
                  + " state, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              operation.deployment(),
              number,
              spec,
              job.hex(),
              restorePath.orElse(null),
              restorePath.isPresent() ? 1 : 0,
              Attempt.State.SUBMITTED.name(),
              clock.instant().toString());
          Operation.Change change = operation.change();
          Operation saved =
              rollback
                  ? change.rollbackAttempt(number).done()
                  : change.toAttempt(number).restorePath(restorePath).done();
          store(handle, saved, detail);
          return saved;
        });
  }

  /**
   * Ends an operation with success: its submission is the deployment's job from now on, or the
   * deployment is stopped.
   *
   * @param attempt the submission that runs now; empty when the job was to stop
   * @param topicIds ids of all topics the job uses
   */
  public Operation commit(
      Operation operation,
      Optional<Attempt> attempt,
      Optional<Integer> maxParallelism,
      Map<String, String> topicIds,
      String detail) {
    return inTransaction(
        handle -> {
          String now = clock.instant().toString();
          Operation ended = operation.change().endedAt(clock.instant()).done();
          if (attempt.isPresent()) {
            handle.execute("DELETE FROM topic WHERE deployment = ?", operation.deployment());
            TopicIds.store(handle, operation.deployment(), topicIds);
            current(handle, attempt.get(), maxParallelism, now);
          } else {
            handle.execute(
                "UPDATE deployment SET wanted = ? WHERE deployment = ?",
                Deployment.Wanted.STOPPED.name(),
                operation.deployment());
          }
          store(handle, ended, detail);
          return ended;
        });
  }

  /**
   * Ends an operation without success.
   *
   * @param current the submission that brought the old job back; empty when none was needed
   */
  public Operation end(Operation operation, Optional<Attempt> current, String detail) {
    return inTransaction(
        handle -> {
          Operation ended = operation.change().endedAt(clock.instant()).done();
          operation
              .toAttempt()
              .ifPresent(
                  number ->
                      handle.execute(
                          "UPDATE attempt SET state = ? WHERE deployment = ? AND number = ?",
                          Attempt.State.GIVEN_UP.name(),
                          operation.deployment(),
                          number));
          current.ifPresent(
              attempt -> current(handle, attempt, Optional.empty(), clock.instant().toString()));
          store(handle, ended, detail);
          return ended;
        });
  }

  /** Adds a line to the journal. */
  public void journal(Operation operation, JournalEntry.Moment moment, String step, String detail) {
    useTransaction(handle -> entry(handle, operation, moment, step, detail));
  }

  /** Operations that have not come to their end, oldest first. */
  public List<Operation> unfinished() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM operation WHERE ended_at IS NULL ORDER BY started_at")
                .map((row, context) -> Rows.operation(row))
                .list());
  }

  /** Operations of a deployment, newest first. */
  public List<Operation> of(String deployment) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM operation WHERE deployment = :d"
                        + " ORDER BY started_at DESC, operation")
                .bind("d", deployment)
                .map((row, context) -> Rows.operation(row))
                .list());
  }

  /** The whole journal, oldest first. */
  public List<JournalEntry> journal() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM journal ORDER BY entry")
                .map((row, context) -> Rows.entry(row))
                .list());
  }

  private <T> T inTransaction(Function<Handle, T> work) {
    return database.inTransaction(
        handle -> {
          guard.accept(handle);
          return work.apply(handle);
        });
  }

  private void useTransaction(Consumer<Handle> work) {
    database.useTransaction(
        handle -> {
          guard.accept(handle);
          work.accept(handle);
        });
  }

  private static void current(
      Handle handle, Attempt attempt, Optional<Integer> maxParallelism, String now) {
    handle.execute(
        "UPDATE attempt SET state = ? WHERE deployment = ? AND number = ?",
        Attempt.State.COMMITTED.name(),
        attempt.deployment(),
        attempt.number());
    TopicIds.noteFor(handle, attempt.deployment(), attempt.number());
    handle.execute(
        "UPDATE deployment SET wanted = ?, spec = ?, attempt = ?, deployed_at = ?,"
            + " max_parallelism = COALESCE(?, max_parallelism) WHERE deployment = ?",
        Deployment.Wanted.RUNNING.name(),
        attempt.spec(),
        attempt.number(),
        now,
        maxParallelism.orElse(null),
        attempt.deployment());
  }

  private void store(Handle handle, Operation operation, String detail) {
    handle.execute(
        "UPDATE operation SET state = ?, to_attempt = ?, rollback_attempt = ?, restore_path = ?,"
            + " savepoint_path = ?, cause = ?, ways_out = ?, stop_requested_at = ?,"
            + " running_at = ?, ended_at = ? WHERE operation = ?",
        operation.state(),
        operation.toAttempt().orElse(null),
        operation.rollbackAttempt().orElse(null),
        operation.restorePath().orElse(null),
        operation.savepointPath().orElse(null),
        operation.cause().orElse(null),
        Rows.write(operation.waysOut()),
        operation.stopRequestedAt().map(Object::toString).orElse(null),
        operation.runningAt().map(Object::toString).orElse(null),
        operation.endedAt().map(Object::toString).orElse(null),
        operation.id());
    entry(handle, operation, JournalEntry.Moment.ENTERED, operation.state(), detail);
  }

  private void entry(
      Handle handle, Operation operation, JournalEntry.Moment moment, String step, String detail) {
    handle.execute(
        "INSERT INTO journal (operation, deployment, state, moment, step, detail, actor, pid, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        operation.id(),
        operation.deployment(),
        operation.state(),
        moment.name(),
        step,
        detail,
        operation.actor(),
        ProcessHandle.current().pid(),
        clock.instant().toString());
  }
}
