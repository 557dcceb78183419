package dev.millrace.connector.flink.local;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.wire.JarNames;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One start of a sidecar: what it takes, its command line and what it left when it failed. */
final class SidecarStart {
  /** The JVM's own needs beside its heap: classes, code, threads and Flink's network memory. */
  private static final int CLUSTER_MEGABYTES = 600;

  private static final int PLANNER_MEGABYTES = 350;

  private final LocalFolders folders;
  private final SidecarSettings settings;
  private final SidecarRole role;

  SidecarStart(LocalFolders folders, SidecarSettings settings, SidecarRole role) {
    this.folders = folders;
    this.settings = settings;
    this.role = role;
  }

  Path log() {
    return folders.logs().resolve("sidecar.log");
  }

  /** What the JVM itself says, such as that it has run out of memory. */
  Path output() {
    return folders.logs().resolve("sidecar.out");
  }

  /**
   * Starts the process; it is not ready yet.
   *
   * @throws MillraceException LOCAL_START_FAILED or RESOURCE_EXHAUSTED
   */
  long launch() {
    List<Path> jars = folders.jars("sidecar");
    JavaRuntime java = JavaRuntime.at(settings.javaHome());
    LocalFolders.make(folders.logs());
    Path work = LocalFolders.make(folders.sidecar().resolve("work"));
    // Before the JVM starts: it warns when the folder it is told for temporary files is missing.
    LocalFolders.make(work.resolve("tmp"));
    if (role == SidecarRole.CLUSTER) {
      LocalFolders.make(folders.checkpoints());
      LocalFolders.make(folders.savepoints());
    }
    Preflight.disk(folders.data());
    Preflight.memory(
        "sidecar", role == SidecarRole.CLUSTER ? CLUSTER_MEGABYTES : PLANNER_MEGABYTES);
    try {
      return DetachedProcess.start(command(java, jars, work), folders.sidecar(), output());
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(ProblemCode.LOCAL_START_FAILED, "Cannot start " + java.executable())
              .remedy("Name another JDK in MILLRACE_SIDECAR_JAVA_HOME"),
          e);
    }
  }

  /** The reason a process that has ended gave. */
  MillraceException died() {
    return new MillraceException(
        Problem.error(
                ProblemCode.LOCAL_START_FAILED,
                "The sidecar ended while it started: " + lastWords())
            .remedy("Look into " + log() + " and " + output()));
  }

  MillraceException tooSlow(java.time.Duration waited) {
    return new MillraceException(
        Problem.error(
                ProblemCode.LOCAL_START_FAILED,
                "The sidecar was not ready after " + waited.toSeconds() + " s")
            .remedy("Look into " + log() + ", and try again when the machine is less busy"));
  }

  private List<String> command(JavaRuntime java, List<Path> jars, Path work) {
    List<String> command = new ArrayList<>();
    command.add(java.executable().toString());
    command.add("-Xmx" + settings.heapMegabytes() + "m");
    command.add("-XX:+UseSerialGC");
    // Give back what a burst of statements took: the machine is the user's.
    command.add("-XX:MinHeapFreeRatio=20");
    command.add("-XX:MaxHeapFreeRatio=40");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Djava.io.tmpdir=" + work.resolve("tmp"));
    command.add("-D" + JarNames.PROPERTY + "=" + folders.data());
    command.add("-Djava.awt.headless=true");
    command.add("-Dsun.net.httpserver.nodelay=true");
    // One thread for each processor but one is none to spare where there are two: whoever waits in
    // this pool would hold up every future of Flink's.
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=8");
    command.addAll(java.flags());
    command.addAll(folders.archive("sidecar", java).flags());
    command.addAll(settings.javaOptions());
    command.add("-cp");
    command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add("dev.millrace.sidecar.SidecarMain");
    command.add("--role=" + role.wireName());
    command.add("--folder=" + folders.sidecar());
    command.add("--checkpoints=" + folders.checkpoints());
    command.add("--savepoints=" + folders.savepoints());
    command.add("--log=" + log());
    command.add("--idle-end=" + settings.idleEnd());
    command.add("--slots=" + settings.slots());
    return command;
  }

  private String lastWords() {
    return LastWords.of(output());
  }
}
