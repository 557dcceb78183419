package dev.millrace.sidecar.unittest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which rows of several sources come into a query, and its count by checkpoints.
 *
 * <p>Tables without event time come first, in the order given: they are what is already known when
 * the first event happens. The rest comes by event time, the rows of one table staying in the order
 * they are given in, so that a late row is late. A table's watermark becomes infinite after its
 * last row. In the last turn all sources end together: checkpoints fail while a task ends.
 *
 * <p>Between two turns lie two checkpoints. All sources hear of the first at about the same time,
 * and one of them then gives its row; the second is not begun before each of them has acknowledged
 * the first, so that row lies before it, and when it completes, each operator is done with the row.
 */
final class Turns {
  private static final int CHECKPOINTS_PER_TURN = 2;

  private Turns() {}

  /** The last turn that is open when a checkpoint has completed. */
  static int openedBy(long checkpointId) {
    return (int) (checkpointId / CHECKPOINTS_PER_TURN);
  }

  /** The last turn whose row must lie before a checkpoint. */
  static int closedBy(long checkpointId) {
    return (int) (checkpointId / CHECKPOINTS_PER_TURN) - 1;
  }

  /** How many checkpoints it takes to open all turns. */
  static int checkpoints(int turns) {
    return CHECKPOINTS_PER_TURN * Math.max(0, turns - 1);
  }

  /** A source and how far it has come. */
  private static final class Progress {
    private final GivenSource source;
    private final int[] turns;
    private int next;

    Progress(GivenSource source) {
      this.source = source;
      this.turns = new int[source.rowCount() + GivenSource.STEPS_AFTER_ROWS];
    }

    boolean hasRows() {
      return next < source.rowCount();
    }

    /** The infinite watermark comes at once: the row before it is the reason for it. */
    long time() {
      return hasRows() ? source.eventTime(next) : Long.MIN_VALUE;
    }
  }

  /**
   * Gives each source its turns.
   *
   * @return how many there are
   */
  static int deal(List<GivenSource> sources) {
    List<Progress> all = sources.stream().map(Progress::new).toList();
    List<Progress> waiting = new ArrayList<>(all);
    int turn = 0;
    while (!waiting.isEmpty()) {
      Progress first = waiting.stream().min(Comparator.comparingLong(Progress::time)).orElseThrow();
      if (!first.hasRows()) {
        waiting.remove(first);
      }
      first.turns[first.next] = turn;
      first.next++;
      turn++;
    }
    for (Progress progress : all) {
      progress.turns[progress.next] = turn;
      progress.source.take(progress.turns);
    }
    return turn + 1;
  }
}
