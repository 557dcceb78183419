package dev.millrace.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Questions to planner, ledger and cluster that know nothing of each other, asked some at a time:
 * most of a plan is waiting for answers.
 */
final class AtOnce {
  /** Enough to keep a local planner and JobManager at work, and no burden to a remote one. */
  private static final int THREADS = 4;

  private AtOnce() {}

  /**
   * All answers, in the order of the questions.
   *
   * @throws RuntimeException that of the first question, in that order, that has none
   * @throws CancellationException when the calling thread is interrupted
   */
  static <T> List<T> all(List<Supplier<T>> questions) {
    try (ExecutorService executor =
        Executors.newFixedThreadPool(
            Math.clamp(questions.size(), 1, THREADS), Thread.ofVirtual().factory())) {
      List<Future<T>> futures = new ArrayList<>();
      for (Supplier<T> question : questions) {
        futures.add(executor.submit(question::get));
      }
      List<T> answers = new ArrayList<>();
      try {
        for (Future<T> future : futures) {
          answers.add(future.get());
        }
      } catch (ExecutionException e) {
        // Nobody wants the answers that are still to come.
        executor.shutdownNow();
        throw unwrapped(e);
      } catch (InterruptedException e) {
        executor.shutdownNow();
        Thread.currentThread().interrupt();
        throw (CancellationException)
            new CancellationException("planning was cut off").initCause(e);
      }
      return answers;
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }
}
