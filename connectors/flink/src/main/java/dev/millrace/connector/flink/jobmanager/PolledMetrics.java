package dev.millrace.connector.flink.jobmanager;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.MetricSample;
import dev.millrace.engine.connect.MetricsSource;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Metrics asked of the JobManager, for clusters that send us none.
 *
 * <p>The JobManager collects lazily: the first answer for a task is empty, later ones are up to ten
 * seconds old unless the cluster is configured otherwise. History is what was polled here, the last
 * {@value #KEPT} samples.
 */
public final class PolledMetrics implements MetricsSource {
  private static final int KEPT = 50_000;

  private final TaskMetrics tasks;
  private final Deque<MetricSample> polled = new ArrayDeque<>();

  public PolledMetrics(JobManagerClient client, Clock clock) {
    this.tasks = new TaskMetrics(client, clock);
  }

  @Override
  public Origin origin() {
    return Origin.POLLED;
  }

  @Override
  public List<MetricSample> latest(Set<JobId> jobs, Set<String> metrics) {
    List<MetricSample> samples = new ArrayList<>();
    for (JobId job : jobs) {
      samples.addAll(tasks.poll(job, metrics));
    }
    synchronized (polled) {
      polled.addAll(samples);
      while (polled.size() > KEPT) {
        polled.removeFirst();
      }
    }
    return samples;
  }

  @Override
  public List<MetricSample> history(Set<JobId> jobs, Set<String> metrics, Instant since) {
    latest(jobs, metrics);
    synchronized (polled) {
      return polled.stream()
          .filter(sample -> jobs.contains(sample.job()))
          .filter(sample -> metrics.contains(sample.metric()))
          .filter(sample -> !sample.time().isBefore(since))
          .toList();
    }
  }
}
