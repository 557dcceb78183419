package dev.millrace.app.watch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the target again and again, from a thread of its own, and tells what it saw as one
 * snapshot on the FX thread. Looks less often at a cluster that is silent. Never starts anything.
 */
public final class ClusterWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

  /** Figures change slower than this on the cluster's side as well. */
  public static final Duration PAUSE = Duration.ofSeconds(2);

  /** A cluster that does not answer takes its time to say so. */
  private static final Duration PAUSE_AFTER_SILENCE = Duration.ofSeconds(15);

  private final ClusterProbe probe;
  private final Duration pause;
  private final Duration silentPause;
  private final Executor fx;
  private final ReadOnlyObjectWrapper<ClusterSnapshot> snapshot =
      new ReadOnlyObjectWrapper<>(ClusterSnapshot.NONE);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();

  private @Nullable Thread thread;
  private boolean asked;
  private boolean afresh;
  private boolean closed;

  /**
   * @param fx the FX thread
   */
  public ClusterWatch(ClusterProbe probe, Executor fx) {
    this(probe, PAUSE, PAUSE_AFTER_SILENCE, fx);
  }

  ClusterWatch(ClusterProbe probe, Duration pause, Duration silentPause, Executor fx) {
    this.probe = requireNonNull(probe, "probe");
    this.pause = requireNonNull(pause, "pause");
    this.silentPause = requireNonNull(silentPause, "silentPause");
    this.fx = requireNonNull(fx, "fx");
  }

  /** The last look; changes on the FX thread. */
  public ReadOnlyObjectProperty<ClusterSnapshot> snapshot() {
    return snapshot.getReadOnlyProperty();
  }

  /** Begins to look; a second call changes nothing. */
  public void start() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        thread = Thread.ofVirtual().name("cluster watch").start(this::watch);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Looks at once and at everything, for example after a deployment or another target. */
  public void refresh() {
    lock.lock();
    try {
      asked = true;
      afresh = true;
      wake.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the looking; a snapshot that is on its way is not told any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      wake.signalAll();
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    ClusterSnapshot last = ClusterSnapshot.NONE;
    try {
      while (goesOn()) {
        ClusterSnapshot seen = look(last);
        if (!seen.equals(last)) {
          fx.execute(() -> tell(seen));
        }
        last = seen;
        await(seen.cluster() instanceof ClusterState.Silent ? silentPause : pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("The watch ends", e);
    }
  }

  private ClusterSnapshot look(ClusterSnapshot last) {
    boolean everything;
    lock.lock();
    try {
      everything = afresh;
      afresh = false;
      asked = false;
    } finally {
      lock.unlock();
    }
    try {
      return probe.look(everything ? ClusterSnapshot.NONE : last);
    } catch (RuntimeException e) {
      if (goesOn()) {
        LOG.warn("The cluster could not be looked at", e);
      }
      return last;
    }
  }

  private void tell(ClusterSnapshot seen) {
    if (goesOn()) {
      snapshot.set(seen);
    }
  }

  private boolean goesOn() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void await(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (!asked && !closed && nanos > 0) {
        nanos = wake.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }
}
