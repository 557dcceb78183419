package dev.millrace.sidecar.submit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;

/**
 * The files through which Flink's client uploads graphs. A graph holds the options of its tables,
 * secrets among them, and the client forgets its file when writing it fails.
 */
final class GraphFiles {
  private final Path folder;

  /**
   * @param folder {@code java.io.tmpdir}
   */
  GraphFiles(Path folder) {
    this.folder = folder;
  }

  void deleteOf(JobID jobId) {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, "flink-executionPlan-" + jobId + "*")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A submitted graph could not be deleted in " + folder, e);
    }
  }
}
