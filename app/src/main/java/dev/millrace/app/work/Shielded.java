package dev.millrace.app.work;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Keeps the interruption of a work away from calls that would be cut off by it in the middle of an
 * exchange with a cluster, and leave there what nobody ends.
 */
public final class Shielded {
  private Shielded() {}

  /**
   * Runs the call on a thread of its own and waits for it.
   *
   * @param asked called on the waiting thread when it is interrupted: the call should end soon
   */
  public static <T> T call(Callable<T> call, Runnable asked) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name(Thread.currentThread().getName())
        .start(
            () -> {
              try {
                result.complete(call.call());
              } catch (Exception | Error e) {
                result.completeExceptionally(e);
              }
            });
    while (true) {
      try {
        return result.get();
      } catch (InterruptedException e) {
        asked.run();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw e;
      }
    }
  }
}
