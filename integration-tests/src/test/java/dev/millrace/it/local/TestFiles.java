package dev.millrace.it.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that tests put into the data folder. */
final class TestFiles {
  private TestFiles() {}

  static Path write(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "written by a test");
  }
}
