package dev.millrace.connector.flink.jobmanager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.rest.CauseChain;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code /jobs/:id/exceptions}. */
final class ExceptionHistory {
  private ExceptionHistory() {}

  /** Root causes in one line each, newest first; a loop of the same cause is named once. */
  static List<String> read(JsonNode exceptions) {
    Set<String> causes = new LinkedHashSet<>();
    for (JsonNode entry : exceptions.path("exceptionHistory").path("entries")) {
      add(causes, entry.path("stacktrace").asText());
      for (JsonNode concurrent : entry.path("concurrentExceptions")) {
        add(causes, concurrent.path("stacktrace").asText());
      }
    }
    if (causes.isEmpty()) {
      add(causes, exceptions.path("root-exception").asText());
    }
    return List.copyOf(causes);
  }

  private static void add(Set<String> causes, String trace) {
    if (!trace.isBlank() && !trace.equals("null")) {
      causes.add(CauseChain.of(trace).rootCause().lines().findFirst().orElse("no cause was given"));
    }
  }
}
