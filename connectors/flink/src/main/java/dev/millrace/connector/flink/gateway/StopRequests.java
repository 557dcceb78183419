package dev.millrace.connector.flink.gateway;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.TriggerId;
import dev.millrace.engine.file.WholeFile;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which operation of the gateway carries out which of our stop requests.
 *
 * <p>The path of the savepoint stands only in that operation's result, and the gateway knows
 * nothing of our trigger ids. So they are written down: the next process finds the path, as long as
 * the gateway remembers it.
 */
public final class StopRequests {
  /** STOP JOB waits for its savepoint no longer than this and then loses the path. */
  private static final String CLIENT_TIMEOUT = "24 h";

  private final Path folder;

  /**
   * @param folder ours alone; made when needed
   */
  public StopRequests(Path folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Properties of the session that a job is stopped in. */
  static Map<String, String> settings(Optional<String> targetDirectory) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("client.timeout", CLIENT_TIMEOUT);
    targetDirectory.ifPresent(
        directory -> settings.put("execution.checkpointing.savepoint-dir", directory));
    return settings;
  }

  Optional<Operation> find(TriggerId trigger) {
    try {
      List<String> lines = Files.readAllLines(file(trigger));
      return lines.size() < 2
          ? Optional.empty()
          : Optional.of(new Operation(lines.get(0), lines.get(1)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  void remember(TriggerId trigger, Operation operation) {
    try {
      String lines = operation.session() + "\n" + operation.handle() + "\n";
      WholeFile.replace(file(trigger), lines.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Path file(TriggerId trigger) {
    return folder.resolve(trigger.hex());
  }

  private MillraceException unusable(IOException e) {
    return new MillraceException(
        Problem.error(
                ProblemCode.RESOURCE_EXHAUSTED,
                "Stop requests cannot be kept in " + folder + ": " + e.getMessage())
            .remedy("Check that the folder can be written and the disk is not full"),
        e);
  }
}
