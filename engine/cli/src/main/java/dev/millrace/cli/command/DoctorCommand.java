package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.cli.options.OutputOptions;
import dev.millrace.cli.options.ProjectOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks that everything is in place and says what the target can do. */
@Command(
    name = "doctor",
    aliases = "debug",
    description = "Check this machine, the project and the target, and say what to mend.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long ENOUGH_DISK = 1_000_000_000L;
  private static final long ENOUGH_MEMORY = 1_500_000_000L;

  private final Surroundings surroundings;

  @Mixin private ProjectOptions projectOptions = new ProjectOptions();
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = requireNonNull(surroundings, "surroundings");
  }

  @Override
  public Integer call() {
    Console console = outputOptions.console(surroundings);
    List<Finding> findings = new ArrayList<>();
    findings.add(runtime());
    findings.add(installation("sidecar", "Flink"));
    findings.add(installation("broker", "the local Kafka broker"));
    findings.add(disk());
    findings.add(memory());
    try (Telemetry telemetry = Telemetry.off();
        Engine engine = projectOptions.open(surroundings, telemetry)) {
      project(engine, findings);
      target(engine, findings);
    } catch (MillraceException e) {
      findings.add(
          Finding.bad("project", e.problem().message(), e.problem().remedy().orElse(null)));
    }
    for (Finding finding : findings) {
      console.text(finding.text());
    }
    boolean healthy = findings.stream().noneMatch(finding -> "bad".equals(finding.state()));
    console.json(Map.of("healthy", healthy, "findings", findings));
    return healthy ? 0 : 1;
  }

  private static Finding runtime() {
    int feature = Runtime.version().feature();
    return feature >= 25
        ? Finding.good("java", Runtime.version() + " in " + System.getProperty("java.home"))
        : Finding.bad("java", "Java " + feature + " is too old", "Install a JDK 25");
  }

  private Finding installation(String folder, String what) {
    Path jars = surroundings.installation().resolve(folder);
    return Files.isDirectory(jars)
        ? Finding.good(folder, what + " is in " + jars)
        : Finding.bad(
            folder, what + " is missing in " + jars, "Start with ./millrace, which builds it");
  }

  private Finding disk() {
    Path folder = DataFolders.of(surroundings.environment()).root();
    Path existing = folder;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      String text = "%s, %.1f GB free".formatted(folder, free / 1e9);
      if (!Files.isWritable(existing)) {
        return Finding.bad(
            "data folder",
            folder + " cannot be written",
            "Grant write access or name another folder in " + DataFolders.VARIABLE);
      }
      return free >= ENOUGH_DISK
          ? Finding.good("data folder", text)
          : Finding.bad(
              "data folder", text, "Make room or name another folder in " + DataFolders.VARIABLE);
    } catch (IOException e) {
      return Finding.bad("data folder", folder + ": " + e.getMessage(), null);
    }
  }

  private static Finding memory() {
    if (java.lang.management.ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      long total = system.getTotalMemorySize();
      String text = "%.1f GB in this machine".formatted(total / 1e9);
      return total >= ENOUGH_MEMORY
          ? Finding.good("memory", text)
          : Finding.bad("memory", text, "The local cluster needs about 1.5 GB");
    }
    return Finding.good("memory", "unknown to this Java runtime");
  }

  private static void project(Engine engine, List<Finding> findings) {
    long errors = Console.errors(engine.project().problems());
    String text =
        "%s, target %s".formatted(engine.project().name(), engine.project().target().name());
    findings.add(
        errors == 0
            ? Finding.good("project", text)
            : Finding.bad(
                "project", text + ", " + errors + " errors", "Run `millrace parse` to see them"));
  }

  private static void target(Engine engine, List<Finding> findings) {
    engine
        .connector()
        .localCluster()
        .ifPresentOrElse(
            local -> findings.add(local(local.status())), () -> findings.addAll(remote(engine)));
  }

  private static Finding local(LocalCluster.Status status) {
    return Finding.good("local cluster", LocalStatusCommand.text(status).replace("\n", "; "));
  }

  private static List<Finding> remote(Engine engine) {
    List<Finding> findings = new ArrayList<>();
    try {
      Capabilities can = engine.connector().capabilities();
      findings.add(
          Finding.good(
              "cluster",
              "Flink %s, submits by %s, state storage %s"
                  .formatted(
                      can.flinkVersion().orElse("of unknown version"),
                      can.submitPath().name().toLowerCase(Locale.ROOT),
                      can.stateStorage().name().toLowerCase(Locale.ROOT))));
      can.limits().forEach(limit -> findings.add(Finding.note("limit", limit)));
    } catch (MillraceException e) {
      findings.add(
          Finding.bad("cluster", e.problem().message(), e.problem().remedy().orElse(null)));
    }
    return findings;
  }

  /**
   * One thing looked at.
   *
   * @param state {@code good}, {@code note} or {@code bad}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Finding(String state, String what, String detail, @Nullable String remedy) {
    static Finding good(String what, String detail) {
      return new Finding("good", what, detail, null);
    }

    static Finding note(String what, String detail) {
      return new Finding("note", what, detail, null);
    }

    static Finding bad(String what, String detail, @Nullable String remedy) {
      return new Finding("bad", what, detail, remedy);
    }

    String text() {
      String mark =
          switch (state) {
            case "good" -> "ok  ";
            case "note" -> "note";
            default -> "BAD ";
          };
      return "%s  %-14s %s%s".formatted(mark, what, detail, remedy == null ? "" : ". " + remedy);
    }
  }
}
