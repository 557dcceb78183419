package dev.millrace.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies a folder of files. */
final class FolderCopy {
  private FolderCopy() {}

  /**
   * Copies what is not there yet.
   *
   * @throws IOException when the source is missing or the copy cannot be written
   */
  static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.toList();
    }
    for (Path source : all) {
      Path target = to.resolve(from.relativize(source).toString());
      if (Files.isDirectory(source)) {
        Files.createDirectories(target);
      } else if (!Files.exists(target)) {
        Files.copy(source, target);
      }
    }
  }
}
