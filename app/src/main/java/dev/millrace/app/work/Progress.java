package dev.millrace.app.work;

import java.util.concurrent.CancellationException;

/** What a piece of work tells while it runs; from any thread. */
public interface Progress {
  /** Says in a few words what is being done now. */
  void says(String message);

  /**
   * Says how much is done.
   *
   * @param share between 0 and 1; negative when nobody can tell
   */
  void done(double share);

  /** Whether the user no longer wants it. Its thread is interrupted as well. */
  boolean isCancelled();

  /** Stops here when the user no longer wants it. */
  default void checkCancelled() {
    if (isCancelled()) {
      throw new CancellationException();
    }
  }
}
