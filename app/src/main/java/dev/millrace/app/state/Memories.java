package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.work.Progress;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import java.util.List;

/**
 * What this package asks of the engine. Nothing is touched by any call; each may take seconds, and
 * throws {@link MillraceException} for whatever a user can mend.
 */
interface Memories {
  /** Deployments that have or had a job, in the ledger's order. Asks no cluster. */
  List<Deployment> jobs();

  /**
   * What a job remembers by its newest checkpoint or savepoint.
   *
   * @param model unique id of its deployment
   * @throws MillraceException USAGE when it has none; STATE_UNREADABLE, CLUSTER_UNREACHABLE
   */
  Memory newest(String model);

  /**
   * What a job can go back to, the newest first.
   *
   * @param model unique id of its deployment
   */
  List<Savepoint> savepoints(String model);

  /**
   * What lies at a path.
   *
   * @throws MillraceException STATE_UNREADABLE
   */
  Memory at(String path);

  /** Reads all of it and counts; may take as long as reading the state takes. */
  Counted counted(Memory memory, Progress progress);

  /**
   * What was counted.
   *
   * @param reasons why not everything could be, a sentence each without its end
   */
  record Counted(Memory memory, List<String> reasons) {
    public Counted {
      requireNonNull(memory, "memory");
      reasons = List.copyOf(reasons);
    }
  }
}
