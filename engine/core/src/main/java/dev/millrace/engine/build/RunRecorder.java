package dev.millrace.engine.build;

import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.testing.DataTestResult;
import dev.millrace.engine.testing.UnitTestListener;
import dev.millrace.engine.testing.UnitTestResult;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps how each node of a run went, in the order of their ends: put between what runs and who
 * watches it. A node that ends twice, such as a resumed model, counts as it ended last.
 * Thread-safe.
 */
public final class RunRecorder {
  private final Clock clock;
  private final Map<String, NodeResult> results = new LinkedHashMap<>();

  public RunRecorder(Clock clock) {
    this.clock = clock;
  }

  /** How all nodes went that have ended. */
  public synchronized List<NodeResult> results() {
    return List.copyOf(results.values());
  }

  public synchronized void add(NodeResult result) {
    results.remove(result.uniqueId());
    results.put(result.uniqueId(), result);
  }

  /** The same for a node that no result is known of. */
  public synchronized void addIfAbsent(NodeResult result) {
    results.putIfAbsent(result.uniqueId(), result);
  }

  /** The same for all that a run was about. */
  public void addIfAbsent(DeployReport report) {
    report.models().forEach(job -> of(job).forEach(this::addIfAbsent));
  }

  /** A watcher of deployments that keeps what it hears and hands it on. */
  public Consumer<DeployEvent> deploys(Consumer<DeployEvent> next) {
    return event -> {
      if (event instanceof DeployEvent.ModelFinished finished) {
        of(finished.report()).forEach(this::add);
      }
      next.accept(event);
    };
  }

  /** A watcher of unit tests that keeps what it hears and hands it on. */
  public UnitTestListener unitTests(UnitTestListener next) {
    return new UnitTestListener() {
      @Override
      public void started(int number, int total, UnitTest test) {
        next.started(number, total, test);
      }

      @Override
      public void finished(int number, int total, UnitTestResult result) {
        add(of(result));
        next.finished(number, total, result);
      }
    };
  }

  /** How each model of a job went: as its job did. */
  public List<NodeResult> of(ModelReport report) {
    return report.models().stream().map(model -> of(model, report)).toList();
  }

  private NodeResult of(String model, ModelReport report) {
    NodeResult.Status status =
        switch (report.outcome()) {
          case UNCHANGED, COMMITTED -> NodeResult.Status.SUCCESS;
          case ROLLED_BACK, BLOCKED, UNFINISHED -> NodeResult.Status.ERROR;
          case SKIPPED -> NodeResult.Status.SKIPPED;
        };
    NodeResult result =
        NodeResult.of(
            model, status, report.problem().map(Problem::describe).orElse(report.message()));
    return report.outcome() == Outcome.SKIPPED
        ? result
        : timed(result, report.took()).answered(answer(report));
  }

  private static Map<String, Object> answer(ModelReport report) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("_message", report.message());
    answer.put("operation", report.operation());
    report.job().map(JobId::hex).ifPresent(job -> answer.put("job_id", job));
    report.restoredFrom().ifPresent(path -> answer.put("restored_from", path));
    report.savepoint().ifPresent(path -> answer.put("savepoint", path));
    report.downtime().ifPresent(time -> answer.put("downtime_ms", time.toMillis()));
    return answer;
  }

  /** How a unit test went. */
  public NodeResult of(UnitTestResult result) {
    String id = result.test().uniqueId();
    long differences = result.diff().map(diff -> (long) diff.lines().size()).orElse(0L);
    NodeResult told =
        switch (result.status()) {
          case PASS -> NodeResult.of(id, NodeResult.Status.PASS, "").failed(0);
          case FAIL ->
              NodeResult.of(
                      id,
                      NodeResult.Status.FAIL,
                      differences == 1 ? "1 row differs" : differences + " rows differ")
                  .failed(differences);
          case ERROR ->
              NodeResult.of(id, NodeResult.Status.ERROR, result.problems().getFirst().describe());
        };
    return timed(told, result.elapsed());
  }

  /** How a data test went. */
  public NodeResult of(DataTestResult result) {
    NodeResult.Status status =
        switch (result.status()) {
          case PASS -> NodeResult.Status.PASS;
          case WARN -> NodeResult.Status.WARN;
          case FAIL -> NodeResult.Status.FAIL;
          // dbt has no word for it: nothing failed, and nothing was shown to be right.
          case NO_DATA -> result.failed() ? NodeResult.Status.FAIL : NodeResult.Status.WARN;
          case ERROR -> NodeResult.Status.ERROR;
          case SKIPPED -> NodeResult.Status.SKIPPED;
        };
    NodeResult told =
        NodeResult.of(result.test().node().uniqueId(), status, result.message())
            .compiled(result.compiled(), Optional.empty());
    if (result.startedAt().isEmpty()) {
      return told;
    }
    NodeResult timed = told.timed(result.startedAt().get(), result.elapsed(), result.thread());
    return result.status() == DataTestResult.Status.ERROR
        ? timed
        : timed.failed(result.failures()).answered(Map.of("rows_tested", result.rowsSeen()));
  }

  NodeResult timed(NodeResult result, Duration took) {
    return result.timed(clock.instant().minus(took), took, Thread.currentThread().getName());
  }
}
