package dev.millrace.engine.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes {@code target/manifest.json}. */
public final class ManifestFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ManifestFile() {}

  /**
   * Writes the manifest so that readers see the old file or the new one, never half of it.
   *
   * @param targetFolder the folder of compiled files
   * @return the file
   */
  public static Path write(Manifest manifest, Path targetFolder) throws IOException {
    Files.createDirectories(targetFolder);
    Path file = targetFolder.resolve("manifest.json");
    Path draft = Files.createTempFile(targetFolder, "manifest", ".tmp");
    try {
      JSON.writeValue(draft.toFile(), manifest.tree());
      try {
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
    return file;
  }
}
