package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The archive of the classes a process loads, which spares a JVM to read and verify tens of
 * thousands of them at each start.
 *
 * <p>An installation is shipped with one for the Java it was made with. A JVM that finds it does
 * not fit its version, flags or jars goes on without.
 *
 * @param file beside the folder of the process's jars
 * @param write whether the process shall leave it behind when it ends; else it is read
 */
record ClassArchive(Path file, boolean write) {
  /** The environment variable, with the value {@code write}, of whoever makes an installation. */
  static final String VARIABLE = "MILLRACE_ARCHIVES";

  ClassArchive {
    requireNonNull(file, "file");
  }

  /**
   * The one of a process of this installation.
   *
   * @param process the name of the folder of its jars
   */
  static ClassArchive of(Path installation, String process, JavaRuntime java) {
    return new ClassArchive(
        installation.resolve(process + "-" + java.version() + ".jsa"),
        "write".equals(System.getenv(VARIABLE)));
  }

  /** What to tell the JVM. */
  List<String> flags() {
    if (write) {
      return List.of("-XX:ArchiveClassesAtExit=" + file);
    }
    return Files.isRegularFile(file)
        // One that does not fit any more is no news to who starts a cluster; nor is that flags such
        // as
        // ours cost a part of what an archive spares, which the JVM takes for an error.
        ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable")
        : List.of();
  }

  /** The same for a process beside the one the archive is made from. */
  List<String> readingFlags() {
    return write ? List.of() : flags();
  }
}
