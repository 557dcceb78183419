package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.UnitTestRunner;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.query.ChangelogFold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs unit tests and compares what they yield with what they expect.
 *
 * <p>A test passes only when its query ran to the end and its rows were compared and found equal in
 * at least one column; anything else fails or is an error.
 */
public final class UnitTestSuite {
  /** The column of expected rows that names the kind of change, when changelogs are compared. */
  public static final String KIND_COLUMN = "_kind";

  private final UnitTestRunner runner;
  private final UnitTestSource source;
  private final Settings settings;

  public UnitTestSuite(UnitTestRunner runner, UnitTestSource source, Settings settings) {
    this.runner = requireNonNull(runner, "runner");
    this.source = requireNonNull(source, "source");
    this.settings = requireNonNull(settings, "settings");
  }

  /**
   * Runs the tests, several at a time; never throws for a test that fails or cannot run. When the
   * calling thread is interrupted, tests that have not ended count as errors.
   */
  public UnitTestReport run(List<UnitTest> tests, UnitTestListener listener) {
    long started = System.nanoTime();
    ReentrantLock oneAtATime = new ReentrantLock();
    List<UnitTestResult> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(settings.parallel())) {
      List<Future<UnitTestResult>> running = new ArrayList<>();
      for (int index = 0; index < tests.size(); index++) {
        UnitTest test = tests.get(index);
        int number = index + 1;
        running.add(
            executor.submit(
                () -> {
                  tell(oneAtATime, () -> listener.started(number, tests.size(), test));
                  UnitTestResult result = runOne(test);
                  tell(oneAtATime, () -> listener.finished(number, tests.size(), result));
                  return result;
                }));
      }
      for (int index = 0; index < tests.size(); index++) {
        results.add(await(tests.get(index), running.get(index), executor));
      }
    }
    return new UnitTestReport(results, since(started));
  }

  private UnitTestResult runOne(UnitTest test) {
    long started = System.nanoTime();
    try {
      requireComparable(test);
      PreparedUnitTest prepared = source.prepare(test);
      UnitTestRunner.Result result =
          runner.run(prepared.given(), prepared.setup(), prepared.query(), settings.timeout());
      RowDiff diff = compare(test, prepared, result);
      UnitTestResult.Status status =
          diff.isEmpty() ? UnitTestResult.Status.PASS : UnitTestResult.Status.FAIL;
      return new UnitTestResult(test, status, Optional.of(diff), List.of(), since(started));
    } catch (MillraceException e) {
      return error(test, e.problems(), since(started));
    } catch (RuntimeException e) {
      Problem problem = Problem.error(ProblemCode.INTERNAL, "The test could not be run: " + e);
      return error(test, List.of(problem), since(started));
    }
  }

  private static void requireComparable(UnitTest test) {
    // Rows without columns would equal any rows.
    if (!test.expect().isEmpty() && expectedColumns(test).isEmpty()) {
      throw new MillraceException(
          Problem.error(ProblemCode.UNIT_TEST_INVALID, "The expected rows name no column")
              .remedy("Give at least one column in `expect`, or `rows: []` to expect no rows"));
    }
  }

  private static RowDiff compare(
      UnitTest test, PreparedUnitTest prepared, UnitTestRunner.Result result) {
    List<String> names = new ArrayList<>(result.columns().stream().map(Column::name).toList());
    List<List<@Nullable Object>> actual =
        switch (prepared.comparison()) {
          case FINAL_ROWS -> finalRows(result.changelog());
          case CHANGELOG -> {
            names.addFirst(KIND_COLUMN);
            yield changes(result.changelog());
          }
        };
    List<String> columns =
        test.expect().isEmpty() ? List.copyOf(names) : List.copyOf(expectedColumns(test));
    requireKnown(columns, names);

    List<List<@Nullable Object>> expectedCells =
        test.expect().stream().map(row -> cells(row, columns)).toList();
    List<List<@Nullable Object>> actualCells =
        actual.stream().map(row -> cells(row, columns, names)).toList();
    RowComparison comparison =
        new RowComparison(columns, prepared.key(), expectedCells, actualCells);
    return switch (prepared.comparison()) {
      case FINAL_ROWS -> comparison.asMultisets();
      case CHANGELOG -> comparison.asSequences();
    };
  }

  private static List<List<@Nullable Object>> finalRows(List<Row> changelog) {
    ChangelogFold fold = ChangelogFold.keyless();
    changelog.forEach(fold::apply);
    return fold.rows();
  }

  private static List<List<@Nullable Object>> changes(List<Row> changelog) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row change : changelog) {
      List<@Nullable Object> row = new ArrayList<>(change.values());
      row.addFirst(change.kind().sign());
      rows.add(row);
    }
    return rows;
  }

  private static Set<String> expectedColumns(UnitTest test) {
    Set<String> columns = new LinkedHashSet<>();
    test.expect().forEach(row -> columns.addAll(row.keySet()));
    return columns;
  }

  private static void requireKnown(List<String> columns, List<String> known) {
    String unknown =
        columns.stream()
            .filter(column -> !known.contains(column))
            .map(column -> "`" + column + "`")
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.UNIT_TEST_INVALID,
                  "The expected rows name " + unknown + ", which the model does not have")
              .remedy("Its columns are " + String.join(", ", known)));
    }
  }

  private static List<@Nullable Object> cells(
      Map<String, @Nullable Object> row, List<String> columns) {
    List<@Nullable Object> cells = new ArrayList<>(columns.size());
    columns.forEach(column -> cells.add(row.get(column)));
    return cells;
  }

  private static List<@Nullable Object> cells(
      List<@Nullable Object> row, List<String> columns, List<String> names) {
    List<@Nullable Object> cells = new ArrayList<>(columns.size());
    columns.forEach(column -> cells.add(row.get(names.indexOf(column))));
    return cells;
  }

  private static UnitTestResult await(
      UnitTest test, Future<UnitTestResult> result, ExecutorService executor) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
      Problem problem = Problem.error(ProblemCode.STATEMENT_FAILED, "The test was cancelled");
      return error(test, List.of(problem), Duration.ZERO);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a listener or the machine failed", e.getCause());
    }
  }

  private static void tell(ReentrantLock oneAtATime, Runnable call) {
    oneAtATime.lock();
    try {
      call.run();
    } finally {
      oneAtATime.unlock();
    }
  }

  private static UnitTestResult error(UnitTest test, List<Problem> problems, Duration elapsed) {
    List<Problem> placed =
        problems.stream()
            .map(problem -> problem.position().isPresent() ? problem : problem.at(test.position()))
            .toList();
    return new UnitTestResult(test, UnitTestResult.Status.ERROR, Optional.empty(), placed, elapsed);
  }

  private static Duration since(long startedNanos) {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /**
   * How to run.
   *
   * @param parallel tests at a time
   * @param timeout of one test
   */
  public record Settings(int parallel, Duration timeout) {
    public static final Settings DEFAULT = new Settings(2, Duration.ofSeconds(60));

    public Settings {
      requireNonNull(timeout, "timeout");
      if (parallel < 1) {
        throw new IllegalArgumentException("at least one test must run at a time");
      }
    }
  }
}
