package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.sidecar.control.CallFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.jobgraph.tasks.AbstractInvokable;

/**
 * The one task of the job that works on state on a machine of the cluster. Runs there, from jars of
 * ours and with the cluster's own Flink, file systems and credentials.
 */
public final class ClusterTask extends AbstractInvokable {
  static final String WORK = "millrace.work";
  static final String REQUEST = "millrace.request";
  static final String CONTRACT = "millrace.contract.";
  static final String ANSWER = "millrace.answer";

  /** An answer travels inside messages of Flink's, which may have 10 MB. */
  static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  public ClusterTask(Environment environment) {
    super(environment);
  }

  @Override
  public void invoke() throws Exception {
    ListAccumulator<String> answer = new ListAccumulator<>();
    answer.add(ClusterWork.JSON.writeValueAsString(answer(getTaskConfiguration())));
    getEnvironment().getAccumulatorRegistry().getUserMap().put(ANSWER, answer);
  }

  private static ClusterWork.Answer answer(Configuration order) throws IOException {
    try {
      String text = ClusterWork.JSON.writeValueAsString(done(order));
      if (text.length() > MOST_CHARACTERS) {
        throw SavepointFile.unreadable(
            "What there is to tell has " + text.length() + " characters, and 4 MB can be told");
      }
      return new ClusterWork.Answer(null, text);
    } catch (CallFailedException e) {
      return new ClusterWork.Answer(e.kind().name(), String.valueOf(e.getMessage()));
    }
  }

  private static Object done(Configuration order) throws IOException, CallFailedException {
    Path folder = Files.createTempDirectory("millrace-contract");
    try {
      boolean given = false;
      for (String key : order.keySet()) {
        if (key.startsWith(CONTRACT)) {
          // Names are those of files in one folder; a path would lead out of it.
          String name = String.valueOf(Path.of(key.substring(CONTRACT.length())).getFileName());
          Files.write(folder.resolve(name), requireNonNull(order.getBytes(key, null)));
          given = true;
        }
      }
      Optional<SavepointFile> contract =
          given ? Optional.of(SavepointFile.load(folder.toUri().toString())) : Optional.empty();
      return ClusterWork.valueOf(order.getString(WORK, ""))
          .run(order.getString(REQUEST, ""), contract);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> files = Files.walk(folder)) {
      inside = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : inside) {
      Files.deleteIfExists(file);
    }
  }
}
