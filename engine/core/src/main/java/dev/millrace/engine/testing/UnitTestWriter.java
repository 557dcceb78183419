package dev.millrace.engine.testing;

import static dev.millrace.engine.query.TableRenderer.Heading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.query.TableRenderer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the results of unit tests for people and programs. */
public final class UnitTestWriter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LINE_WIDTH = 80;
  private static final int MOST_LINES = 50;

  private UnitTestWriter() {}

  /** dbt's line at the start of a test, without the time of day. */
  public static String started(int number, int total, UnitTest test) {
    return dotted(number + " of " + total + " START unit_test " + title(test), "[RUN]");
  }

  /** dbt's line at its end, without the time of day. */
  public static String finished(int number, int total, UnitTestResult result) {
    String status =
        switch (result.status()) {
          case PASS -> "PASS";
          case FAIL -> "FAIL " + differences(result);
          case ERROR -> "ERROR";
        };
    return dotted(
        number + " of " + total + " " + status + " " + title(result.test()),
        "[" + status + " in " + seconds(result.elapsed()) + "s]");
  }

  /**
   * Why tests did not pass, with diffs; empty when all did.
   *
   * @param width of the terminal in columns; 0 for no limit
   */
  public static String failures(UnitTestReport report, int width) {
    return report.results().stream()
        .filter(result -> result.status() != UnitTestResult.Status.PASS)
        .map(result -> failure(result, width))
        .collect(Collectors.joining("\n"));
  }

  /** dbt's last line. */
  public static String summary(UnitTestReport report) {
    return "Done. PASS="
        + report.count(UnitTestResult.Status.PASS)
        + " WARN=0 ERROR="
        + (report.count(UnitTestResult.Status.FAIL) + report.count(UnitTestResult.Status.ERROR))
        + " SKIP=0 NO-OP=0 TOTAL="
        + report.results().size();
  }

  /** The report as one JSON object, pretty-printed. */
  public static String json(UnitTestReport report) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node(report));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON values can always be written", e);
    }
  }

  /**
   * The report as a JSON tree: {@code passed}, {@code failed}, {@code errors}, {@code
   * elapsed_seconds} and {@code results} with the differing rows of each.
   */
  public static ObjectNode node(UnitTestReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("passed", report.count(UnitTestResult.Status.PASS));
    root.put("failed", report.count(UnitTestResult.Status.FAIL));
    root.put("errors", report.count(UnitTestResult.Status.ERROR));
    root.put("elapsed_seconds", decimalSeconds(report.elapsed()));
    ArrayNode results = root.putArray("results");
    report.results().forEach(result -> results.add(node(result)));
    return root;
  }

  private static ObjectNode node(UnitTestResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("unique_id", result.test().uniqueId());
    node.put("name", result.test().name());
    node.put("model", result.test().model());
    node.put("status", result.status().name().toLowerCase(Locale.ROOT));
    node.put("execution_time", decimalSeconds(result.elapsed()));
    result
        .diff()
        .ifPresent(
            diff -> {
              node.put("expected_rows", diff.expectedRows());
              node.put("actual_rows", diff.actualRows());
              node.put("matching_rows", diff.matchingRows());
              ArrayNode lines = node.putArray("differences");
              diff.lines().forEach(line -> lines.add(node(diff.columns(), line)));
            });
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

  private static ObjectNode node(List<String> columns, RowDiff.Line line) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put(
        "kind",
        switch (line) {
          case RowDiff.Line.Changed ignored -> "changed";
          case RowDiff.Line.Missing ignored -> "missing";
          case RowDiff.Line.Unexpected ignored -> "unexpected";
        });
    ArrayNode cells = node.putArray("cells");
    for (int index = 0; index < columns.size(); index++) {
      RowDiff.Cell cell = line.cells().get(index);
      ObjectNode entry = cells.addObject();
      entry.put("column", columns.get(index));
      cell.expected().ifPresent(expected -> entry.put("expected", expected));
      cell.actual().ifPresent(actual -> entry.put("actual", actual));
      entry.put("differs", cell.differs());
    }
    return node;
  }

  private static String failure(UnitTestResult result, int width) {
    String what = result.status() == UnitTestResult.Status.FAIL ? "Failure" : "Error";
    StringBuilder text = new StringBuilder();
    text.append(what).append(" in unit_test ").append(result.test().name());
    text.append(" (").append(result.test().position()).append(")\n");
    result.problems().forEach(problem -> text.append("  ").append(problem.describe()).append('\n'));
    result.diff().ifPresent(diff -> appendDiff(text, diff, width));
    return text.toString();
  }

  private static void appendDiff(StringBuilder text, RowDiff diff, int width) {
    text.append("  expected ").append(rows(diff.expectedRows()));
    text.append(", found ").append(rows(diff.actualRows()));
    text.append(", ").append(diff.matchingRows()).append(" as expected\n");
    text.append("  ~ changed (expected -> found)   - missing   + not expected\n");
    List<Heading> headings = new ArrayList<>();
    headings.add(new Heading("", false));
    diff.columns().forEach(column -> headings.add(new Heading(column, false)));
    List<List<String>> lines =
        diff.lines().stream().limit(MOST_LINES).map(UnitTestWriter::cells).toList();
    String table = TableRenderer.render(headings, lines, width == 0 ? 0 : width - 2);
    text.append(table.indent(2));
    int more = diff.lines().size() - lines.size();
    if (more > 0) {
      text.append("  and ").append(rows(more)).append(" more that differ\n");
    }
  }

  private static List<String> cells(RowDiff.Line line) {
    List<String> cells = new ArrayList<>();
    cells.add(
        switch (line) {
          case RowDiff.Line.Changed ignored -> "~";
          case RowDiff.Line.Missing ignored -> "-";
          case RowDiff.Line.Unexpected ignored -> "+";
        });
    line.cells().forEach(cell -> cells.add(text(cell)));
    return cells;
  }

  private static String text(RowDiff.Cell cell) {
    String actual = cell.actual().orElse("");
    String expected = cell.expected().orElse("");
    if (cell.actual().isEmpty() || cell.expected().isEmpty()) {
      return expected + actual;
    }
    if (!cell.differs()) {
      return actual;
    }
    // Text that looks like another type's value must not look equal to it.
    return expected.equals(actual)
        ? "\"" + expected + "\" -> " + actual
        : expected + " -> " + actual;
  }

  private static String rows(int count) {
    return count + (count == 1 ? " row" : " rows");
  }

  private static int differences(UnitTestResult result) {
    return result.diff().map(diff -> diff.lines().size()).orElse(0);
  }

  private static String title(UnitTest test) {
    String model = test.model().substring(test.model().lastIndexOf('.') + 1);
    return model + "::" + test.name();
  }

  static String dotted(String start, String end) {
    int dots = Math.max(3, LINE_WIDTH - start.length() - end.length() - 2);
    return start + " " + ".".repeat(dots) + " " + end;
  }

  static String seconds(Duration elapsed) {
    return String.format(Locale.ROOT, "%.2f", decimalSeconds(elapsed));
  }

  static double decimalSeconds(Duration elapsed) {
    return elapsed.toMillis() / 1000.0;
  }
}
