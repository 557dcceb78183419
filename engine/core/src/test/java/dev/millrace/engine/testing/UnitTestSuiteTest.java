package dev.millrace.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import dev.millrace.engine.connect.UnitTestRunner;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.UnitTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnitTestSuiteTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("customer", "INT NOT NULL"),
          new Column("total", "DECIMAL(10, 2)"),
          new Column("city", "STRING"));

  @Test
  void aTestPassesWhenTheFoldedRowsAreAsExpectedInAnyOrder() {
    UnitTestResult result =
        run(
            test(expected(2, "5", "Rome"), expected(1, "7.5", "Oslo")),
            change(RowKind.INSERT, 1, "5.00", "Oslo"),
            change(RowKind.INSERT, 2, "5.00", "Rome"),
            change(RowKind.UPDATE_BEFORE, 1, "5.00", "Oslo"),
            change(RowKind.UPDATE_AFTER, 1, "7.50", "Oslo"));

    assertThat(result.status()).isEqualTo(UnitTestResult.Status.PASS);
    assertThat(result.diff().orElseThrow().matchingRows()).isEqualTo(2);
  }

  @Test
  void columnsThatNoExpectedRowNamesAreNotCompared() {
    UnitTestResult result =
        run(test(Map.of("customer", 1)), change(RowKind.INSERT, 1, "5.00", "anywhere"));

    assertThat(result.status()).isEqualTo(UnitTestResult.Status.PASS);
    assertThat(result.diff().orElseThrow().columns()).containsExactly("customer");
  }

  @Test
  void aColumnThatOnlyOtherExpectedRowsNameIsExpectedToBeNull() {
    UnitTestResult result =
        run(
            test(expected(1, "5", "Oslo"), Map.of("customer", 2)),
            change(RowKind.INSERT, 1, "5.00", "Oslo"),
            change(RowKind.INSERT, 2, "6.00", null));

    assertThat(result.diff().orElseThrow().lines())
        .singleElement()
        .isInstanceOfSatisfying(
            RowDiff.Line.Changed.class,
            line ->
                assertThat(line.cells().get(1))
                    .isEqualTo(new RowDiff.Cell(Optional.of("NULL"), Optional.of("6.00"), true)));
  }

  @Test
  void equalRowsAreCounted() {
    UnitTestResult result =
        run(
            test(expected(1, "5", "Oslo"), expected(1, "5", "Oslo")),
            change(RowKind.INSERT, 1, "5.00", "Oslo"));

    assertThat(result.diff().orElseThrow().lines())
        .singleElement()
        .isInstanceOf(RowDiff.Line.Missing.class);
  }

  @Test
  void rowsOfTheSameKeyAreTheSameRow() {
    UnitTestResult result =
        run(
            List.of("customer"),
            test(expected(1, "5", "Oslo"), expected(2, "5", "Rome")),
            change(RowKind.INSERT, 1, "9.00", "Paris"),
            change(RowKind.INSERT, 3, "5.00", "Rome"));

    assertThat(result.diff().orElseThrow().lines())
        .satisfiesExactly(
            line -> assertThat(line).isInstanceOf(RowDiff.Line.Changed.class),
            line -> assertThat(line).isInstanceOf(RowDiff.Line.Missing.class),
            line -> assertThat(line).isInstanceOf(RowDiff.Line.Unexpected.class));
  }

  @Test
  void withoutAKeyTheMostSimilarRowsArePaired() {
    UnitTestResult result =
        run(
            test(expected(1, "5", "Oslo"), expected(2, "6", "Rome")),
            change(RowKind.INSERT, 2, "7.00", "Rome"),
            change(RowKind.INSERT, 1, "5.00", "Bergen"));

    assertThat(UnitTestWriter.failures(report(result), 0))
        .contains("| ~ | 1        | 5.00      | Oslo -> Bergen |")
        .contains("| ~ | 2        | 6 -> 7.00 | Rome           |");
  }

  @Test
  void nothingAgainstExpectedRowsFails() {
    UnitTestResult result = run(test(expected(1, "5", "Oslo")));

    assertThat(result.status()).isEqualTo(UnitTestResult.Status.FAIL);
  }

  @Test
  void rowsAgainstAnEmptyExpectationFail() {
    UnitTestResult result = run(test(), change(RowKind.INSERT, 1, "5.00", "Oslo"));

    assertThat(result.status()).isEqualTo(UnitTestResult.Status.FAIL);
    assertThat(result.diff().orElseThrow().columns()).containsExactly("customer", "total", "city");
  }

  @Test
  void expectedRowsWithoutAColumnAreAnErrorAndNotAPass() {
    UnitTestResult result = run(test(Map.of()), change(RowKind.INSERT, 1, "5.00", "Oslo"));

    assertThat(result.status()).isEqualTo(UnitTestResult.Status.ERROR);
    assertThat(result.problems().getFirst().code()).isEqualTo(ProblemCode.UNIT_TEST_INVALID);
  }

  @Test
  void anUnknownExpectedColumnIsAnErrorThatNamesTheKnownOnes() {
    UnitTestResult result = run(test(Map.of("totl", 5)), change(RowKind.INSERT, 1, "5.00", "Oslo"));

    assertThat(result.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.describe())
                    .contains("models/m.yml:3:5", "`totl`", "customer, total, city"));
  }

  @Test
  void aQueryThatFailsIsAnErrorEvenWhenNothingWasExpected() {
    UnitTestRunner failing =
        (given, setup, query, timeout) -> {
          throw new MillraceException(Problem.error(ProblemCode.STATEMENT_FAILED, "division by 0"));
        };

    UnitTestResult result = runOne(failing, PreparedUnitTest.Comparison.FINAL_ROWS, test());

    assertThat(result.status()).isEqualTo(UnitTestResult.Status.ERROR);
    assertThat(result.problems().getFirst().message()).isEqualTo("division by 0");
  }

  @Test
  void anUnforeseenFailureIsAnError() {
    UnitTestRunner failing =
        (given, setup, query, timeout) -> {
          throw new IllegalStateException("boom");
        };

    assertThat(runOne(failing, PreparedUnitTest.Comparison.FINAL_ROWS, test()).status())
        .isEqualTo(UnitTestResult.Status.ERROR);
  }

  @Test
  void aChangelogIsComparedInOrder() {
    Row inserted = change(RowKind.INSERT, 1, "5.00", "Oslo");
    Row updated = change(RowKind.UPDATE_AFTER, 1, "6.00", "Oslo");
    Map<String, @Nullable Object> first = Map.of("_kind", "+I", "total", 5);
    Map<String, @Nullable Object> second = Map.of("_kind", "+U", "total", 6);

    assertThat(changelog(test(first, second), inserted, updated).status())
        .isEqualTo(UnitTestResult.Status.PASS);
    assertThat(changelog(test(second, first), inserted, updated).status())
        .isEqualTo(UnitTestResult.Status.FAIL);
  }

  @Test
  void testsRunAtTheSameTimeAndAreReportedInTheirOrder() {
    CountDownLatch bothRunning = new CountDownLatch(2);
    UnitTestRunner runner =
        (given, setup, query, timeout) -> {
          bothRunning.countDown();
          await(bothRunning);
          return new UnitTestRunner.Result(COLUMNS, List.of());
        };
    List<UnitTest> tests =
        IntStream.range(0, 2).mapToObj(number -> named("test" + number)).toList();
    List<String> told = new ArrayList<>();
    AtomicInteger inside = new AtomicInteger();
    UnitTestListener listener =
        new UnitTestListener() {
          @Override
          public void started(int number, int total, UnitTest test) {
            tell("started");
          }

          @Override
          public void finished(int number, int total, UnitTestResult result) {
            tell("finished");
          }

          private void tell(String what) {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            told.add(what);
            inside.decrementAndGet();
          }
        };

    UnitTestReport report =
        new UnitTestSuite(
                runner,
                test -> prepared(List.of(), PreparedUnitTest.Comparison.FINAL_ROWS),
                UnitTestSuite.Settings.DEFAULT)
            .run(tests, listener);

    assertThat(report.results())
        .extracting(result -> result.test().name())
        .containsExactly("test0", "test1");
    assertThat(told).containsOnly("started", "finished").hasSize(4);
    assertThat(report.exitCode()).isZero();
  }

  @Test
  void theReportSaysWhatFailed() {
    UnitTestResult failed =
        run(test(expected(1, "5", "Oslo")), change(RowKind.INSERT, 1, "6.00", "Oslo"));
    UnitTestReport report = report(failed);

    assertThat(UnitTestWriter.summary(report))
        .isEqualTo("Done. PASS=0 WARN=0 ERROR=1 SKIP=0 NO-OP=0 TOTAL=1");
    assertThat(UnitTestWriter.finished(1, 1, failed))
        .startsWith("1 of 1 FAIL 1 totals::adds_up .....")
        .endsWith("s]")
        .hasSize(80);
    assertThat(UnitTestWriter.failures(report, 0))
        .isEqualTo(
            """
            Failure in unit_test adds_up (models/m.yml:3:5)
              expected 1 row, found 1 row, 0 as expected
              ~ changed (expected -> found)   - missing   + not expected
              |   | customer | total     | city |
              | - | -------- | --------- | ---- |
              | ~ | 1        | 5 -> 6.00 | Oslo |
            """);
    assertThat(UnitTestWriter.json(report))
        .contains("\"status\" : \"fail\"", "\"expected\" : \"5\"", "\"actual\" : \"6.00\"");
    assertThat(report.exitCode()).isEqualTo(1);
  }

  private static UnitTestResult run(UnitTest test, Row... changelog) {
    return run(List.of(), test, changelog);
  }

  private static UnitTestResult run(List<String> key, UnitTest test, Row... changelog) {
    return new UnitTestSuite(
            (given, setup, query, timeout) ->
                new UnitTestRunner.Result(COLUMNS, List.of(changelog)),
            any -> prepared(key, PreparedUnitTest.Comparison.FINAL_ROWS),
            UnitTestSuite.Settings.DEFAULT)
        .run(List.of(test), UnitTestListener.NONE)
        .results()
        .getFirst();
  }

  private static UnitTestResult changelog(UnitTest test, Row... changelog) {
    return runOne(
        (given, setup, query, timeout) -> new UnitTestRunner.Result(COLUMNS, List.of(changelog)),
        PreparedUnitTest.Comparison.CHANGELOG,
        test);
  }

  private static UnitTestResult runOne(
      UnitTestRunner runner, PreparedUnitTest.Comparison comparison, UnitTest test) {
    return new UnitTestSuite(
            runner, any -> prepared(List.of(), comparison), UnitTestSuite.Settings.DEFAULT)
        .run(List.of(test), UnitTestListener.NONE)
        .results()
        .getFirst();
  }

  private static PreparedUnitTest prepared(
      List<String> key, PreparedUnitTest.Comparison comparison) {
    return new PreparedUnitTest(List.of(), List.of(), "SELECT 1", key, comparison);
  }

  private static UnitTestReport report(UnitTestResult result) {
    return new UnitTestReport(List.of(result), Duration.ofMillis(1_250));
  }

  @SafeVarargs
  private static UnitTest test(Map<String, @Nullable Object>... expect) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Map<String, @Nullable Object> row : expect) {
      rows.add(row);
    }
    return new UnitTest(
        "unit_test.shop.totals.adds_up",
        "adds_up",
        "model.shop.totals",
        "",
        new SourcePosition("models/m.yml", 3, 5),
        Map.of(),
        rows,
        Map.of());
  }

  private static UnitTest named(String name) {
    UnitTest test = test();
    return new UnitTest(
        "unit_test.shop.totals." + name,
        name,
        test.model(),
        "",
        test.position(),
        Map.of(),
        List.of(),
        Map.of());
  }

  private static Map<String, @Nullable Object> expected(int customer, String total, String city) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("customer", customer);
    row.put("total", new BigDecimal(total));
    row.put("city", city);
    return row;
  }

  private static Row change(RowKind kind, int customer, String total, @Nullable String city) {
    List<@Nullable Object> values = new ArrayList<>();
    Collections.addAll(values, customer, new BigDecimal(total), city);
    return new Row(kind, values);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
