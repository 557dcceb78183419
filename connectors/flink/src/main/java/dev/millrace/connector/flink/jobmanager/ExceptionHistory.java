package dev.millrace.connector.flink.jobmanager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.rest.CauseChain;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code /jobs/:id/exceptions}. */
final class ExceptionHistory {
  /** What follows the names of a task's operators. */
  private static final Pattern ATTEMPT = Pattern.compile(" \\(\\d+/\\d+\\).*$");

  private ExceptionHistory() {}

  /** Root causes in one line each, newest first; a loop of the same cause is named once. */
  static List<String> read(JsonNode exceptions) {
    Set<String> causes = new LinkedHashSet<>();
    for (JsonNode entry : exceptions.path("exceptionHistory").path("entries")) {
      add(causes, entry);
      for (JsonNode concurrent : entry.path("concurrentExceptions")) {
        add(causes, concurrent);
      }
    }
    String root = exceptions.path("root-exception").asText();
    if (causes.isEmpty() && isTrace(root)) {
      causes.add(CauseChain.of(root).rootCauseWithSubject());
    }
    return List.copyOf(causes);
  }

  private static void add(Set<String> causes, JsonNode entry) {
    String trace = entry.path("stacktrace").asText();
    if (!isTrace(trace)) {
      return;
    }
    CauseChain chain = CauseChain.of(trace);
    String cause = chain.rootCauseWithSubject();
    String task = entry.path("taskName").asText();
    // State that is asked for late is refused without a word about whose it is.
    boolean nameless = chain.isRestoreFailure() && cause.equals(chain.rootCause());
    causes.add(
        nameless && !task.isEmpty() && !task.equals("null")
            ? "Task " + ATTEMPT.matcher(task).replaceFirst("") + ": " + cause
            : cause);
  }

  private static boolean isTrace(String text) {
    return !text.isBlank() && !text.equals("null");
  }
}
