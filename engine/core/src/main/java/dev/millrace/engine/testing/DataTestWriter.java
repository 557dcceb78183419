package dev.millrace.engine.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.DataTest;
import java.util.List;
import java.util.Locale;

/** Writes the results of data tests for people and programs. */
public final class DataTestWriter {
  private DataTestWriter() {}

  /** dbt's line at the start of a test, without the time of day. */
  public static String started(int number, int total, DataTest test) {
    return UnitTestWriter.dotted(
        number + " of " + total + " START test " + test.node().name(), "[RUN]");
  }

  /** dbt's line at its end, without the time of day. */
  public static String finished(int number, int total, DataTestResult result) {
    String status =
        switch (result.status()) {
          case PASS -> "PASS";
          case WARN -> "WARN " + result.failures();
          case FAIL -> "FAIL " + result.failures();
          case NO_DATA -> "NO DATA";
          case ERROR -> "ERROR";
          case SKIPPED -> "SKIP";
        };
    return UnitTestWriter.dotted(
        number + " of " + total + " " + status + " " + result.test().node().name(),
        "[" + status + " in " + UnitTestWriter.seconds(result.elapsed()) + "s]");
  }

  /** What a reader should know beside the line; empty for a test that passes. */
  public static String detail(DataTestResult result) {
    StringBuilder text = new StringBuilder(result.message());
    if (result.status() == DataTestResult.Status.FAIL
        || result.status() == DataTestResult.Status.WARN) {
      text.append(", of ").append(result.rowsSeen()).append(" rows read");
    }
    for (Problem problem : result.problems().stream().skip(1).toList()) {
      text.append('\n').append(problem.describe());
    }
    return text.toString();
  }

  /**
   * The results as a JSON array: {@code unique_id, name, status, failures, rows, failed, message,
   * execution_time, compiled_sql} and {@code problems} of each.
   */
  public static ArrayNode nodes(List<DataTestResult> results) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    results.forEach(result -> all.add(node(result)));
    return all;
  }

  private static ObjectNode node(DataTestResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("unique_id", result.test().node().uniqueId());
    node.put("name", result.test().node().name());
    node.put("status", result.status().name().toLowerCase(Locale.ROOT));
    node.put("failures", result.failures());
    ObjectNode rows = node.putObject("rows");
    result.rows().forEach(rows::put);
    node.put("failed", result.failed());
    node.put("message", result.message());
    node.put("execution_time", UnitTestWriter.decimalSeconds(result.elapsed()));
    node.put("compiled_sql", result.compiled().orElse(null));
    ArrayNode problems = node.putArray("problems");
    for (Problem problem : result.problems()) {
      ObjectNode entry = problems.addObject();
      entry.put("code", problem.code().code());
      entry.put("message", problem.message());
      entry.put("position", problem.position().map(Object::toString).orElse(null));
      entry.put("remedy", problem.remedy().orElse(null));
    }
    return node;
  }
}
