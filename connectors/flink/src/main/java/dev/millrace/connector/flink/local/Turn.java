package dev.millrace.connector.flink.local;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Lets one caller at a time start or end a process, across all processes of this machine.
 *
 * @param what {@code sidecar} or {@code broker}
 * @param folder where that process keeps its files
 */
record Turn(String what, Path folder) {
  /** Longer than the longest start. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  /**
   * Does the work when it is our turn.
   *
   * @throws MillraceException LOCKED when the turn does not come, LOCAL_START_FAILED when the
   *     folder cannot be used or the thread is interrupted
   */
  @SuppressWarnings("try") // The lock is held, not used.
  <T> T take(Work<T> work) {
    LocalFolders.make(folder);
    try (FolderLock lock =
        FolderLock.take(folder.resolve("start.lock"), LONGEST).orElseThrow(this::tooLong)) {
      return work.run();
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.LOCAL_START_FAILED,
                  "The " + what + "'s folder " + folder + " cannot be used")
              .remedy("Check that it is yours and that its disk works"),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MillraceException(
          Problem.error(ProblemCode.LOCAL_START_FAILED, "The start was cancelled"), e);
    }
  }

  private MillraceException tooLong() {
    return new MillraceException(
        Problem.error(
                ProblemCode.LOCKED,
                "Another millrace has been starting or stopping the "
                    + what
                    + " for "
                    + LONGEST.toMinutes()
                    + " minutes")
            .remedy("Wait for it to end, or end it"));
  }

  /** What is done meanwhile. */
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }
}
