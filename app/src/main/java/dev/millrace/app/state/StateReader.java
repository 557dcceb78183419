package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.parts.Failures;
import dev.millrace.app.state.StateRow.Content;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Asks on threads of its own, and tells on the FX thread. Not among the works of the status bar:
 * metadata is read in a moment.
 */
final class StateReader {
  private final Memories memories;
  private final Executor fx;

  /** Is told what all jobs remember, one after the other. */
  interface Told {
    /** Which jobs there are; comes first. */
    void listed(List<Deployment> jobs);

    /** What was found of one. */
    void read(String model, Content content);

    /**
     * Nothing more comes.
     *
     * @param why what kept others from being read; empty when nothing did
     */
    void ended(List<Problem> why);
  }

  /**
   * @param fx the FX thread
   */
  StateReader(Memories memories, Executor fx) {
    this.memories = requireNonNull(memories, "memories");
    this.fx = requireNonNull(fx, "fx");
  }

  /**
   * Reads the newest of all jobs.
   *
   * @param first unique id of a model that somebody waits for
   * @param wanted whether anybody still wants to know; asked before each, from another thread
   */
  void all(Optional<String> first, BooleanSupplier wanted, Told told) {
    Thread.ofVirtual().name("look at state").start(() -> read(first, wanted, told));
  }

  private void read(Optional<String> first, BooleanSupplier wanted, Told told) {
    try {
      List<Deployment> jobs = memories.jobs();
      fx.execute(() -> told.listed(jobs));
      List<Deployment> order = new ArrayList<>(jobs);
      first.ifPresent(
          model -> order.sort(Comparator.comparing(job -> !job.isAmong(Set.of(model)))));
      for (Deployment job : order) {
        if (wanted.getAsBoolean()) {
          Content content = newest(job.model());
          fx.execute(() -> told.read(job.model(), content));
        }
      }
      fx.execute(() -> told.ended(List.of()));
    } catch (RuntimeException e) {
      fx.execute(() -> told.ended(Failures.problems(e)));
    }
  }

  /** Of a cluster that does not answer nobody is asked twice. */
  private Content newest(String model) {
    try {
      return new Content.Read(memories.newest(model));
    } catch (MillraceException e) {
      if (e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE) {
        throw e;
      }
      return new Content.Refused(e.problem());
    }
  }

  /** Looks for savepoints of a job; where nobody can tell them, there is still the newest. */
  void savepoints(String model, Consumer<List<Savepoint>> told) {
    Thread.ofVirtual()
        .name("look for savepoints")
        .start(
            () -> {
              List<Savepoint> found = savepoints(model);
              fx.execute(() -> told.accept(found));
            });
  }

  private List<Savepoint> savepoints(String model) {
    try {
      return memories.savepoints(model);
    } catch (MillraceException e) {
      return List.of();
    }
  }

  /** Reads what lies at a path. */
  void at(String path, Consumer<Content> told) {
    Thread.ofVirtual()
        .name("read a savepoint")
        .start(
            () -> {
              Content content = content(path);
              fx.execute(() -> told.accept(content));
            });
  }

  private Content content(String path) {
    try {
      return new Content.Read(memories.at(path));
    } catch (RuntimeException e) {
      return new Content.Refused(Failures.problems(e).getFirst());
    }
  }
}
