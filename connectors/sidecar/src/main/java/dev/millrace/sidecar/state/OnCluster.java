package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.submit.BoundedRun;
import dev.millrace.sidecar.submit.CarriedClasses;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobGraphBuilder;
import org.apache.flink.runtime.jobgraph.JobVertex;

/**
 * Works on state by a job of one task on the cluster that wrote it, for storage that only its
 * machines reach. The job needs a free slot, and the jars of ours that it is made from travel with
 * it.
 */
final class OnCluster {
  /** What a plan wants; larger than any that was seen by a factor of hundreds. */
  private static final long MOST_CONTRACT_BYTES = 4L * 1024 * 1024;

  private final String jobManager;

  /**
   * @param jobManager base URL
   */
  OnCluster(String jobManager) {
    this.jobManager = requireNonNull(jobManager, "jobManager");
  }

  /**
   * Has it done there.
   *
   * @param request a record of the wire
   * @param contract the folder of a dry run's savepoint
   * @throws CallFailedException what the work itself says, or STATE_UNREADABLE when the cluster
   *     could not do it
   */
  <T> T run(
      ClusterWork work, Object request, Optional<Path> contract, Class<T> answer, Duration within)
      throws CallFailedException {
    ClusterWork.Answer told;
    try {
      Configuration order = order(work, request, contract);
      Object found = BoundedRun.of(jobManager, graph(work, order), within).get(ClusterTask.ANSWER);
      if (!(found instanceof List<?> list) || list.isEmpty()) {
        throw SavepointFile.unreadable("its job has ended without an answer");
      }
      told = ClusterWork.JSON.readValue(String.valueOf(list.get(0)), ClusterWork.Answer.class);
      if (told.failure() == null) {
        return ClusterWork.JSON.readValue(told.text(), answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new CallFailedException(FailureKind.valueOf(told.failure()), told.text());
  }

  private static Configuration order(ClusterWork work, Object request, Optional<Path> contract)
      throws IOException, CallFailedException {
    Configuration order = new Configuration();
    order.setString(ClusterTask.WORK, work.name());
    order.setString(ClusterTask.REQUEST, ClusterWork.JSON.writeValueAsString(request));
    if (contract.isPresent()) {
      List<Path> files;
      try (Stream<Path> inside = Files.list(contract.get())) {
        files = inside.toList();
      }
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
        if (bytes > MOST_CONTRACT_BYTES) {
          throw SavepointFile.unreadable("what the plan wants is described in more than 4 MB");
        }
        order.setBytes(ClusterTask.CONTRACT + file.getFileName(), Files.readAllBytes(file));
      }
    }
    return order;
  }

  private static JobGraph graph(ClusterWork work, Configuration order) throws CallFailedException {
    JobVertex vertex = new JobVertex("state " + work.name().toLowerCase(java.util.Locale.ROOT));
    vertex.setInvokableClass(ClusterTask.class);
    vertex.setParallelism(1);
    vertex.setMaxParallelism(1);
    vertex.getConfiguration().addAll(order);
    Configuration job = new Configuration();
    // What fails once fails again: storage that cannot be read, a file that is not there.
    job.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    JobGraph graph =
        JobGraphBuilder.newStreamingJobGraphBuilder()
            .setJobId(new JobID())
            .setJobName("millrace: " + vertex.getName())
            .setJobConfiguration(job)
            .addJobVertex(vertex)
            .build();
    // The sidecar's own classes and those of the wire; all else that is needed is Flink.
    for (org.apache.flink.core.fs.Path jar : CarriedClasses.jarsOf(OnCluster.class, Wire.class)) {
      graph.addJar(jar);
    }
    return graph;
  }
}
