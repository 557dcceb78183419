package dev.millrace.engine.artifact;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code run_results.json} tells of the command that wrote it.
 *
 * @param command its name, such as {@code run}
 * @param options those of its options that change what it does to a node
 * @param unfinished statuses of results that were no success, in a stable order
 */
public record EarlierRun(String command, List<String> options, List<String> unfinished) {
  private static final String FILE = "run_results.json";

  private static final Set<String> COMMANDS = Set.of("run", "build", "test", "seed", "compile");

  /** Of all results; what is {@code warn} has done its work. */
  private static final Set<String> FAILED = Set.of("error", "fail", "skipped");

  private static final Set<String> DEPLOYING = Set.of("run", "build");

  public EarlierRun {
    requireNonNull(command, "command");
    options = List.copyOf(options);
    unfinished = List.copyOf(unfinished);
  }

  /**
   * Reads the file in a target folder.
   *
   * @throws MillraceException USAGE when there is none, or none of a command that can be repeated
   */
  public static EarlierRun read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw wrong("There is no " + file + " to tell what failed");
    }
    JsonNode tree;
    try {
      tree = new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw wrong(file + " cannot be read");
    }
    String command = tree.path("args").path("which").asText();
    if (!COMMANDS.contains(command)) {
      throw wrong(file + " is of `" + command + "`, which is not run again");
    }
    Set<String> unfinished = new TreeSet<>();
    for (JsonNode result : tree.path("results")) {
      String status = result.path("status").asText();
      if (FAILED.contains(status)) {
        unfinished.add(status);
      }
    }
    List<String> options = new ArrayList<>();
    JsonNode arguments = tree.path("args");
    if (DEPLOYING.contains(command) && arguments.path("full_refresh").asBoolean()) {
      options.add("--full-refresh");
    }
    if (DEPLOYING.contains(command)) {
      for (JsonNode choice : arguments.path("choose")) {
        options.add("--choose");
        options.add(choice.asText());
      }
    }
    for (String name : List.of("target", "vars")) {
      JsonNode value = arguments.path(name);
      if (value.isTextual() && !value.asText().isBlank()) {
        options.add("--" + name);
        options.add(value.asText());
      }
    }
    return new EarlierRun(command, options, new ArrayList<>(unfinished));
  }

  private static MillraceException wrong(String message) {
    return new MillraceException(
        Problem.error(ProblemCode.USAGE, message)
            .remedy("Run `millrace run`, `build` or `test` first"));
  }
}
