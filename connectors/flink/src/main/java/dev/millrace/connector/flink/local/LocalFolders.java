package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the processes of one project and target live, and what they are started from.
 *
 * <p>Checkpoints, savepoints and the broker's data lie beside the sidecar's own folder, never in
 * it: that one is emptied at every start.
 *
 * @param data the platform data folder of project and target
 * @param installation the folder Millrace is installed in
 */
public record LocalFolders(Path data, Path installation) {
  public LocalFolders {
    data = requireNonNull(data, "data").toAbsolutePath().normalize();
    installation = requireNonNull(installation, "installation").toAbsolutePath().normalize();
  }

  public Path sidecar() {
    return data.resolve("sidecar");
  }

  public Path broker() {
    return data.resolve("broker");
  }

  public Path checkpoints() {
    return data.resolve("checkpoints");
  }

  public Path savepoints() {
    return data.resolve("savepoints");
  }

  public Path logs() {
    return data.resolve("logs");
  }

  /** The archive of the classes that a process loads. */
  ClassArchive archive(String process, JavaRuntime java) {
    return ClassArchive.of(installation, process, java);
  }

  /**
   * The jars a process is started from, sorted by name.
   *
   * @param process {@code sidecar} or {@code broker}
   * @throws MillraceException LOCAL_START_FAILED when they are not there
   */
  List<Path> jars(String process) {
    Path folder = installation.resolve(process);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        if (!jars.isEmpty()) {
          return jars;
        }
      } catch (IOException e) {
        throw new MillraceException(
            Problem.error(ProblemCode.LOCAL_START_FAILED, "Cannot read " + folder), e);
      }
    }
    throw new MillraceException(
        Problem.error(
                ProblemCode.LOCAL_START_FAILED,
                "The installation lacks the jars of the " + process + " in " + folder)
            .remedy("Run `./millrace` from a checkout, which builds them, or install again"));
  }

  /**
   * Makes a folder only its owner can enter.
   *
   * @throws MillraceException LOCAL_START_FAILED when it cannot be made or written to
   */
  static Path make(Path folder) {
    try {
      Files.createDirectories(folder, ownerOnly());
      if (Files.isWritable(folder)) {
        return folder;
      }
      throw new FileSystemException(folder.toString(), null, "not writable");
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.LOCAL_START_FAILED, "The folder " + folder + " cannot be written to")
              .remedy(
                  "Give yourself the right to write there, or set MILLRACE_DATA_DIR to a folder of"
                      + " yours"),
          e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return File.separatorChar == '/'
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
