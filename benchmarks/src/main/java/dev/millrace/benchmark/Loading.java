package dev.millrace.benchmark;

import dev.millrace.engine.compile.EditCompiler;
import dev.millrace.engine.compile.ProjectCompiler;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeRereader;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.engine.project.ResourceType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What opening a project costs: 10,000 simple models in a cold JVM, with their heap; one edit in
 * them; 1,000 models that call macros much, rendered warm. Arguments: the installation, a folder
 * for data, and any number of projects to open as well.
 */
public final class Loading {
  private static final int MODELS = 10_000;
  private static final int EDITS = 200;
  private static final int MACRO_MODELS = 1_000;

  private Loading() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      once(Path.of(arguments[0]));
      return;
    }
    Path data = Path.of(arguments[1]).toAbsolutePath();
    Path simple = data.resolve("simple");
    LoadedFiles.simple(simple, MODELS);
    cold(MODELS + " simple models", simple);
    dbt(data.resolve("profiles"), simple);
    for (int i = 2; i < arguments.length; i++) {
      cold(arguments[i], Path.of(arguments[i]));
    }
    edits(simple);
    macros(data.resolve("macros"));
  }

  private static void cold(String what, Path project) throws IOException, InterruptedException {
    for (int round = 0; round < 3; round++) {
      System.out.print(what + ", cold: ");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // As ./millrace starts it.
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g"));
      command.add("-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(Loading.class.getName(), project.toString()));
      new ProcessBuilder(command).inheritIO().start().waitFor();
    }
  }

  /** What dbt-core takes for the same project, where it is installed with dbt-duckdb. */
  private static void dbt(Path profiles, Path project) throws IOException, InterruptedException {
    LoadedFiles.write(
        profiles,
        "profiles.yml",
        """
        benchmark:
          target: dev
          outputs:
            dev: {type: duckdb}
        """);
    List<String> command =
        List.of(
            "dbt",
            "--quiet",
            "--no-send-anonymous-usage-stats",
            "parse",
            "--no-partial-parse",
            "--profile",
            "benchmark",
            "--profiles-dir",
            profiles.toString(),
            "--project-dir",
            project.toString());
    long begin = System.nanoTime();
    Process parse;
    try {
      parse = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      System.out.println("dbt is not on the path, so there is nothing to compare with");
      return;
    }
    int ended = parse.waitFor();
    System.out.printf(
        "the same by dbt parse: %d ms, exit code %d%n",
        (System.nanoTime() - begin) / 1_000_000, ended);
  }

  /** Loads one project in this JVM and prints what it took from the JVM's start. */
  private static void once(Path folder) {
    Project project = new ProjectLoader().load(LoadRequest.of(folder));
    long wall = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    Duration processor = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        "%d nodes, %d problems, %d ms since the JVM's start, processor %d ms, heap %d MB%n",
        project.nodes().size(), project.problems().size(), wall, processor.toMillis(), heap >> 20);
  }

  private static void edits(Path folder) {
    Project project = new ProjectLoader().load(LoadRequest.of(folder));
    NodeRereader reader = project.templates().rereader().orElseThrow();
    List<Node> models =
        project.nodes().values().stream()
            .filter(node -> node.resourceType() == ResourceType.MODEL)
            .toList();
    long[] times = new long[EDITS];
    for (int i = -EDITS; i < EDITS; i++) {
      Node node = models.get(Math.floorMod(i * 37, models.size()));
      long begin = System.nanoTime();
      Project edited =
          EditCompiler.with(
              project, List.of(reader.read(project, node, node.rawCode() + " AND id > " + i)));
      if (edited.nodes().size() != project.nodes().size()) {
        throw new IllegalStateException("an edit changed the number of nodes");
      }
      if (i >= 0) {
        times[i] = System.nanoTime() - begin;
      }
    }
    System.out.println(new Percentiles(times).line("one edit in " + MODELS + " models", 50));
  }

  private static void macros(Path folder) {
    LoadedFiles.macros(folder, MACRO_MODELS);
    Project project = new ProjectLoader().load(LoadRequest.of(folder));
    long[] times = new long[5];
    for (int i = -times.length; i < times.length; i++) {
      long begin = System.nanoTime();
      int compiled = new ProjectCompiler().compile(project, LoadedFiles.OPTIONS).nodes().size();
      if (compiled != MACRO_MODELS + 1) {
        throw new IllegalStateException("only " + compiled + " models were rendered");
      }
      if (i >= 0) {
        times[i] = System.nanoTime() - begin;
      }
    }
    System.out.println(
        new Percentiles(times).line(MACRO_MODELS + " models, 100 macro calls each", 2_000));
  }
}
