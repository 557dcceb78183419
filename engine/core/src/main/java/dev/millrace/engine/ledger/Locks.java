package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Locks on deployments, kept as rows of the ledger. */
public final class Locks {
  /** A holder that has shown no sign of life for this long is taken for dead. */
  static final Duration DEAD_AFTER = Duration.ofSeconds(30);

  private static final Duration BEAT = Duration.ofSeconds(5);

  private final Database database;
  private final Host host = Host.own();

  Locks(Database database) {
    this.database = requireNonNull(database, "database");
  }

  /**
   * Who holds a lock.
   *
   * @param operation what for, such as {@code apply}
   */
  public record Holder(
      String deployment,
      String lockId,
      long epoch,
      String owner,
      String host,
      long pid,
      String operation,
      Instant since,
      Instant lastSign) {
    public Holder {
      requireNonNull(deployment, "deployment");
      requireNonNull(lockId, "lockId");
      requireNonNull(owner, "owner");
      requireNonNull(host, "host");
      requireNonNull(operation, "operation");
      requireNonNull(since, "since");
      requireNonNull(lastSign, "lastSign");
    }

    /** Who that is and since when, for people. */
    public String words() {
      return "%s (process %d on %s, %s since %s, lock %s)"
          .formatted(owner, pid, host, operation, since, lockId);
    }
  }

  /**
   * Takes the locks of all these deployments or of none.
   *
   * @throws MillraceException LOCKED when another holds one of them, naming it
   */
  public DeploymentLock acquire(Collection<String> deployments, String owner, String operation) {
    Set<String> wanted = new TreeSet<>(deployments);
    String id = UUID.randomUUID().toString();
    long epoch =
        database.inTransaction(
            handle -> {
              Instant time = database.now(handle);
              for (String deployment : wanted) {
                holder(handle, deployment)
                    .ifPresent(
                        holder -> {
                          if (isAlive(holder, time)) {
                            throw locked(holder);
                          }
                          delete(handle, holder.lockId());
                        });
              }
              handle.execute("UPDATE ledger SET epoch = epoch + 1");
              long next = handle.createQuery("SELECT epoch FROM ledger").mapTo(Long.class).one();
              String now = time.toString();
              for (String deployment : wanted) {
                handle.execute(
                    "INSERT INTO deploy_lock (deployment, lock_id, epoch, owner, host, pid,"
                        + " operation, acquired_at, beat_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    deployment,
                    id,
                    next,
                    owner,
                    host.name(),
                    ProcessHandle.current().pid(),
                    operation,
                    now,
                    now);
              }
              return next;
            });
    return new DeploymentLock(this, id, epoch, wanted, BEAT);
  }

  /** Those who hold a lock and live. */
  public List<Holder> holders() {
    return database.read(
        handle -> {
          Instant time = database.now(handle);
          return handle
              .createQuery("SELECT * FROM deploy_lock ORDER BY deployment")
              .map((row, context) -> holder(row))
              .list()
              .stream()
              .filter(holder -> isAlive(holder, time))
              .toList();
        });
  }

  /**
   * Takes a lock from its holder, whoever it is.
   *
   * @return whether there was such a lock
   */
  public boolean force(String lockId) {
    return database.inTransaction(handle -> delete(handle, lockId) > 0);
  }

  void check(String id, Set<String> deployments) {
    database.read(
        handle -> {
          check(handle, id, deployments);
          return true;
        });
  }

  /** The same inside a transaction that writes, so that nobody can take over in between. */
  static void check(Handle handle, String id, Set<String> deployments) {
    long held =
        handle
            .createQuery("SELECT COUNT(*) FROM deploy_lock WHERE lock_id = :id")
            .bind("id", id)
            .mapTo(Long.class)
            .one();
    if (held != deployments.size()) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.LOCKED,
                  "Another process has taken over, since this one showed no sign of life for "
                      + DEAD_AFTER.toSeconds()
                      + " s")
              .remedy("Look at `millrace status` before deploying again"));
    }
  }

  void beat(String id) {
    database.useTransaction(
        handle ->
            handle.execute(
                "UPDATE deploy_lock SET beat_at = ? WHERE lock_id = ?",
                database.now(handle).toString(),
                id));
  }

  void release(String id) {
    database.useTransaction(handle -> delete(handle, id));
  }

  private static int delete(Handle handle, String lockId) {
    return handle.execute("DELETE FROM deploy_lock WHERE lock_id = ?", lockId);
  }

  private static Optional<Holder> holder(Handle handle, String deployment) {
    return handle
        .createQuery("SELECT * FROM deploy_lock WHERE deployment = :deployment")
        .bind("deployment", deployment)
        .map((row, context) -> holder(row))
        .findOne();
  }

  private static Holder holder(ResultSet row) throws SQLException {
    return new Holder(
        row.getString("deployment"),
        row.getString("lock_id"),
        row.getLong("epoch"),
        row.getString("owner"),
        row.getString("host"),
        row.getLong("pid"),
        row.getString("operation"),
        Instant.parse(row.getString("acquired_at")),
        Instant.parse(row.getString("beat_at")));
  }

  private boolean isAlive(Holder holder, Instant now) {
    if (holder.lastSign().plus(DEAD_AFTER).isBefore(now)) {
      return false;
    }
    // A process of this machine can be looked for; one of another machine only by its signs.
    return !holder.host().equals(host.name()) || ProcessHandle.of(holder.pid()).isPresent();
  }

  private static MillraceException locked(Holder holder) {
    return new MillraceException(
        Problem.error(
                ProblemCode.LOCKED,
                "The deployment " + holder.deployment() + " is held by " + holder.words())
            .remedy(
                "Wait for it to end; if that process is stuck, take the lock from it with `millrace"
                    + " ledger unlock "
                    + holder.lockId()
                    + "`"));
  }
}
