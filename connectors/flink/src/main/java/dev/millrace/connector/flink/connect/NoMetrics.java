package dev.millrace.connector.flink.connect;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.MetricSample;
import dev.millrace.engine.connect.MetricsSource;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Where nobody can be asked: says so, for no samples would look like no lag. */
final class NoMetrics implements MetricsSource {
  @Override
  public Origin origin() {
    return Origin.POLLED;
  }

  @Override
  public List<MetricSample> latest(Set<JobId> jobs, Set<String> metrics) {
    throw unknown();
  }

  @Override
  public List<MetricSample> history(Set<JobId> jobs, Set<String> metrics, Instant since) {
    throw unknown();
  }

  private static MillraceException unknown() {
    return new MillraceException(
        Problem.error(ProblemCode.NOT_SUPPORTED, "A SQL Gateway alone knows no metrics")
            .remedy("Add `jobmanager: http://...` to the target's profile"));
  }
}
