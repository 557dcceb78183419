package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.DbtTexts;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.query.QuerySubject;
import dev.millrace.engine.query.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Runs data tests against the target: each is a bounded query over what is there now.
 *
 * <p>A test passes only when its query ran to its end over at least one row; a test that met no row
 * says so.
 */
public final class DataTestSuite {
  private final AnalyzedProject project;
  private final Reader reader;
  private final Settings settings;
  private final Clock clock;

  /** Reads a query up to what is there now. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @throws MillraceException when the cluster refuses it
     */
    Snapshot read(QuerySubject subject, Duration timeout);
  }

  public DataTestSuite(AnalyzedProject project, Reader reader, Settings settings, Clock clock) {
    this.project = requireNonNull(project, "project");
    this.reader = requireNonNull(reader, "reader");
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Runs the tests, several at a time; never throws for a test that fails or cannot run.
   *
   * @return results in the order of the tests
   */
  public List<DataTestResult> run(List<DataTest> tests, DataTestListener listener) {
    ReentrantLock oneAtATime = new ReentrantLock();
    AtomicBoolean stop = new AtomicBoolean();
    DbtTexts texts = new DbtTexts(project.project());
    List<DataTestResult> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(settings.parallel())) {
      List<Future<DataTestResult>> running = new ArrayList<>();
      for (int index = 0; index < tests.size(); index++) {
        DataTest test = tests.get(index);
        int number = index + 1;
        // Templates are rendered by one thread: what they share is not made for several.
        DbtTexts.Result text = texts.of(test);
        running.add(
            executor.submit(
                () -> {
                  if (stop.get()) {
                    return DataTestResult.skipped(test, "Left out after the first failure");
                  }
                  tell(oneAtATime, () -> listener.started(number, tests.size(), test));
                  DataTestResult result = one(test, text);
                  if (result.failed() && settings.failFast()) {
                    stop.set(true);
                  }
                  tell(oneAtATime, () -> listener.finished(number, tests.size(), result));
                  return result;
                }));
      }
      for (int index = 0; index < tests.size(); index++) {
        results.add(await(tests.get(index), running.get(index), executor));
      }
    }
    return List.copyOf(results);
  }

  private DataTestResult one(DataTest test, DbtTexts.Result text) {
    Instant started = clock.instant();
    return switch (text) {
      case DbtTexts.Result.Failed failed ->
          error(test, List.of(failed.problem()), Optional.empty(), started);
      case DbtTexts.Result.Rendered rendered -> read(test, rendered.text().strip(), started);
    };
  }

  private DataTestResult read(DataTest test, String compiled, Instant started) {
    try {
      DataTestRules rules = DataTestRules.of(test.node());
      DataTestQuery query = DataTestQuery.of(project, test, compiled, rules);
      while (true) {
        Snapshot rows = reader.read(query.subject(), settings.timeout());
        if (rows.ending() != Snapshot.Ending.COMPLETE) {
          return error(test, List.of(tooLong()), Optional.of(compiled), started);
        }
        Map<String, Long> counts = query.rows(rows);
        boolean silent = isSilent(test, counts) && rules.noData() != DataTestRules.NoData.PASS;
        if (silent && since(started).compareTo(settings.patience()) < 0) {
          // A job that has just begun will have rows; the next read takes its time by itself.
          continue;
        }
        return judged(test, rules, query.failures(rows), counts, silent, compiled, started);
      }
    } catch (MillraceException e) {
      return error(test, e.problems(), Optional.of(compiled), started);
    } catch (RuntimeException e) {
      Problem problem = Problem.error(ProblemCode.INTERNAL, "The test could not be run: " + e);
      return error(test, List.of(problem), Optional.of(compiled), started);
    }
  }

  /** Whether what is tested holds nothing; of a test that names no one node, all that it reads. */
  private static boolean isSilent(DataTest test, Map<String, Long> rows) {
    Optional<String> attached = test.attached().filter(rows::containsKey);
    Set<String> tested = attached.isPresent() ? Set.of(attached.get()) : rows.keySet();
    return !rows.isEmpty() && tested.stream().allMatch(id -> rows.getOrDefault(id, 0L) == 0);
  }

  private DataTestResult judged(
      DataTest test,
      DataTestRules rules,
      long failures,
      Map<String, Long> rows,
      boolean silent,
      String compiled,
      Instant started) {
    DataTestResult.Status found = rules.status(failures);
    boolean nothing = silent && found == DataTestResult.Status.PASS;
    DataTestResult.Status status = nothing ? DataTestResult.Status.NO_DATA : found;
    boolean failed =
        status == DataTestResult.Status.FAIL
            || (nothing && rules.noData() == DataTestRules.NoData.ERROR);
    return new DataTestResult(
        test,
        status,
        failures,
        rows,
        failed,
        message(status, failures, rules, rows),
        List.of(),
        Optional.of(compiled),
        Optional.of(started),
        since(started),
        Thread.currentThread().getName());
  }

  private static String message(
      DataTestResult.Status status, long failures, DataTestRules rules, Map<String, Long> rows) {
    String got = "Got " + failures + (failures == 1 ? " result" : " results");
    return switch (status) {
      case FAIL -> got + ", configured to fail if " + rules.errorIf().text();
      case WARN -> got + ", configured to warn if " + rules.warnIf().text();
      case NO_DATA ->
          "No data: there was no row in "
              + rows.keySet().stream()
                  .map(id -> "`" + id.substring(id.lastIndexOf('.') + 1) + "`")
                  .collect(Collectors.joining(", "));
      case PASS, ERROR, SKIPPED -> "";
    };
  }

  private Problem tooLong() {
    return Problem.error(
            ProblemCode.STATEMENT_FAILED,
            "The test did not read to its end within " + settings.timeout().toSeconds() + " s")
        .remedy("Narrow it with `where`, or give it more time with --seconds");
  }

  private DataTestResult error(
      DataTest test, List<Problem> problems, Optional<String> compiled, Instant started) {
    return new DataTestResult(
        test,
        DataTestResult.Status.ERROR,
        0,
        Map.of(),
        true,
        problems.getFirst().describe(),
        problems,
        compiled,
        Optional.of(started),
        since(started),
        Thread.currentThread().getName());
  }

  private DataTestResult await(
      DataTest test, Future<DataTestResult> result, ExecutorService executor) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
      Problem problem = Problem.error(ProblemCode.STATEMENT_FAILED, "The test was cancelled");
      return error(test, List.of(problem), Optional.empty(), clock.instant());
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

  private Duration since(Instant started) {
    return Duration.between(started, clock.instant());
  }

  /**
   * How to run.
   *
   * @param parallel tests at a time
   * @param timeout of one read
   * @param patience how long a test that meets no row is run again; zero for one read
   * @param failFast whether no test begins after one has failed
   */
  public record Settings(int parallel, Duration timeout, Duration patience, boolean failFast) {
    public static final Settings DEFAULT =
        new Settings(2, Duration.ofSeconds(60), Duration.ZERO, false);

    public Settings {
      requireNonNull(timeout, "timeout");
      requireNonNull(patience, "patience");
      if (parallel < 1) {
        throw new IllegalArgumentException("at least one test must run at a time");
      }
    }
  }
}
