package dev.millrace.sidecar.planner;

import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.AnalyzeResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last answers about whole projects. A request says all that the answer depends on, but for the
 * class path of this JVM, so an equal request has an equal answer: who deploys a project again in
 * which nothing has changed does not wait for the planner.
 *
 * <p>Used by one thread.
 */
final class LastAnalyses {
  /** One project has several targets, and each is asked about as a whole and for types alone. */
  private static final int MOST = 6;

  private final Deque<Map.Entry<AnalyzeRequest, AnalyzeResponse>> answers = new ArrayDeque<>();

  /** The answer to an equal request, or null. */
  @Nullable AnalyzeResponse of(AnalyzeRequest request) {
    for (Map.Entry<AnalyzeRequest, AnalyzeResponse> answer : answers) {
      if (answer.getKey().equals(request)) {
        return answer.getValue();
      }
    }
    return null;
  }

  /** Keeps a complete answer; the oldest one is given up for it. */
  void keep(AnalyzeRequest request, AnalyzeResponse answer) {
    answers.addFirst(Map.entry(request, answer));
    if (answers.size() > MOST) {
      answers.removeLast();
    }
  }
}
