package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The right to change some deployments, held until closed. It shows a sign of life by itself; a
 * holder that shows none loses it to the next who asks.
 */
public final class DeploymentLock implements AutoCloseable {
  private final Locks locks;
  private final String id;
  private final long epoch;
  private final Set<String> deployments;
  private final Thread heart;

  DeploymentLock(Locks locks, String id, long epoch, Set<String> deployments, Duration beat) {
    this.locks = requireNonNull(locks, "locks");
    this.id = requireNonNull(id, "id");
    this.epoch = epoch;
    this.deployments = Set.copyOf(deployments);
    this.heart = Thread.ofVirtual().name("lock-" + id).start(() -> beat(beat));
  }

  /** Names it, for {@link Locks#force}. */
  public String id() {
    return id;
  }

  /** Grows with every lock taken in the ledger. */
  public long epoch() {
    return epoch;
  }

  /**
   * To be called before each call to the outside: whoever was suspended long enough for another to
   * take over must not go on.
   *
   * @throws dev.millrace.engine.problem.MillraceException LOCKED when it is no longer held
   */
  public void check() {
    locks.check(id, deployments);
  }

  /** The same, inside a transaction of the ledger. */
  void check(Handle handle) {
    Locks.check(handle, id, deployments);
  }

  @Override
  public void close() {
    heart.interrupt();
    locks.release(id);
  }

  private void beat(Duration beat) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(beat);
        locks.beat(id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
