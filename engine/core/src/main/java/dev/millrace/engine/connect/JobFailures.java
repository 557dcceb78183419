package dev.millrace.engine.connect;

import java.util.List;

/**
 * Why a job fails or failed.
 *
 * @param restarts number of restarts so far
 * @param causes root causes, newest first, each one line in Flink's words
 */
public record JobFailures(long restarts, List<String> causes) {
  public JobFailures {
    causes = List.copyOf(causes);
  }
}
